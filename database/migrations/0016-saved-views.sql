-- What an office keeps of its rosters: views with a name, the files that are made of them in the background, and its inbox.
-- An office is the accounts of one role (OfficeRole) in one region.

-- Query: the filter as an address, read again with the scope of whoever opens it. Every: 1 day, 2 week (Day 1 is Monday), 3 month
-- (Day 31 is the last one). NextRunAt is empty where nothing is made; ScheduleStopped says why where it once was. A view that is
-- removed keeps its row, for who and when.
CREATE TABLE SavedView (
    Id               {identity}     NOT NULL CONSTRAINT PK_SavedView PRIMARY KEY{once},
    Name             NVARCHAR(60)   NOT NULL,
    Query            {text}         NOT NULL,
    IsShared         BIT            NOT NULL,
    OwnerId          BIGINT         NOT NULL,
    OwnerName        NVARCHAR(100)  NOT NULL,
    OfficeRole       INT            NOT NULL,
    RegionCode       NVARCHAR(9)    NOT NULL,
    Every            INT            NULL,
    Day              INT            NULL,
    Hour             INT            NULL,
    Format           NVARCHAR(10)   NULL,
    NextRunAt        DATETIME2(3)   NULL,
    ScheduleStopped  NVARCHAR(200)  NULL,
    RemovedAt        DATETIME2(3)   NULL,
    ChangedAt        DATETIME2(3)   NOT NULL,
    ChangedBy        NVARCHAR(100)  NOT NULL,
    ChangedFrom      NVARCHAR(100)  NOT NULL,
    ChangeReason     NVARCHAR(400)  NOT NULL,
    CONSTRAINT FK_SavedView_Account FOREIGN KEY (OwnerId) REFERENCES Account (Id),
    CONSTRAINT FK_SavedView_Region FOREIGN KEY (RegionCode) REFERENCES Region (Code),
    CONSTRAINT CK_SavedView_OfficeRole CHECK (OfficeRole BETWEEN 1 AND 6),
    CONSTRAINT CK_SavedView_Schedule CHECK (NextRunAt IS NULL OR (Every BETWEEN 1 AND 3 AND Day BETWEEN 1 AND 31 AND Hour BETWEEN 0 AND 23 AND Format IS NOT NULL))
);

CREATE UNIQUE INDEX UX_SavedView_OwnerId_Name ON SavedView (OwnerId, Name) WHERE IsShared = 0 AND RemovedAt IS NULL;
CREATE UNIQUE INDEX UX_SavedView_Office_Name ON SavedView (OfficeRole, RegionCode, Name) WHERE IsShared = 1 AND RemovedAt IS NULL;
CREATE INDEX IX_SavedView_NextRunAt ON SavedView (NextRunAt) WHERE NextRunAt IS NOT NULL;

-- A roster that is made in the background: a queue, and the record of what was made. Status: 0 queued, 1 running, 2 made, 3 failed,
-- 4 cancelled. ClaimNumber only ever rises, so that a worker taken for dead finds that it has lost the job. FileName is the name
-- on disk; ViewId and DueAt say for which date of which view.
CREATE TABLE RosterJob (
    Id             {identity}     NOT NULL CONSTRAINT PK_RosterJob PRIMARY KEY{once},
    Format         NVARCHAR(10)   NOT NULL,
    Query          {text}         NOT NULL,
    Title          NVARCHAR(200)  NOT NULL,
    Words          {text}         NOT NULL,
    OwnerId        BIGINT         NOT NULL,
    OfficeRole     INT            NOT NULL,
    RegionCode     NVARCHAR(9)    NOT NULL,
    IsShared       BIT            NOT NULL,
    ViewId         BIGINT         NULL,
    DueAt          DATETIME2(3)   NULL,
    Status         INT            NOT NULL,
    Attempts       INT            NOT NULL DEFAULT 0,
    ClaimNumber    INT            NOT NULL DEFAULT 0,
    HeartbeatAt    DATETIME2(3)   NULL,
    StartedAt      DATETIME2(3)   NULL,
    RowsTotal      BIGINT         NULL,
    RowsDone       BIGINT         NOT NULL DEFAULT 0,
    FileName       NVARCHAR(60)   NULL,
    FileBytes      BIGINT         NULL,
    Message        NVARCHAR(600)  NULL,
    FinishedAt     DATETIME2(3)   NULL,
    ExpiresAt      DATETIME2(3)   NULL,
    CancelledBy    NVARCHAR(100)  NULL,
    CancelledFrom  NVARCHAR(100)  NULL,
    CreatedAt      DATETIME2(3)   NOT NULL,
    CreatedBy      NVARCHAR(100)  NOT NULL,
    CreatedFrom    NVARCHAR(100)  NOT NULL,
    CreateReason   NVARCHAR(400)  NOT NULL,
    CONSTRAINT FK_RosterJob_Account FOREIGN KEY (OwnerId) REFERENCES Account (Id),
    CONSTRAINT FK_RosterJob_SavedView FOREIGN KEY (ViewId) REFERENCES SavedView (Id),
    CONSTRAINT CK_RosterJob_Status CHECK (Status BETWEEN 0 AND 4),
    CONSTRAINT CK_RosterJob_Made CHECK (Status <> 2 OR (FileName IS NOT NULL AND ExpiresAt IS NOT NULL))
);

CREATE INDEX IX_RosterJob_Status ON RosterJob (Status, Id);
CREATE INDEX IX_RosterJob_Office ON RosterJob (OfficeRole, RegionCode, Id);
CREATE UNIQUE INDEX UX_RosterJob_ViewId_DueAt ON RosterJob (ViewId, DueAt) WHERE ViewId IS NOT NULL;

-- Who took a file that was made.
CREATE TABLE RosterDownload (
    Id         {identity}     NOT NULL CONSTRAINT PK_RosterDownload PRIMARY KEY,
    JobId      BIGINT         NOT NULL,
    At         DATETIME2(3)   NOT NULL,
    TakenBy    NVARCHAR(100)  NOT NULL,
    TakenFrom  NVARCHAR(100)  NOT NULL,
    CONSTRAINT FK_RosterDownload_RosterJob FOREIGN KEY (JobId) REFERENCES RosterJob (Id)
);

CREATE INDEX IX_RosterDownload_JobId ON RosterDownload (JobId, Id);

-- What is told to a person (AccountId), or to everyone of an office where that is empty. Role and region stand there in both cases:
-- who has moved on is not told what was meant for the place it left.
CREATE TABLE Notice (
    Id          {identity}     NOT NULL CONSTRAINT PK_Notice PRIMARY KEY{once},
    Kind        INT            NOT NULL,
    OfficeRole  INT            NOT NULL,
    RegionCode  NVARCHAR(9)    NOT NULL,
    AccountId   BIGINT         NULL,
    Title       NVARCHAR(200)  NOT NULL,
    Body        {text}         NOT NULL,
    Link        NVARCHAR(200)  NOT NULL,
    JobId       BIGINT         NULL,
    CreatedAt   DATETIME2(3)   NOT NULL,
    CreatedBy   NVARCHAR(100)  NOT NULL,
    CONSTRAINT FK_Notice_Account FOREIGN KEY (AccountId) REFERENCES Account (Id),
    CONSTRAINT FK_Notice_RosterJob FOREIGN KEY (JobId) REFERENCES RosterJob (Id)
);

CREATE INDEX IX_Notice_Office ON Notice (OfficeRole, RegionCode, Id, AccountId);

CREATE TABLE NoticeRead (
    NoticeId   BIGINT        NOT NULL,
    AccountId  BIGINT        NOT NULL,
    ReadAt     DATETIME2(3)  NOT NULL,
    CONSTRAINT PK_NoticeRead PRIMARY KEY (NoticeId, AccountId),
    CONSTRAINT FK_NoticeRead_Notice FOREIGN KEY (NoticeId) REFERENCES Notice (Id),
    CONSTRAINT FK_NoticeRead_Account FOREIGN KEY (AccountId) REFERENCES Account (Id)
);
