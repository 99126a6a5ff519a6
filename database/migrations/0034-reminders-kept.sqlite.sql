-- A fifth kind of reminder: returned, and the day that was set comes near. What is deleted after its time gives its number to nothing else.
-- Rows are stored the same either way, so no table is copied: only the texts by which SQLite knows them change (as in 0013).
INSERT INTO sqlite_sequence (name, seq) SELECT 'Reminder', COALESCE(MAX(Id), 0) FROM Reminder;
INSERT INTO sqlite_sequence (name, seq) SELECT 'ReminderMail', COALESCE(MAX(Id), 0) FROM ReminderMail;

PRAGMA writable_schema = ON;

UPDATE sqlite_master
SET sql = REPLACE(REPLACE(sql, 'CONSTRAINT PK_' || name || ' PRIMARY KEY,', 'CONSTRAINT PK_' || name || ' PRIMARY KEY AUTOINCREMENT,'), 'Kind BETWEEN 1 AND 4', 'Kind BETWEEN 1 AND 5')
WHERE type = 'table' AND name IN ('Reminder', 'ReminderMail');

PRAGMA writable_schema = RESET;
