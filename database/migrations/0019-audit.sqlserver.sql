-- An entry is written once. Beyond this trigger the program's own login should be denied what it never needs:
-- DENY UPDATE, DELETE, ALTER ON AuditEntry TO riskreport; TRUNCATE TABLE asks for ALTER. Migrations then run as another login.

CREATE TRIGGER AuditEntry_AppendOnly ON AuditEntry INSTEAD OF UPDATE, DELETE
AS
THROW 51000, 'an audit entry never changes', 1;
