-- Rule sets get a life: draft, alternative, decided. Editions of the catalogue, code lists with the dates they hold,
-- and what the rules about an enterprise as a whole ask for.

-- EffectiveFrom is the last day there is for a set that is not decided.
ALTER TABLE RuleSet ADD Status INT NOT NULL DEFAULT 2;
ALTER TABLE RuleSet ADD RegradeFromYear INT NULL;
ALTER TABLE RuleSet ADD Version INT NOT NULL DEFAULT 0;
ALTER TABLE RuleSet ADD ChangedAt DATETIME2(3) NOT NULL DEFAULT '2021-02-01 00:00:00';
ALTER TABLE RuleSet ADD ChangedBy NVARCHAR(100) NOT NULL DEFAULT '';
ALTER TABLE RuleSet ADD ChangedFrom NVARCHAR(100) NOT NULL DEFAULT '';
ALTER TABLE RuleSet ADD ChangeReason NVARCHAR(400) NOT NULL DEFAULT '';
GO

-- The shipped set is written again in the new form, from the program, where this leaves nothing; its rules stay the same.
UPDATE RuleSet SET Definition = '';

-- What was done to a rule set, by whom and why, with the rules as they then were. A draft may be deleted, hence no key to it.
CREATE TABLE RuleSetEvent (
    Id               {identity}     NOT NULL CONSTRAINT PK_RuleSetEvent PRIMARY KEY,
    RuleSet          NVARCHAR(40)   NOT NULL,
    At               DATETIME2(3)   NOT NULL,
    Deed             INT            NOT NULL,
    EffectiveFrom    DATE           NULL,
    RegradeFromYear  INT            NULL,
    Definition       {text}         NOT NULL,
    ChangedBy        NVARCHAR(100)  NOT NULL,
    ChangedFrom      NVARCHAR(100)  NOT NULL,
    ChangeReason     NVARCHAR(400)  NOT NULL
);

CREATE INDEX IX_RuleSetEvent_RuleSet ON RuleSetEvent (RuleSet, Id);

CREATE TABLE CatalogueEdition (
    Edition        NVARCHAR(40)   NOT NULL CONSTRAINT PK_CatalogueEdition PRIMARY KEY,
    EffectiveFrom  DATE           NOT NULL,
    IsSample       BIT            NOT NULL,
    FileName       NVARCHAR(200)  NULL,
    FileSha256     NVARCHAR(64)   NULL,
    ChangedAt      DATETIME2(3)   NOT NULL,
    ChangedBy      NVARCHAR(100)  NOT NULL,
    ChangedFrom    NVARCHAR(100)  NOT NULL,
    ChangeReason   NVARCHAR(400)  NOT NULL
);

-- two editions, or two sets that are decided, cannot begin on one day
CREATE UNIQUE INDEX UX_CatalogueEdition_EffectiveFrom ON CatalogueEdition (EffectiveFrom);
CREATE UNIQUE INDEX UX_RuleSet_Decided ON RuleSet (EffectiveFrom) WHERE Status = 2;

INSERT INTO CatalogueEdition (Edition, EffectiveFrom, IsSample, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
SELECT Edition, MIN(EffectiveFrom), 1, '2021-02-01 00:00:00', '', '', ''
FROM CatalogueItem
GROUP BY Edition;

ALTER TABLE Region ADD ValidFrom DATE NULL;
ALTER TABLE Region ADD ValidTo DATE NULL;
ALTER TABLE Industry ADD ValidFrom DATE NULL;
ALTER TABLE Industry ADD ValidTo DATE NULL;

CREATE TABLE RegionAlias (
    Alias  NVARCHAR(40)  NOT NULL CONSTRAINT PK_RegionAlias PRIMARY KEY,
    Code   NVARCHAR(9)   NOT NULL,
    CONSTRAINT FK_RegionAlias_Region FOREIGN KEY (Code) REFERENCES Region (Code)
);

CREATE TABLE AccidentTypeSuccessor (
    FromEdition  NVARCHAR(20)  NOT NULL,
    FromName     NVARCHAR(40)  NOT NULL,
    ToEdition    NVARCHAR(20)  NOT NULL,
    ToName       NVARCHAR(40)  NOT NULL,
    CONSTRAINT PK_AccidentTypeSuccessor PRIMARY KEY (FromEdition, FromName, ToEdition, ToName)
);

CREATE TABLE SizeClass (
    Name           NVARCHAR(10)   NOT NULL,
    EmployeesFrom  INT            NOT NULL,
    RevenueFrom    DECIMAL(18,4)  NOT NULL,
    EffectiveFrom  DATE           NOT NULL,
    CONSTRAINT PK_SizeClass PRIMARY KEY (EffectiveFrom, Name)
);

CREATE TABLE SpecialSheet (
    Code           NVARCHAR(40)   NOT NULL,
    Name           NVARCHAR(40)   NOT NULL,
    Industries     NVARCHAR(400)  NOT NULL,
    Source         NVARCHAR(200)  NOT NULL,
    EffectiveFrom  DATE           NOT NULL,
    CONSTRAINT PK_SpecialSheet PRIMARY KEY (Code, EffectiveFrom)
);

ALTER TABLE Enterprise ADD HazardPlacePeople INT NULL;
ALTER TABLE Enterprise ADD MajorHazard BIT NULL;
ALTER TABLE Enterprise ADD SeriousViolation BIT NULL;
ALTER TABLE Enterprise ADD AccidentConditions BIT NULL;

-- With the catalogue it was graded by and the conditions it was filed with, a report can be graded again for ever.
ALTER TABLE Declaration ADD CatalogueEdition NVARCHAR(40) NULL;
ALTER TABLE Declaration ADD HazardPlacePeople INT NULL;
ALTER TABLE Declaration ADD MajorHazard BIT NULL;
ALTER TABLE Declaration ADD SeriousViolation BIT NULL;
ALTER TABLE Declaration ADD AccidentConditions BIT NULL;
GO

UPDATE Declaration SET CatalogueEdition = (SELECT MIN(Edition) FROM CatalogueEdition) WHERE RuleSet IS NOT NULL;

-- What the methods without factors were assessed by: a unit's substances, a diagnosis.
ALTER TABLE RiskItem ADD Details {text} NULL;

ALTER TABLE ImportOutcome ADD Reasons {text} NULL;

-- 管理评价: a second figure of an enterprise and year, which no colour is made of.
CREATE TABLE ManagementRating (
    EnterpriseId  BIGINT         NOT NULL,
    Year          INT            NOT NULL,
    Score         DECIMAL(9,2)   NOT NULL,
    Rating        INT            NOT NULL,
    RuleSet       NVARCHAR(40)   NOT NULL,
    Version       INT            NOT NULL,
    ChangedAt     DATETIME2(3)   NOT NULL,
    ChangedBy     NVARCHAR(100)  NOT NULL,
    ChangedFrom   NVARCHAR(100)  NOT NULL,
    ChangeReason  NVARCHAR(400)  NOT NULL,
    CONSTRAINT PK_ManagementRating PRIMARY KEY (EnterpriseId, Year),
    CONSTRAINT FK_ManagementRating_Enterprise FOREIGN KEY (EnterpriseId) REFERENCES Enterprise (Id),
    CONSTRAINT FK_ManagementRating_RuleSet FOREIGN KEY (RuleSet) REFERENCES RuleSet (Name),
    CONSTRAINT CK_ManagementRating_Rating CHECK (Rating BETWEEN 1 AND 4)
);
