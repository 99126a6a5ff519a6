-- An import is a job whose queue is this table; what came out of each enterprise and each bad cell stays with it.

CREATE TABLE ImportJob (
    Id                   {identity}     NOT NULL CONSTRAINT PK_ImportJob PRIMARY KEY,
    FileName             NVARCHAR(200)  NOT NULL,
    FileSha256           NVARCHAR(64)   NOT NULL,
    Content              {blob}         NOT NULL,
    RegionCode           NVARCHAR(9)    NOT NULL,
    RegionFrom           NVARCHAR(9)    NOT NULL,
    Year                 INT            NOT NULL,
    DryRun               BIT            NOT NULL,
    AllOrNothing         BIT            NOT NULL,
    Status               INT            NOT NULL,
    Attempts             INT            NOT NULL DEFAULT 0,
    HeartbeatAt          DATETIME2(3)   NULL,
    EnterprisesTotal     INT            NOT NULL DEFAULT 0,
    EnterprisesDone      INT            NOT NULL DEFAULT 0,
    RisksTotal           INT            NOT NULL DEFAULT 0,
    Message              NVARCHAR(600)  NULL,
    FinishedAt           DATETIME2(3)   NULL,
    CreatedAt            DATETIME2(3)   NOT NULL,
    CreatedBy            NVARCHAR(100)  NOT NULL,
    CreatedFrom          NVARCHAR(100)  NOT NULL,
    CONSTRAINT FK_ImportJob_Region FOREIGN KEY (RegionCode) REFERENCES Region (Code),
    CONSTRAINT CK_ImportJob_Status CHECK (Status BETWEEN 0 AND 3)
);

CREATE INDEX IX_ImportJob_Status ON ImportJob (Status, Id);
CREATE INDEX IX_ImportJob_RegionFrom ON ImportJob (RegionFrom, Id);

CREATE TABLE ImportOutcome (
    ImportId    BIGINT         NOT NULL,
    RowNumber   INT            NOT NULL,
    CreditCode  NVARCHAR(40)   NOT NULL,
    Name        NVARCHAR(200)  NOT NULL,
    Outcome     INT            NOT NULL,
    Risks       INT            NOT NULL,
    Colour      INT            NULL,
    CONSTRAINT PK_ImportOutcome PRIMARY KEY (ImportId, RowNumber),
    CONSTRAINT FK_ImportOutcome_ImportJob FOREIGN KEY (ImportId) REFERENCES ImportJob (Id)
);

CREATE TABLE ImportProblem (
    ImportId    BIGINT         NOT NULL,
    Position    INT            NOT NULL,
    Sheet       NVARCHAR(31)   NOT NULL,
    RowNumber   INT            NOT NULL,
    ColumnName  NVARCHAR(60)   NOT NULL,
    CellValue   NVARCHAR(200)  NOT NULL,
    Code        NVARCHAR(40)   NOT NULL,
    Message     NVARCHAR(600)  NOT NULL,
    CONSTRAINT PK_ImportProblem PRIMARY KEY (ImportId, Position),
    CONSTRAINT FK_ImportProblem_ImportJob FOREIGN KEY (ImportId) REFERENCES ImportJob (Id)
);
