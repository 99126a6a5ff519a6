-- What the nightly walk along the versions of reports found; VersionFaultId is the first one that is not what was filed.
ALTER TABLE AuditCheck ADD Versions BIGINT NULL;
ALTER TABLE AuditCheck ADD VersionFaults BIGINT NULL;
ALTER TABLE AuditCheck ADD VersionFaultId BIGINT NULL;
