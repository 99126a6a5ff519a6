-- An entry is written once. Whoever drops these is found by the chain of hashes.

CREATE TRIGGER AuditEntry_NotChanged BEFORE UPDATE ON AuditEntry
BEGIN
    SELECT RAISE(ABORT, 'an audit entry never changes');
END;

CREATE TRIGGER AuditEntry_NotDeleted BEFORE DELETE ON AuditEntry
BEGIN
    SELECT RAISE(ABORT, 'an audit entry is never deleted');
END;
