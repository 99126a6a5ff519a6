-- Systems and programs that call the API, owned by OpenIddict and reached through its own store; a test holds the EF model against this text.

CREATE TABLE ApiClient (
    Id                      {identity}      NOT NULL CONSTRAINT PK_ApiClient PRIMARY KEY,
    ApplicationType         NVARCHAR(50)    NULL,
    ClientId                NVARCHAR(100)   NOT NULL,
    ClientSecret            {text}          NULL,
    ClientType              NVARCHAR(50)    NULL,
    ConcurrencyToken        NVARCHAR(50)    NULL,
    ConsentType             NVARCHAR(50)    NULL,
    DisplayName             {text}          NULL,
    DisplayNames            {text}          NULL,
    JsonWebKeySet           {text}          NULL,
    Permissions             {text}          NULL,
    PostLogoutRedirectUris  {text}          NULL,
    Properties              {text}          NULL,
    RedirectUris            {text}          NULL,
    Requirements            {text}          NULL,
    Settings                {text}          NULL,
    RegionCode              NVARCHAR(9)     NOT NULL,
    PreviousSecret          NVARCHAR(400)   NULL,
    PreviousSecretUntil     DATETIME2(3)    NULL,
    EndedAt                 DATETIME2(3)    NULL,
    ChangedAt               DATETIME2(3)    NOT NULL,
    ChangedBy               NVARCHAR(100)   NOT NULL,
    ChangedFrom             NVARCHAR(100)   NOT NULL,
    ChangeReason            NVARCHAR(400)   NOT NULL,
    CONSTRAINT FK_ApiClient_Region FOREIGN KEY (RegionCode) REFERENCES Region (Code)
);

CREATE UNIQUE INDEX UX_ApiClient_ClientId ON ApiClient (ClientId);

CREATE TABLE ApiAuthorization (
    Id                {identity}     NOT NULL CONSTRAINT PK_ApiAuthorization PRIMARY KEY{once},
    ApplicationId     BIGINT         NULL,
    ConcurrencyToken  NVARCHAR(50)   NULL,
    CreationDate      DATETIME2(3)   NULL,
    Properties        {text}         NULL,
    Scopes            {text}         NULL,
    Status            NVARCHAR(50)   NULL,
    Subject           NVARCHAR(400)  NULL,
    Type              NVARCHAR(50)   NULL,
    CONSTRAINT FK_ApiAuthorization_ApiClient FOREIGN KEY (ApplicationId) REFERENCES ApiClient (Id)
);

CREATE INDEX IX_ApiAuthorization_ApplicationId ON ApiAuthorization (ApplicationId);

CREATE TABLE ApiToken (
    Id                {identity}     NOT NULL CONSTRAINT PK_ApiToken PRIMARY KEY{once},
    ApplicationId     BIGINT         NULL,
    AuthorizationId   BIGINT         NULL,
    ConcurrencyToken  NVARCHAR(50)   NULL,
    CreationDate      DATETIME2(3)   NULL,
    ExpirationDate    DATETIME2(3)   NULL,
    Payload           {text}         NULL,
    Properties        {text}         NULL,
    RedemptionDate    DATETIME2(3)   NULL,
    ReferenceId       NVARCHAR(100)  NULL,
    Status            NVARCHAR(50)   NULL,
    Subject           NVARCHAR(400)  NULL,
    Type              NVARCHAR(150)  NULL,
    CONSTRAINT FK_ApiToken_ApiClient FOREIGN KEY (ApplicationId) REFERENCES ApiClient (Id),
    CONSTRAINT FK_ApiToken_ApiAuthorization FOREIGN KEY (AuthorizationId) REFERENCES ApiAuthorization (Id)
);

CREATE INDEX IX_ApiToken_ApplicationId ON ApiToken (ApplicationId);
CREATE INDEX IX_ApiToken_AuthorizationId ON ApiToken (AuthorizationId);
CREATE UNIQUE INDEX UX_ApiToken_ReferenceId ON ApiToken (ReferenceId) WHERE ReferenceId IS NOT NULL;

-- What has been filed through the API, by the name the client gave its request: sent again it is answered by the same receipt.
CREATE TABLE ApiFiling (
    ClientKey       BIGINT         NOT NULL,
    IdempotencyKey  NVARCHAR(100)  NOT NULL,
    RequestSha256   NVARCHAR(64)   NOT NULL,
    VersionId       BIGINT         NOT NULL,
    FiledAt         DATETIME2(3)   NOT NULL,
    CONSTRAINT PK_ApiFiling PRIMARY KEY (ClientKey, IdempotencyKey),
    CONSTRAINT FK_ApiFiling_ApiClient FOREIGN KEY (ClientKey) REFERENCES ApiClient (Id)
);
