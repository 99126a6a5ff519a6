-- The role 7, whoever decides about rights. SQLite cannot change a CHECK; as in 0013, only the text by which it knows the table changes.

-- lets every open connection read the schema anew
CREATE TABLE SecurityRole (Id INTEGER PRIMARY KEY);
DROP TABLE SecurityRole;

PRAGMA writable_schema = ON;

UPDATE sqlite_master
SET sql = REPLACE(sql, 'CHECK (Role BETWEEN 1 AND 6)', 'CHECK (Role BETWEEN 1 AND 7)')
WHERE type = 'table' AND name = 'Account';

PRAGMA writable_schema = RESET;
