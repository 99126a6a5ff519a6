-- What an undone import leaves behind: its receipts are on paper already, and whoever checks one is told that it was withdrawn.

-- No key to the version: of an enterprise that left the roll there is none any more.
CREATE TABLE WithdrawnReceipt (
    Code             NVARCHAR(20)   NOT NULL CONSTRAINT PK_WithdrawnReceipt PRIMARY KEY,
    VersionId        BIGINT         NOT NULL,
    Number           INT            NOT NULL,
    Year             INT            NOT NULL,
    ContentSha256    NVARCHAR(64)   NOT NULL,
    FiledAt          DATETIME2(3)   NOT NULL,
    WithdrawnAt      DATETIME2(3)   NOT NULL,
    WithdrawnBy      NVARCHAR(100)  NOT NULL,
    WithdrawnFrom    NVARCHAR(100)  NOT NULL,
    WithdrawReason   NVARCHAR(400)  NOT NULL
);

-- Attempts only ever grows, since whatever a worker writes names its attempt. These no longer count when it is asked whether the
-- workbook breaks off too often: those before somebody decided anew, and those that ended because the program was stopped in order.
ALTER TABLE ImportJob ADD AttemptsBefore INT NOT NULL DEFAULT 0;
