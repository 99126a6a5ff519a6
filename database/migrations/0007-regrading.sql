-- Grading what is stored under other rules: as a simulation, which changes nothing, or for good. A run is a job whose queue
-- is this table; it carries its rules with it, since a draft may be edited meanwhile.

CREATE TABLE RegradingRun (
    Id                {identity}     NOT NULL CONSTRAINT PK_RegradingRun PRIMARY KEY,
    Kind              INT            NOT NULL,
    RuleSet           NVARCHAR(40)   NOT NULL,
    Definition        {text}         NOT NULL,
    RegionCode        NVARCHAR(9)    NOT NULL,
    RegionFrom        NVARCHAR(9)    NOT NULL,
    YearFrom          INT            NOT NULL,
    YearTo            INT            NOT NULL,
    Status            INT            NOT NULL,
    Attempts          INT            NOT NULL DEFAULT 0,
    HeartbeatAt       DATETIME2(3)   NULL,
    EnterprisesTotal  INT            NOT NULL DEFAULT 0,
    EnterprisesDone   INT            NOT NULL DEFAULT 0,
    ItemsDone         INT            NOT NULL DEFAULT 0,
    LastId            BIGINT         NOT NULL DEFAULT 0,
    Message           NVARCHAR(600)  NULL,
    FinishedAt        DATETIME2(3)   NULL,
    CreatedAt         DATETIME2(3)   NOT NULL,
    CreatedBy         NVARCHAR(100)  NOT NULL,
    CreatedFrom       NVARCHAR(100)  NOT NULL,
    CreateReason      NVARCHAR(400)  NOT NULL,
    CONSTRAINT FK_RegradingRun_Region FOREIGN KEY (RegionCode) REFERENCES Region (Code),
    CONSTRAINT CK_RegradingRun_Kind CHECK (Kind BETWEEN 1 AND 2),
    CONSTRAINT CK_RegradingRun_Status CHECK (Status BETWEEN 0 AND 4)
);

CREATE INDEX IX_RegradingRun_Status ON RegradingRun (Status, Id);
CREATE INDEX IX_RegradingRun_RegionFrom ON RegradingRun (RegionFrom, Id);

-- A rule set is applied once.
CREATE UNIQUE INDEX UX_RegradingRun_Application ON RegradingRun (RuleSet) WHERE Kind = 2;

-- After 0: cannot be graded under these rules.
CREATE TABLE RegradingCount (
    RunId        BIGINT        NOT NULL,
    CountyCode   NVARCHAR(6)   NOT NULL,
    ColourFrom   INT           NOT NULL,
    ColourTo     INT           NOT NULL,
    Enterprises  INT           NOT NULL,
    CONSTRAINT PK_RegradingCount PRIMARY KEY (RunId, CountyCode, ColourFrom, ColourTo),
    CONSTRAINT FK_RegradingCount_RegradingRun FOREIGN KEY (RunId) REFERENCES RegradingRun (Id)
);

-- Every report whose colour differs or that cannot be graded; Position is the item that decides, nothing where it is a rule
-- about the enterprise as a whole. RuleSetFrom is what it had been graded by, Version the report that this is about.
CREATE TABLE RegradingChange (
    RunId          BIGINT        NOT NULL,
    DeclarationId  BIGINT        NOT NULL,
    ColourFrom     INT           NOT NULL,
    ColourTo       INT           NOT NULL,
    Position       INT           NULL,
    RuleSetFrom    NVARCHAR(40)  NOT NULL,
    Version        INT           NOT NULL,
    CONSTRAINT PK_RegradingChange PRIMARY KEY (RunId, DeclarationId),
    CONSTRAINT FK_RegradingChange_RegradingRun FOREIGN KEY (RunId) REFERENCES RegradingRun (Id),
    CONSTRAINT FK_RegradingChange_Declaration FOREIGN KEY (DeclarationId) REFERENCES Declaration (Id)
);

-- Grading again reads only what decides: a fifth of the table.
CREATE INDEX IX_RiskItem_Assessment ON RiskItem (DeclarationId, Position, Method, L, E, C, S, M, CatalogueCode);
