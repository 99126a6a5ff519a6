-- The night has looked, but the anchor that it should have signed could not be written.
ALTER TABLE AuditCheck ADD IsAnchorMissing BIT NOT NULL DEFAULT 0;
