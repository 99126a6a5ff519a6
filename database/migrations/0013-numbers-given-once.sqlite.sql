-- A number is given once, as IDENTITY does on SQL Server: a receipt number, or a page left open, must never come to mean another report.
-- Without AUTOINCREMENT, SQLite gives the number of the last row to the next one when that row is deleted, as an undone import does.
-- Rows are stored the same either way, so no table is copied: only the texts by which SQLite knows them change.

-- makes the table in which SQLite keeps the numbers, and lets every open connection read the schema anew
CREATE TABLE NumberGivenOnce (Id INTEGER PRIMARY KEY AUTOINCREMENT);
DROP TABLE NumberGivenOnce;

-- imports undone before this took at most that many numbers with them
INSERT INTO sqlite_sequence (name, seq) SELECT 'Enterprise', COALESCE(MAX(Id), 0) + (SELECT COUNT(*) FROM ImportOutcome WHERE Undone = 1) FROM Enterprise;
INSERT INTO sqlite_sequence (name, seq) SELECT 'Declaration', COALESCE(MAX(Id), 0) + (SELECT COUNT(*) FROM ImportOutcome WHERE Undone = 1) FROM Declaration;
INSERT INTO sqlite_sequence (name, seq) SELECT 'DeclarationVersion', COALESCE(MAX(Id), 0) + (SELECT COUNT(*) FROM ImportOutcome WHERE Undone = 1) FROM DeclarationVersion;

PRAGMA writable_schema = ON;

UPDATE sqlite_master
SET sql = REPLACE(sql, 'CONSTRAINT PK_' || name || ' PRIMARY KEY,', 'CONSTRAINT PK_' || name || ' PRIMARY KEY AUTOINCREMENT,')
WHERE type = 'table' AND name IN ('Enterprise', 'Declaration', 'DeclarationVersion', 'DeclarationEvent', 'RegradingRun');

PRAGMA writable_schema = RESET;
