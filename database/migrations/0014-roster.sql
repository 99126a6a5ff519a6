-- The roster answers every filter and order from one narrow index: what it asks of the roll and of the risks is repeated on the report.
-- EnterpriseStore and FiledColumns, the only writers, keep the copies equal; a test recounts. Methods and AccidentTypes: see RiskTraits;
-- SpecialSubjects: see SpecialSubject.
ALTER TABLE Declaration ADD IndustryCode NVARCHAR(5) NOT NULL DEFAULT '';
ALTER TABLE Declaration ADD DivisionCode NVARCHAR(4) NOT NULL DEFAULT '';
ALTER TABLE Declaration ADD SpecialSubjects INT NOT NULL DEFAULT 0;
ALTER TABLE Declaration ADD Methods INT NOT NULL DEFAULT 0;
ALTER TABLE Declaration ADD AccidentTypes BIGINT NOT NULL DEFAULT 0;

GO

UPDATE Declaration
SET IndustryCode = (SELECT e.IndustryCode FROM Enterprise e WHERE e.Id = Declaration.EnterpriseId),
    DivisionCode = (SELECT e.DivisionCode FROM Enterprise e WHERE e.Id = Declaration.EnterpriseId),
    SpecialSubjects = (SELECT CASE WHEN e.CombustibleDust = 1 THEN 1 ELSE 0 END + CASE WHEN e.AmmoniaRefrigeration = 1 THEN 2 ELSE 0 END
        + CASE WHEN e.MetalSmelting = 1 THEN 4 ELSE 0 END + CASE WHEN e.DeepWellCasting = 1 THEN 8 ELSE 0 END
        + CASE WHEN e.ConfinedSpace = 1 THEN 16 ELSE 0 END + CASE WHEN e.SprayPainting = 1 THEN 32 ELSE 0 END
        + CASE WHEN e.Wastewater = 1 THEN 64 ELSE 0 END + CASE WHEN e.LithiumBattery = 1 THEN 128 ELSE 0 END
        FROM Enterprise e WHERE e.Id = Declaration.EnterpriseId);

-- not read yet: the program does it from the risks when it prepares the database
UPDATE Declaration SET Methods = -1, AccidentTypes = -1 WHERE RedItems + OrangeItems + YellowItems + BlueItems > 0;

DROP INDEX IX_Declaration_Count {on Declaration};
DROP INDEX IX_Declaration_Page {on Declaration};
CREATE INDEX IX_Declaration_Roster ON Declaration (Year, TownshipCode, EnterpriseId, Status, Colour, Scale, Type, IndustryCode, DivisionCode,
    SpecialSubjects, Methods, AccidentTypes, RedItems, OrangeItems, YellowItems, BlueItems, TopScore, SubmittedAt, ReturnDueOn, CreditCode, Name, MainRisk);
CREATE INDEX IX_Declaration_Unread ON Declaration (Id) WHERE Methods = -1;
CREATE INDEX IX_RiskItem_CatalogueCode ON RiskItem (CatalogueCode, DeclarationId) WHERE CatalogueCode IS NOT NULL;

-- By when the reports of a year are due.
CREATE TABLE ReportingPhase (
    Year    INT            NOT NULL,
    Number  INT            NOT NULL,
    Name    NVARCHAR(100)  NOT NULL,
    Scale   INT            NULL,
    DueOn   DATE           NOT NULL,
    CONSTRAINT PK_ReportingPhase PRIMARY KEY (Year, Number)
);

-- What an account has chosen to see, such as the columns of its roster.
CREATE TABLE AccountChoice (
    AccountId  BIGINT          NOT NULL,
    Name       NVARCHAR(40)    NOT NULL,
    Value      NVARCHAR(1000)  NOT NULL,
    ChangedAt  DATETIME2(3)    NOT NULL,
    CONSTRAINT PK_AccountChoice PRIMARY KEY (AccountId, Name),
    CONSTRAINT FK_AccountChoice_Account FOREIGN KEY (AccountId) REFERENCES Account (Id)
);
