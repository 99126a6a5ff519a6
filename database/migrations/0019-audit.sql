-- The audit trail: numbered from 1 without a gap, each entry with the hash of the one before it. The head row is changed in the
-- transaction of every entry, so that numbers are given in the order of the commits and a rollback leaves none out.

CREATE TABLE AuditEntry (
    Number         {number}       NOT NULL CONSTRAINT PK_AuditEntry PRIMARY KEY,
    At             DATETIME2(3)   NOT NULL,
    Action         NVARCHAR(40)   NOT NULL,
    Result         NVARCHAR(10)   NOT NULL,
    Subject        NVARCHAR(200)  NOT NULL,
    Region         NVARCHAR(9)    NOT NULL,
    Account        NVARCHAR(100)  NOT NULL,
    Role           NVARCHAR(20)   NOT NULL,
    AccountRegion  NVARCHAR(9)    NOT NULL,
    Source         NVARCHAR(100)  NOT NULL,
    HashBefore     NVARCHAR(64)   NOT NULL,
    HashAfter      NVARCHAR(64)   NOT NULL,
    PreviousHash   NVARCHAR(64)   NOT NULL,
    Hash           NVARCHAR(64)   NOT NULL
);

CREATE INDEX IX_AuditEntry_At ON AuditEntry (At, Number);
CREATE INDEX IX_AuditEntry_Action ON AuditEntry (Action, Number);
CREATE INDEX IX_AuditEntry_Account ON AuditEntry (Account, Number);
CREATE INDEX IX_AuditEntry_Subject ON AuditEntry (Subject, Number);

CREATE TABLE AuditHead (
    Id      INT           NOT NULL CONSTRAINT PK_AuditHead PRIMARY KEY,
    Number  BIGINT        NOT NULL,
    Hash    NVARCHAR(64)  NOT NULL
);

INSERT INTO AuditHead (Id, Number, Hash) VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

-- What became of reports, in the order of the commits. TownshipNumber counts from 1 without a gap within a township, so that whoever
-- sees a part of the city sees that nothing of it is missing. Status NULL: there is no such report any more.
CREATE TABLE ReportChange (
    Number          {number}      NOT NULL CONSTRAINT PK_ReportChange PRIMARY KEY,
    TownshipCode    NVARCHAR(9)   NOT NULL,
    TownshipNumber  BIGINT        NOT NULL,
    Kind            INT           NOT NULL,
    At              DATETIME2(3)  NOT NULL,
    CreditCode      NVARCHAR(18)  NOT NULL,
    Year            INT           NOT NULL,
    Version         INT           NULL,
    Status          INT           NULL,
    Colour          INT           NULL,
    Code            NVARCHAR(20)  NULL,
    ContentSha256   NVARCHAR(64)  NULL,
    CONSTRAINT CK_ReportChange_Kind CHECK (Kind BETWEEN 1 AND 15)
);

CREATE UNIQUE INDEX UX_ReportChange_TownshipCode_TownshipNumber ON ReportChange (TownshipCode, TownshipNumber);

CREATE TABLE ReportChangeHead (
    Id      INT     NOT NULL CONSTRAINT PK_ReportChangeHead PRIMARY KEY,
    Number  BIGINT  NOT NULL
);

GO

-- Reports filed before there was a feed: each once, as it stands, in the order of their last events.
INSERT INTO ReportChange (Number, TownshipCode, TownshipNumber, Kind, At, CreditCode, Year, Version, Status, Colour, Code, ContentSha256)
SELECT ROW_NUMBER() OVER (ORDER BY e.LastId, d.Id), d.TownshipCode, ROW_NUMBER() OVER (PARTITION BY d.TownshipCode ORDER BY e.LastId, d.Id),
    CASE d.Status WHEN 2 THEN 1 WHEN 3 THEN 3 WHEN 4 THEN 4 ELSE 12 END, d.ChangedAt, d.CreditCode, d.Year, v.Number, d.Status, d.Colour, v.Code, v.ContentSha256
FROM Declaration d
LEFT JOIN (SELECT n.DeclarationId, MAX(n.Id) AS LastId FROM DeclarationEvent n GROUP BY n.DeclarationId) e ON e.DeclarationId = d.Id
LEFT JOIN DeclarationVersion v ON v.DeclarationId = d.Id AND v.Number = (SELECT MAX(m.Number) FROM DeclarationVersion m WHERE m.DeclarationId = d.Id)
WHERE d.Status IN (2, 3, 4, 5);

INSERT INTO ReportChangeHead (Id, Number) SELECT 1, COUNT(*) FROM ReportChange;

-- What the nightly walk along the audit trail found; FaultNumber is the first bad entry.
CREATE TABLE AuditCheck (
    Id           {identity}     NOT NULL CONSTRAINT PK_AuditCheck PRIMARY KEY,
    At           DATETIME2(3)   NOT NULL,
    Entries      BIGINT         NOT NULL,
    Anchors      INT            NOT NULL,
    FaultNumber  BIGINT         NULL,
    Fault        NVARCHAR(300)  NULL
);
