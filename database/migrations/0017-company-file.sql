-- Who looked at the telephone number of an enterprise, and why. No key to the enterprise: the record outlives one that leaves the roll.
CREATE TABLE PhoneShown (
    Id            {identity}     NOT NULL CONSTRAINT PK_PhoneShown PRIMARY KEY,
    EnterpriseId  BIGINT         NOT NULL,
    AccountId     BIGINT         NOT NULL,
    ShownAt       DATETIME2(3)   NOT NULL,
    ShownBy       NVARCHAR(100)  NOT NULL,
    ShownFrom     NVARCHAR(100)  NOT NULL,
    ShowReason    NVARCHAR(400)  NOT NULL,
    CONSTRAINT FK_PhoneShown_Account FOREIGN KEY (AccountId) REFERENCES Account (Id)
);

CREATE INDEX IX_PhoneShown_EnterpriseId ON PhoneShown (EnterpriseId, Id);

-- Which imports had an enterprise in them.
CREATE INDEX IX_ImportOutcome_CreditCode ON ImportOutcome (CreditCode, ImportId);
