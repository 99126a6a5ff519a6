-- Account administration, sessions that the server knows, second factors, passwords used before, attempts.

-- State: 1 active, 2 waits for the security administrator, 3 ended.
ALTER TABLE Account ADD State INT NOT NULL DEFAULT 1 CONSTRAINT CK_Account_State CHECK (State BETWEEN 1 AND 3);
ALTER TABLE Account ADD PasswordSetAt DATETIME2(3) NULL;

GO

UPDATE Account SET PasswordSetAt = CreatedAt;
CREATE INDEX IX_Account_Role_RegionCode ON Account (Role, RegionCode, Id);

-- What was done to an account, by whom. Deed: see AccountDeed.
CREATE TABLE AccountEvent (
    Id            {identity}     NOT NULL CONSTRAINT PK_AccountEvent PRIMARY KEY,
    AccountId     BIGINT         NOT NULL,
    Deed          INT            NOT NULL,
    Role          INT            NOT NULL,
    RegionCode    NVARCHAR(9)    NOT NULL,
    At            DATETIME2(3)   NOT NULL,
    ChangedBy     NVARCHAR(100)  NOT NULL,
    ChangedFrom   NVARCHAR(100)  NOT NULL,
    ChangeReason  NVARCHAR(400)  NOT NULL,
    CONSTRAINT FK_AccountEvent_Account FOREIGN KEY (AccountId) REFERENCES Account (Id)
);

CREATE INDEX IX_AccountEvent_AccountId ON AccountEvent (AccountId, Id);

-- The cookie names its row, so that a session can be seen and ended from elsewhere. SeenAt moves once a minute at most.
CREATE TABLE AccountSession (
    Id           NVARCHAR(32)   NOT NULL CONSTRAINT PK_AccountSession PRIMARY KEY,
    AccountId    BIGINT         NOT NULL,
    Network      NVARCHAR(40)   NOT NULL,
    Device       NVARCHAR(200)  NOT NULL,
    StartedAt    DATETIME2(3)   NOT NULL,
    StartedFrom  NVARCHAR(100)  NOT NULL,
    SeenAt       DATETIME2(3)   NOT NULL,
    EndedAt      DATETIME2(3)   NULL,
    EndedBy      NVARCHAR(100)  NULL,
    EndReason    NVARCHAR(400)  NULL,
    CONSTRAINT FK_AccountSession_Account FOREIGN KEY (AccountId) REFERENCES Account (Id)
);

CREATE INDEX IX_AccountSession_AccountId ON AccountSession (AccountId, SeenAt);
CREATE INDEX IX_AccountSession_SeenAt ON AccountSession (SeenAt);

-- The secret is sealed with a key that is not in the database. LastStep: the step of thirty seconds whose code was the last one taken.
CREATE TABLE SecondFactor (
    AccountId    BIGINT         NOT NULL CONSTRAINT PK_SecondFactor PRIMARY KEY,
    Secret       NVARCHAR(400)  NOT NULL,
    LastStep     BIGINT         NOT NULL,
    AddedAt      DATETIME2(3)   NOT NULL,
    AddedFrom    NVARCHAR(100)  NOT NULL,
    CONSTRAINT FK_SecondFactor_Account FOREIGN KEY (AccountId) REFERENCES Account (Id)
);

-- Codes for whoever has lost the telephone. They are random and long, so a plain hash tells nothing of them.
CREATE TABLE RecoveryCode (
    AccountId   BIGINT        NOT NULL,
    CodeSha256  NVARCHAR(64)  NOT NULL,
    CONSTRAINT PK_RecoveryCode PRIMARY KEY (AccountId, CodeSha256),
    CONSTRAINT FK_RecoveryCode_Account FOREIGN KEY (AccountId) REFERENCES Account (Id)
);

-- Passwords an account had before, as far back as the profile asks.
CREATE TABLE PasswordUsed (
    Id            {identity}     NOT NULL CONSTRAINT PK_PasswordUsed PRIMARY KEY{once},
    AccountId     BIGINT         NOT NULL,
    PasswordHash  NVARCHAR(400)  NOT NULL,
    CONSTRAINT FK_PasswordUsed_Account FOREIGN KEY (AccountId) REFERENCES Account (Id)
);

CREATE INDEX IX_PasswordUsed_AccountId ON PasswordUsed (AccountId, Id);

-- Attempts that have not succeeded: of somebody (Who, a hash) from one network, of somebody from anywhere, of anybody from one
-- network; empty is "any". Until OpenAt none is taken.
CREATE TABLE Attempt (
    Who       NVARCHAR(64)  NOT NULL,
    Purpose   NVARCHAR(20)  NOT NULL,
    Network   NVARCHAR(40)  NOT NULL,
    Failures  INT           NOT NULL,
    LastAt    DATETIME2(3)  NOT NULL,
    OpenAt    DATETIME2(3)  NULL,
    CONSTRAINT PK_Attempt PRIMARY KEY (Who, Purpose, Network)
);

CREATE INDEX IX_Attempt_LastAt ON Attempt (LastAt);
