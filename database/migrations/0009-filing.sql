-- The whole form: the rest of the basics, the special sheets, replacements of an accepted report, and who prepared and who committed.

ALTER TABLE Enterprise ADD SpecialWorkers INT NULL;
ALTER TABLE Enterprise ADD StaffLastYear INT NULL;
ALTER TABLE Enterprise ADD JoinedLastYear INT NULL;
ALTER TABLE Enterprise ADD LeftLastYear INT NULL;
ALTER TABLE Enterprise ADD UsableArea DECIMAL(18,4) NULL;
ALTER TABLE Enterprise ADD AuxiliaryArea DECIMAL(18,4) NULL;
ALTER TABLE Enterprise ADD StructureArea DECIMAL(18,4) NULL;
ALTER TABLE Enterprise ADD Wastewater BIT NULL;
ALTER TABLE Enterprise ADD LithiumBattery BIT NULL;

-- The answers of the special sheets, by the key of the field.
ALTER TABLE Enterprise ADD Sheets {text} NULL;

-- Who filled it in, on which way it was committed, and the reasons given for what looks implausible.
ALTER TABLE Declaration ADD PreparedBy NVARCHAR(100) NULL;
ALTER TABLE Declaration ADD CommittedVia INT NULL;
ALTER TABLE Declaration ADD Confirmations {text} NULL;

-- A change (3) of an accepted report, or a write-off (5), on its way: being filled in (1), submitted (2) or returned (3). What has been
-- accepted stays in the other columns until the replacement is accepted. Pending: the filing, or why it is to be written off.
ALTER TABLE Declaration ADD PendingType INT NULL;
ALTER TABLE Declaration ADD PendingStatus INT NULL;
ALTER TABLE Declaration ADD PendingColour INT NULL;
ALTER TABLE Declaration ADD PendingAt DATETIME2(3) NULL;
ALTER TABLE Declaration ADD Pending {text} NULL;

-- Which version was accepted.
ALTER TABLE Declaration ADD AcceptedVersion INT NULL;

GO

UPDATE Declaration
SET AcceptedVersion = (SELECT MAX(v.Number) FROM DeclarationVersion v WHERE v.DeclarationId = Declaration.Id)
WHERE Status = 4;

CREATE INDEX IX_Declaration_Pending ON Declaration (TownshipCode, PendingAt) WHERE PendingStatus = 2;

-- A link by which a responsible person commits without an account: once, before a moment, for the very draft it was made for.
CREATE TABLE CommitLink (
    TokenHash      NVARCHAR(64)   NOT NULL CONSTRAINT PK_CommitLink PRIMARY KEY,
    DeclarationId  BIGINT         NOT NULL,
    DraftVersion   INT            NOT NULL,
    ExpiresAt      DATETIME2(3)   NOT NULL,
    UsedAt         DATETIME2(3)   NULL,
    ChangedAt      DATETIME2(3)   NOT NULL,
    ChangedBy      NVARCHAR(100)  NOT NULL,
    ChangedFrom    NVARCHAR(100)  NOT NULL,
    ChangeReason   NVARCHAR(400)  NOT NULL,
    CONSTRAINT FK_CommitLink_Declaration FOREIGN KEY (DeclarationId) REFERENCES Declaration (Id)
);

CREATE INDEX IX_CommitLink_DeclarationId ON CommitLink (DeclarationId);

-- The box around a county-level unit: coordinates outside it are asked about, never refused.
CREATE TABLE RegionBox (
    RegionCode     NVARCHAR(9)    NOT NULL,
    West           DECIMAL(9,6)   NOT NULL,
    South          DECIMAL(9,6)   NOT NULL,
    East           DECIMAL(9,6)   NOT NULL,
    North          DECIMAL(9,6)   NOT NULL,
    Source         NVARCHAR(100)  NOT NULL,
    EffectiveFrom  DATE           NOT NULL,
    CONSTRAINT PK_RegionBox PRIMARY KEY (RegionCode, EffectiveFrom),
    CONSTRAINT FK_RegionBox_Region FOREIGN KEY (RegionCode) REFERENCES Region (Code)
);
