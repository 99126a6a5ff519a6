-- Which instance walks along the audit trail, and until when the others leave it to it.
CREATE TABLE AuditWalk (
    Id            INT            NOT NULL CONSTRAINT PK_AuditWalk PRIMARY KEY,
    ClaimedBy     NVARCHAR(100)  NULL,
    ClaimedAt     DATETIME2(3)   NULL,
    ClaimedUntil  DATETIME2(3)   NULL
);

GO

INSERT INTO AuditWalk (Id) SELECT 1;
