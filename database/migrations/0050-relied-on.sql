-- Whether another system was given the receipt of a version.
CREATE INDEX IX_ApiFiling_VersionId ON ApiFiling (VersionId);
