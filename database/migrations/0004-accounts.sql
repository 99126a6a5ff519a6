-- Owned by ASP.NET Core Identity and reached through its own store; a test holds the EF model against this text.

CREATE TABLE Account (
    Id                    {identity}      NOT NULL CONSTRAINT PK_Account PRIMARY KEY,
    UserName              NVARCHAR(256)   NOT NULL,
    NormalizedUserName    NVARCHAR(256)   NOT NULL,
    Email                 NVARCHAR(256)   NULL,
    NormalizedEmail       NVARCHAR(256)   NULL,
    EmailConfirmed        BIT             NOT NULL,
    PasswordHash          NVARCHAR(400)   NULL,
    SecurityStamp         NVARCHAR(100)   NULL,
    ConcurrencyStamp      NVARCHAR(100)   NULL,
    PhoneNumber           NVARCHAR(30)    NULL,
    PhoneNumberConfirmed  BIT             NOT NULL,
    TwoFactorEnabled      BIT             NOT NULL,
    LockoutEnd            {instant}       NULL,
    LockoutEnabled        BIT             NOT NULL,
    AccessFailedCount     INT             NOT NULL,
    Role                  INT             NOT NULL,
    RegionCode            NVARCHAR(9)     NOT NULL,
    EnterpriseId          BIGINT          NULL,
    MustChangePassword    BIT             NOT NULL,
    CreatedAt             DATETIME2(3)    NOT NULL,
    CreatedBy             NVARCHAR(100)   NOT NULL,
    CONSTRAINT FK_Account_Region FOREIGN KEY (RegionCode) REFERENCES Region (Code),
    CONSTRAINT FK_Account_Enterprise FOREIGN KEY (EnterpriseId) REFERENCES Enterprise (Id),
    CONSTRAINT CK_Account_Role CHECK (Role BETWEEN 1 AND 6),
    CONSTRAINT CK_Account_Enterprise CHECK (Role <> 1 OR EnterpriseId IS NOT NULL)
);

CREATE UNIQUE INDEX UX_Account_NormalizedUserName ON Account (NormalizedUserName);
CREATE INDEX IX_Account_NormalizedEmail ON Account (NormalizedEmail);

CREATE TABLE AccountClaim (
    Id          {identity-int}  NOT NULL CONSTRAINT PK_AccountClaim PRIMARY KEY,
    UserId      BIGINT          NOT NULL,
    ClaimType   NVARCHAR(400)   NULL,
    ClaimValue  NVARCHAR(400)   NULL,
    CONSTRAINT FK_AccountClaim_Account FOREIGN KEY (UserId) REFERENCES Account (Id) ON DELETE CASCADE
);

CREATE INDEX IX_AccountClaim_UserId ON AccountClaim (UserId);

CREATE TABLE AccountLogin (
    LoginProvider        NVARCHAR(128)  NOT NULL,
    ProviderKey          NVARCHAR(128)  NOT NULL,
    ProviderDisplayName  NVARCHAR(200)  NULL,
    UserId               BIGINT         NOT NULL,
    CONSTRAINT PK_AccountLogin PRIMARY KEY (LoginProvider, ProviderKey),
    CONSTRAINT FK_AccountLogin_Account FOREIGN KEY (UserId) REFERENCES Account (Id) ON DELETE CASCADE
);

CREATE INDEX IX_AccountLogin_UserId ON AccountLogin (UserId);

CREATE TABLE AccountToken (
    UserId         BIGINT         NOT NULL,
    LoginProvider  NVARCHAR(128)  NOT NULL,
    Name           NVARCHAR(128)  NOT NULL,
    Value          {text}         NULL,
    CONSTRAINT PK_AccountToken PRIMARY KEY (UserId, LoginProvider, Name),
    CONSTRAINT FK_AccountToken_Account FOREIGN KEY (UserId) REFERENCES Account (Id) ON DELETE CASCADE
);
