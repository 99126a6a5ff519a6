-- An import is looked at first, then taken, and can be taken back: one job in up to three stages. Its files stand apart from it,
-- so that they can be given up while the record stays.

CREATE TABLE ImportFile (
    ImportId  BIGINT         NOT NULL,
    Number    INT            NOT NULL,
    Name      NVARCHAR(200)  NOT NULL,
    Sha256    NVARCHAR(64)   NOT NULL,
    Content   {blob}         NOT NULL,
    CONSTRAINT PK_ImportFile PRIMARY KEY (ImportId, Number),
    CONSTRAINT FK_ImportFile_ImportJob FOREIGN KEY (ImportId) REFERENCES ImportJob (Id)
);

GO

INSERT INTO ImportFile (ImportId, Number, Name, Sha256, Content)
SELECT j.Id, 1, j.FileName, j.FileSha256, j.Content FROM ImportJob j;

-- Stage: 1 check, 2 apply, 3 undo.
ALTER TABLE ImportJob ADD Stage INT NOT NULL DEFAULT 2;

GO

UPDATE ImportJob SET Stage = 1 WHERE DryRun = 1;

ALTER TABLE ImportJob DROP COLUMN DryRun;
ALTER TABLE ImportJob DROP COLUMN Content;

ALTER TABLE ImportJob ADD StartedAt DATETIME2(3) NULL;
ALTER TABLE ImportJob ADD RowsTotal INT NOT NULL DEFAULT 0;
ALTER TABLE ImportJob ADD RowsDone INT NOT NULL DEFAULT 0;
ALTER TABLE ImportJob ADD RowsAtStart INT NOT NULL DEFAULT 0;
ALTER TABLE ImportJob ADD CancelAskedAt DATETIME2(3) NULL;

-- All or nothing: whether everything was good when all of it was looked at, before the first was taken.
ALTER TABLE ImportJob ADD AllGood BIT NULL;

-- Why what looks implausible is taken nevertheless.
ALTER TABLE ImportJob ADD Confirmation NVARCHAR(300) NULL;
ALTER TABLE ImportJob ADD AppliedAt DATETIME2(3) NULL;
ALTER TABLE ImportJob ADD AppliedBy NVARCHAR(100) NULL;
ALTER TABLE ImportJob ADD AppliedFrom NVARCHAR(100) NULL;
ALTER TABLE ImportJob ADD UndoneAt DATETIME2(3) NULL;
ALTER TABLE ImportJob ADD UndoneBy NVARCHAR(100) NULL;
ALTER TABLE ImportJob ADD UndoneFrom NVARCHAR(100) NULL;
ALTER TABLE ImportJob ADD UndoReason NVARCHAR(300) NULL;
ALTER TABLE ImportJob ADD FilesGivenUpAt DATETIME2(3) NULL;

-- What would change or has changed; what it was before, for the way back; and how that went (1 undone, 2 kept).
ALTER TABLE ImportOutcome ADD Changes {text} NULL;
ALTER TABLE ImportOutcome ADD PriorState {text} NULL;
ALTER TABLE ImportOutcome ADD EnterpriseId BIGINT NULL;
ALTER TABLE ImportOutcome ADD VersionAfter INT NULL;
ALTER TABLE ImportOutcome ADD Undone INT NULL;
ALTER TABLE ImportOutcome ADD UndoNote NVARCHAR(200) NULL;

-- Level: 1 fault, 2 to be confirmed, 3 notice. ColumnIndex counts from zero, as the sheet has its columns.
ALTER TABLE ImportProblem ADD Level INT NOT NULL DEFAULT 1;
ALTER TABLE ImportProblem ADD ColumnIndex INT NULL;

GO

UPDATE ImportProblem SET Level = 3 WHERE Code LIKE 'UNKNOWN_COLUM%';
UPDATE ImportJob SET AppliedAt = CreatedAt, AppliedBy = CreatedBy, AppliedFrom = CreatedFrom WHERE Stage = 2;
