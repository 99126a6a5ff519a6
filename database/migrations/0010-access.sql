-- Who may act for which enterprise, and how a person comes to an account without the operator.

-- A person of the role enterprise may act for several; Account.EnterpriseId is the one the next sign-in begins with.
-- Capacity: 1 own staff, 2 agent.
CREATE TABLE AccountEnterprise (
    AccountId     BIGINT         NOT NULL,
    EnterpriseId  BIGINT         NOT NULL,
    Capacity      INT            NOT NULL,
    GrantedAt     DATETIME2(3)   NOT NULL,
    GrantedBy     NVARCHAR(100)  NOT NULL,
    GrantedFrom   NVARCHAR(100)  NOT NULL,
    GrantReason   NVARCHAR(400)  NOT NULL,
    CONSTRAINT PK_AccountEnterprise PRIMARY KEY (AccountId, EnterpriseId),
    CONSTRAINT FK_AccountEnterprise_Account FOREIGN KEY (AccountId) REFERENCES Account (Id),
    CONSTRAINT FK_AccountEnterprise_Enterprise FOREIGN KEY (EnterpriseId) REFERENCES Enterprise (Id),
    CONSTRAINT CK_AccountEnterprise_Capacity CHECK (Capacity BETWEEN 1 AND 2)
);

CREATE INDEX IX_AccountEnterprise_EnterpriseId ON AccountEnterprise (EnterpriseId);

INSERT INTO AccountEnterprise (AccountId, EnterpriseId, Capacity, GrantedAt, GrantedBy, GrantedFrom, GrantReason)
SELECT a.Id, a.EnterpriseId, 1, a.CreatedAt, a.CreatedBy, 'migration 0010', 'migration 0010'
FROM Account a
WHERE a.Role = 1;

-- What was given and taken away; the row above says only what holds now. Deed: 1 given, 2 taken away.
CREATE TABLE AccountEnterpriseEvent (
    Id            {identity}     NOT NULL CONSTRAINT PK_AccountEnterpriseEvent PRIMARY KEY,
    AccountId     BIGINT         NOT NULL,
    EnterpriseId  BIGINT         NOT NULL,
    Deed          INT            NOT NULL,
    Capacity      INT            NOT NULL,
    At            DATETIME2(3)   NOT NULL,
    ChangedBy     NVARCHAR(100)  NOT NULL,
    ChangedFrom   NVARCHAR(100)  NOT NULL,
    ChangeReason  NVARCHAR(400)  NOT NULL,
    CONSTRAINT FK_AccountEnterpriseEvent_Account FOREIGN KEY (AccountId) REFERENCES Account (Id),
    CONSTRAINT FK_AccountEnterpriseEvent_Enterprise FOREIGN KEY (EnterpriseId) REFERENCES Enterprise (Id)
);

CREATE INDEX IX_AccountEnterpriseEvent_EnterpriseId ON AccountEnterpriseEvent (EnterpriseId);

-- The code itself stands on paper only. It has some eighty bits, so a plain hash tells nothing of it.
CREATE TABLE ActivationCode (
    Id            {identity}     NOT NULL CONSTRAINT PK_ActivationCode PRIMARY KEY,
    EnterpriseId  BIGINT         NOT NULL,
    Capacity      INT            NOT NULL,
    CodeSha256    NVARCHAR(64)   NOT NULL,
    ExpiresAt     DATETIME2(3)   NOT NULL,
    MadeAt        DATETIME2(3)   NOT NULL,
    MadeBy        NVARCHAR(100)  NOT NULL,
    MadeFrom      NVARCHAR(100)  NOT NULL,
    MakeReason    NVARCHAR(400)  NOT NULL,
    ReplacedAt    DATETIME2(3)   NULL,
    UsedAt        DATETIME2(3)   NULL,
    UsedBy        NVARCHAR(100)  NULL,
    UsedFrom      NVARCHAR(100)  NULL,
    CONSTRAINT FK_ActivationCode_Enterprise FOREIGN KEY (EnterpriseId) REFERENCES Enterprise (Id),
    CONSTRAINT CK_ActivationCode_Capacity CHECK (Capacity BETWEEN 1 AND 2)
);

CREATE UNIQUE INDEX UX_ActivationCode_CodeSha256 ON ActivationCode (CodeSha256);
CREATE UNIQUE INDEX UX_ActivationCode_Open ON ActivationCode (EnterpriseId) WHERE UsedAt IS NULL AND ReplacedAt IS NULL;

-- A wish for an account, which waits for the office. Status: 0 waits, 1 agreed, 2 refused; the hash goes with the answer.
CREATE TABLE AccountRequest (
    Id                  {identity}     NOT NULL CONSTRAINT PK_AccountRequest PRIMARY KEY,
    CreditCode          NVARCHAR(18)   NOT NULL,
    PersonName          NVARCHAR(100)  NOT NULL,
    Phone               NVARCHAR(30)   NOT NULL,
    UserName            NVARCHAR(64)   NOT NULL,
    NormalizedUserName  NVARCHAR(64)   NOT NULL,
    PasswordHash        NVARCHAR(400)  NULL,
    Note                NVARCHAR(400)  NULL,
    FailedTries         INT            NOT NULL DEFAULT 0,
    Status              INT            NOT NULL,
    AskedAt             DATETIME2(3)   NOT NULL,
    AskedFrom           NVARCHAR(100)  NOT NULL,
    DecidedAt           DATETIME2(3)   NULL,
    DecidedBy           NVARCHAR(100)  NULL,
    DecidedFrom         NVARCHAR(100)  NULL,
    DecisionReason      NVARCHAR(400)  NULL,
    CONSTRAINT CK_AccountRequest_Status CHECK (Status BETWEEN 0 AND 2),
    CONSTRAINT CK_AccountRequest_Waits CHECK (Status <> 0 OR PasswordHash IS NOT NULL)
);

CREATE UNIQUE INDEX UX_AccountRequest_Waiting ON AccountRequest (NormalizedUserName) WHERE Status = 0;
CREATE INDEX IX_AccountRequest_CreditCode ON AccountRequest (CreditCode);
