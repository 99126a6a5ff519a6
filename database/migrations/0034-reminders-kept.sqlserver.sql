-- A fifth kind of reminder: returned, and the day that was set comes near.
ALTER TABLE Reminder DROP CONSTRAINT CK_Reminder_Kind;
ALTER TABLE Reminder ADD CONSTRAINT CK_Reminder_Kind CHECK (Kind BETWEEN 1 AND 5);
