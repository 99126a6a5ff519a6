-- One-time codes that are sent by mail, and changes to be reminded of.

-- Kind: 1 confirms an address, 2 opens the page that sets a new password. One of a kind to an account: a new one replaces it. Address is
-- where it was sent; the stamp says that nothing of the account has changed since. Of the code only the hash is kept.
CREATE TABLE MailedCode (
    AccountId      BIGINT         NOT NULL,
    Kind           INT            NOT NULL,
    CodeSha256     NVARCHAR(64)   NOT NULL,
    Address        NVARCHAR(256)  NOT NULL,
    SecurityStamp  NVARCHAR(100)  NOT NULL,
    ExpiresAt      DATETIME2(3)   NOT NULL,
    CONSTRAINT PK_MailedCode PRIMARY KEY (AccountId, Kind),
    CONSTRAINT FK_MailedCode_Account FOREIGN KEY (AccountId) REFERENCES Account (Id),
    CONSTRAINT CK_MailedCode_Kind CHECK (Kind BETWEEN 1 AND 2)
);

CREATE UNIQUE INDEX UX_MailedCode_CodeSha256 ON MailedCode (CodeSha256);

-- Changes of an accepted report that were returned, enterprise by enterprise.
CREATE INDEX IX_Declaration_ReturnedChange ON Declaration (EnterpriseId, Year) WHERE PendingStatus = 3;
