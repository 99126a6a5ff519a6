-- Who somebody is at the external service. Issuer and subject are kept as one hash: a subject may be a number of an identity card, and a
-- collation would take two subjects for one that differ in case alone. IsOwn: the person linked it, not somebody who looks after the account.
CREATE TABLE ExternalIdentity (
    AccountId       BIGINT         NOT NULL CONSTRAINT PK_ExternalIdentity PRIMARY KEY,
    IdentitySha256  NVARCHAR(64)   NOT NULL,
    IsOwn           BIT            NOT NULL,
    ChangedAt       DATETIME2(3)   NOT NULL,
    ChangedBy       NVARCHAR(100)  NOT NULL,
    ChangedFrom     NVARCHAR(100)  NOT NULL,
    ChangeReason    NVARCHAR(400)  NOT NULL,
    CONSTRAINT FK_ExternalIdentity_Account FOREIGN KEY (AccountId) REFERENCES Account (Id)
);

CREATE UNIQUE INDEX UX_ExternalIdentity_IdentitySha256 ON ExternalIdentity (IdentitySha256);
