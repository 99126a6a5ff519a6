-- What is put away is found by its age; a delivery by the reminders it carried.
CREATE INDEX IX_Notice_CreatedAt ON Notice (CreatedAt, Id);
CREATE INDEX IX_ReminderReceiver_Mail ON ReminderReceiver (MailId);
CREATE INDEX IX_ReminderMail_OnDay ON ReminderMail (OnDay, Id);

-- Changes that were returned, enterprise by enterprise; few.
CREATE INDEX IX_Declaration_ChangeReturned ON Declaration (EnterpriseId, Year) WHERE PendingStatus = 3;
