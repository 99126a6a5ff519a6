-- Where clients are told that there is something new in the feed. Status: 1 in use, 2 paused after too many failures, 3 ended. Secrets are
-- sealed with a key that is not in the database. ToldTo: the change up to which the client has been told. One message waits at a time: the one with
-- MessageId, of the change MessageNumber. ClaimNumber grows with every taking, and nobody else takes it until ClaimedUntil.
CREATE TABLE Webhook (
    Id                   {identity}     NOT NULL CONSTRAINT PK_Webhook PRIMARY KEY,
    ClientKey            BIGINT         NOT NULL,
    Url                  NVARCHAR(500)  NOT NULL,
    Secret               NVARCHAR(600)  NOT NULL,
    PreviousSecret       NVARCHAR(600)  NULL,
    PreviousSecretUntil  DATETIME2(3)   NULL,
    Status               INT            NOT NULL,
    ToldTo               BIGINT         NOT NULL,
    MessageId            NVARCHAR(40)   NULL,
    MessageNumber        BIGINT         NULL,
    MessageAt            DATETIME2(3)   NULL,
    Attempts             INT            NOT NULL DEFAULT 0,
    NextTryAt            DATETIME2(3)   NOT NULL,
    ClaimNumber          INT            NOT NULL DEFAULT 0,
    ClaimedUntil         DATETIME2(3)   NULL,
    ChangedAt            DATETIME2(3)   NOT NULL,
    ChangedBy            NVARCHAR(100)  NOT NULL,
    ChangedFrom          NVARCHAR(100)  NOT NULL,
    ChangeReason         NVARCHAR(400)  NOT NULL,
    CONSTRAINT FK_Webhook_ApiClient FOREIGN KEY (ClientKey) REFERENCES ApiClient (Id),
    CONSTRAINT CK_Webhook_Status CHECK (Status BETWEEN 1 AND 3)
);

CREATE UNIQUE INDEX UX_Webhook_ClientKey_Url ON Webhook (ClientKey, Url) WHERE Status <> 3;

-- Every call that was made. StatusCode: what was answered; NULL where nothing was.
CREATE TABLE WebhookDelivery (
    Id            {identity}    NOT NULL CONSTRAINT PK_WebhookDelivery PRIMARY KEY{once},
    WebhookId     BIGINT        NOT NULL,
    MessageId     NVARCHAR(40)  NOT NULL,
    IsTest        BIT           NOT NULL,
    Attempt       INT           NOT NULL,
    At            DATETIME2(3)  NOT NULL,
    Outcome       INT           NOT NULL,
    StatusCode    INT           NULL,
    Milliseconds  INT           NOT NULL,
    CONSTRAINT FK_WebhookDelivery_Webhook FOREIGN KEY (WebhookId) REFERENCES Webhook (Id)
);

CREATE INDEX IX_WebhookDelivery_WebhookId ON WebhookDelivery (WebhookId, Id);
CREATE INDEX IX_WebhookDelivery_At ON WebhookDelivery (At);
