-- The phases of the yearly reporting, which an office keeps; every deed leaves the phase as it then was, in words.

DROP TABLE ReportingPhase;

-- Industries, Regions: codes with a blank between them; empty for all. ShippedAs: the key of a phase that came with the program, which is
-- added once and belongs to the office from then on. A phase that is withdrawn keeps its row.
CREATE TABLE CampaignPhase (
    Id             {identity}     NOT NULL CONSTRAINT PK_CampaignPhase PRIMARY KEY,
    Year           INT            NOT NULL,
    Name           NVARCHAR(60)   NOT NULL,
    Scale          INT            NULL,
    Industries     NVARCHAR(400)  NOT NULL,
    Regions        NVARCHAR(800)  NOT NULL,
    BeginsOn       DATE           NOT NULL,
    LawDueOn       DATE           NULL,
    CampaignDueOn  DATE           NULL,
    ShippedAs      NVARCHAR(20)   NULL,
    Version        INT            NOT NULL,
    WithdrawnAt    DATETIME2(3)   NULL,
    ChangedAt      DATETIME2(3)   NOT NULL,
    ChangedBy      NVARCHAR(100)  NOT NULL,
    ChangedFrom    NVARCHAR(100)  NOT NULL,
    ChangeReason   NVARCHAR(400)  NOT NULL,
    CONSTRAINT CK_CampaignPhase_Scale CHECK (Scale IN (1, 2)),
    CONSTRAINT CK_CampaignPhase_Due CHECK (LawDueOn IS NOT NULL OR CampaignDueOn IS NOT NULL)
);

CREATE UNIQUE INDEX UX_CampaignPhase_Year_Name ON CampaignPhase (Year, Name) WHERE WithdrawnAt IS NULL;
CREATE UNIQUE INDEX UX_CampaignPhase_ShippedAs ON CampaignPhase (ShippedAs) WHERE ShippedAs IS NOT NULL;

-- Deed: 1 added, 2 changed, 3 withdrawn.
CREATE TABLE CampaignPhaseEvent (
    Id            {identity}     NOT NULL CONSTRAINT PK_CampaignPhaseEvent PRIMARY KEY,
    PhaseId       BIGINT         NOT NULL,
    At            DATETIME2(3)   NOT NULL,
    Deed          INT            NOT NULL,
    Words         {text}         NOT NULL,
    ChangedBy     NVARCHAR(100)  NOT NULL,
    ChangedFrom   NVARCHAR(100)  NOT NULL,
    ChangeReason  NVARCHAR(400)  NOT NULL,
    CONSTRAINT FK_CampaignPhaseEvent_CampaignPhase FOREIGN KEY (PhaseId) REFERENCES CampaignPhase (Id)
);

CREATE INDEX IX_CampaignPhaseEvent_PhaseId ON CampaignPhaseEvent (PhaseId, Id);

-- Since when the report is owed: who came onto the roll after a deadline is not measured by it. And the day (China's calendar) on which
-- it was filed, or filed again after it was returned; a change of an accepted report leaves it.
ALTER TABLE Declaration ADD OwedSince DATE NOT NULL DEFAULT '2021-02-01';
ALTER TABLE Declaration ADD FiledOn DATE NULL;

