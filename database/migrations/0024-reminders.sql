-- Reminders: what an enterprise was told of a report, the mail that carried it, and the words.

-- The days on which reminders were looked for. AfterId: the enterprise up to which they are; Since: the day looked at before, so that
-- a step that fell on a day without a running program is taken later.
CREATE TABLE ReminderRun (
    OnDay       DATE          NOT NULL CONSTRAINT PK_ReminderRun PRIMARY KEY,
    Since       DATE          NOT NULL,
    AfterId     BIGINT        NOT NULL,
    FinishedAt  DATETIME2(3)  NULL
);

-- Kind: 1 the last day comes near, 2 overdue, 3 returned and not filed again, 4 asked for by the township. No keys to enterprise and report:
-- the record outlives one that leaves the roll.
CREATE TABLE Reminder (
    Id             {identity}     NOT NULL CONSTRAINT PK_Reminder PRIMARY KEY,
    EnterpriseId   BIGINT         NOT NULL,
    DeclarationId  BIGINT         NOT NULL,
    Year           INT            NOT NULL,
    TownshipCode   NVARCHAR(9)    NOT NULL,
    Kind           INT            NOT NULL,
    DueOn          DATE           NOT NULL,
    OnDay          DATE           NOT NULL,
    Subject        NVARCHAR(400)  NOT NULL,
    Body           {text}         NOT NULL,
    CreatedAt      DATETIME2(3)   NOT NULL,
    CreatedBy      NVARCHAR(100)  NOT NULL,
    CreatedFrom    NVARCHAR(100)  NOT NULL,
    CONSTRAINT CK_Reminder_Kind CHECK (Kind BETWEEN 1 AND 4)
);

CREATE UNIQUE INDEX UX_Reminder_Once ON Reminder (DeclarationId, OnDay, Kind);
CREATE INDEX IX_Reminder_OnDay ON Reminder (OnDay, TownshipCode, Kind);

-- One message to one person on one day. Round: 1 what the calendar says, 2 what townships ask for. Status: 0 waits, 1 is being sent, 2 sent,
-- 3 refused for good, 4 given up.
CREATE TABLE ReminderMail (
    Id           {identity}     NOT NULL CONSTRAINT PK_ReminderMail PRIMARY KEY,
    AccountId    BIGINT         NOT NULL,
    Address      NVARCHAR(256)  NOT NULL,
    OnDay        DATE           NOT NULL,
    Round        INT            NOT NULL,
    Reminders    INT            NOT NULL,
    Subject      NVARCHAR(400)  NOT NULL,
    Body         {text}         NOT NULL,
    Status       INT            NOT NULL,
    Attempts     INT            NOT NULL DEFAULT 0,
    ClaimNumber  INT            NOT NULL DEFAULT 0,
    NextTryAt    DATETIME2(3)   NOT NULL,
    EndedAt      DATETIME2(3)   NULL,
    CreatedAt    DATETIME2(3)   NOT NULL,
    CONSTRAINT FK_ReminderMail_Account FOREIGN KEY (AccountId) REFERENCES Account (Id),
    CONSTRAINT CK_ReminderMail_Status CHECK (Status BETWEEN 0 AND 4)
);

CREATE UNIQUE INDEX UX_ReminderMail_Once ON ReminderMail (AccountId, OnDay, Round);
CREATE INDEX IX_ReminderMail_Status ON ReminderMail (Status, NextTryAt, Id);

-- Who is to be written to, and with which message it was.
CREATE TABLE ReminderReceiver (
    ReminderId  BIGINT  NOT NULL,
    AccountId   BIGINT  NOT NULL,
    MailId      BIGINT  NULL,
    CONSTRAINT PK_ReminderReceiver PRIMARY KEY (ReminderId, AccountId),
    CONSTRAINT FK_ReminderReceiver_Reminder FOREIGN KEY (ReminderId) REFERENCES Reminder (Id),
    CONSTRAINT FK_ReminderReceiver_Account FOREIGN KEY (AccountId) REFERENCES Account (Id),
    CONSTRAINT FK_ReminderReceiver_Mail FOREIGN KEY (MailId) REFERENCES ReminderMail (Id)
);

CREATE INDEX IX_ReminderReceiver_Waiting ON ReminderReceiver (AccountId, ReminderId) WHERE MailId IS NULL;

-- Every wording of a kind of reminder; the last one counts, and without one those of the program do.
CREATE TABLE ReminderTemplate (
    Kind          INT            NOT NULL,
    Version       INT            NOT NULL,
    Subject       NVARCHAR(400)  NOT NULL,
    Body          {text}         NOT NULL,
    ChangedAt     DATETIME2(3)   NOT NULL,
    ChangedBy     NVARCHAR(100)  NOT NULL,
    ChangedFrom   NVARCHAR(100)  NOT NULL,
    ChangeReason  NVARCHAR(400)  NOT NULL,
    CONSTRAINT PK_ReminderTemplate PRIMARY KEY (Kind, Version)
);

-- Enterprises have an inbox too: a notice for one of them carries its number.
ALTER TABLE Notice ADD EnterpriseId BIGINT NULL;

GO

CREATE INDEX IX_Notice_EnterpriseId ON Notice (EnterpriseId, Id) WHERE EnterpriseId IS NOT NULL;

-- What is owed, enterprise by enterprise.
CREATE INDEX IX_Declaration_Owed ON Declaration (EnterpriseId, Year) WHERE Status IN (0, 1, 3);
