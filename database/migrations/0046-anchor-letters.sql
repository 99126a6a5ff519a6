-- Up to which anchor all have been sent by mail, and whether some could not be.
ALTER TABLE AuditCheck ADD AnchorsSentTo DATETIME2(3) NULL;
GO
ALTER TABLE AuditCheck ADD IsAnchorUnsent BIT NOT NULL DEFAULT 0;
