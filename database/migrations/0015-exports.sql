-- What an export was, whether it came to its end, and the hash of its bytes, so that a copy can be held against it.

-- Kind: 1 enterprises, 2 risks, 3 statistics, 4 changes of a regrading, 5 roll for the import; older ones do not say.
ALTER TABLE RosterExport ADD Kind INT NULL;
ALTER TABLE RosterExport ADD RegionCode NVARCHAR(9) NULL;

-- what does not fit into Filter
ALTER TABLE RosterExport ADD FilterRest {text} NULL;

-- before this, numbers left whole
ALTER TABLE RosterExport ADD PhonesShown BIT NOT NULL DEFAULT 1;
ALTER TABLE RosterExport ADD PhonesReason NVARCHAR(400) NULL;

-- RowsMade is set with these at the end; ended without rows is broken off
ALTER TABLE RosterExport ADD EndedAt DATETIME2(3) NULL;
ALTER TABLE RosterExport ADD Sha256 NVARCHAR(64) NULL;
ALTER TABLE RosterExport ADD Bytes BIGINT NULL;
