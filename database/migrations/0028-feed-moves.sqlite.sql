-- The feed tells who leaves a township and who comes. SQLite cannot change a CHECK; as in 0013, only the text by which it knows the table changes.

-- lets every open connection read the schema anew
CREATE TABLE FeedMoves (Id INTEGER PRIMARY KEY);
DROP TABLE FeedMoves;

PRAGMA writable_schema = ON;

UPDATE sqlite_master
SET sql = REPLACE(sql, 'CHECK (Kind BETWEEN 1 AND 15)', 'CHECK (Kind BETWEEN 1 AND 17)')
WHERE type = 'table' AND name = 'ReportChange';

PRAGMA writable_schema = RESET;
