-- How the enterprises' states moved from the year before, kept in the transaction that changes either year. SQL Server has a view of this name.
-- A state is the colour (1 to 4), 0 without one, 5 written off; 6 where there was no duty the year before.

CREATE TABLE ColourMovement (
    Year          INTEGER  NOT NULL,
    TownshipCode  TEXT     NOT NULL,
    Scale         INTEGER  NOT NULL,
    StateBefore   INTEGER  NOT NULL,
    StateAfter    INTEGER  NOT NULL,
    Enterprises   INTEGER  NOT NULL
);

CREATE UNIQUE INDEX UX_ColourMovement ON ColourMovement (Year, TownshipCode, Scale, StateBefore, StateAfter);

INSERT INTO ColourMovement (Year, TownshipCode, Scale, StateBefore, StateAfter, Enterprises)
SELECT d.Year, d.TownshipCode, d.Scale, CASE WHEN p.Id IS NULL THEN 6 WHEN p.Status = 5 THEN 5 ELSE COALESCE(p.Colour, 0) END,
    CASE WHEN d.Status = 5 THEN 5 ELSE COALESCE(d.Colour, 0) END, COUNT(*)
FROM Declaration d
LEFT JOIN Declaration p ON p.EnterpriseId = d.EnterpriseId AND p.Year = d.Year - 1
GROUP BY 1, 2, 3, 4, 5;

-- Each change counts for its own year, and for the next one, which it is the year before of.
CREATE TRIGGER Declaration_MovementAdded AFTER INSERT ON Declaration
BEGIN
    INSERT INTO ColourMovement (Year, TownshipCode, Scale, StateBefore, StateAfter, Enterprises)
    SELECT NEW.Year, NEW.TownshipCode, NEW.Scale,
        COALESCE((SELECT CASE WHEN p.Status = 5 THEN 5 ELSE COALESCE(p.Colour, 0) END FROM Declaration p WHERE p.EnterpriseId = NEW.EnterpriseId AND p.Year = NEW.Year - 1), 6),
        CASE WHEN NEW.Status = 5 THEN 5 ELSE COALESCE(NEW.Colour, 0) END, 1
    UNION ALL
    SELECT n.Year, n.TownshipCode, n.Scale, 6, CASE WHEN n.Status = 5 THEN 5 ELSE COALESCE(n.Colour, 0) END, -1
    FROM Declaration n WHERE n.EnterpriseId = NEW.EnterpriseId AND n.Year = NEW.Year + 1
    UNION ALL
    SELECT n.Year, n.TownshipCode, n.Scale, CASE WHEN NEW.Status = 5 THEN 5 ELSE COALESCE(NEW.Colour, 0) END, CASE WHEN n.Status = 5 THEN 5 ELSE COALESCE(n.Colour, 0) END, 1
    FROM Declaration n WHERE n.EnterpriseId = NEW.EnterpriseId AND n.Year = NEW.Year + 1
    ON CONFLICT (Year, TownshipCode, Scale, StateBefore, StateAfter) DO UPDATE SET Enterprises = Enterprises + excluded.Enterprises;
END;

CREATE TRIGGER Declaration_MovementRemoved AFTER DELETE ON Declaration
BEGIN
    INSERT INTO ColourMovement (Year, TownshipCode, Scale, StateBefore, StateAfter, Enterprises)
    SELECT OLD.Year, OLD.TownshipCode, OLD.Scale,
        COALESCE((SELECT CASE WHEN p.Status = 5 THEN 5 ELSE COALESCE(p.Colour, 0) END FROM Declaration p WHERE p.EnterpriseId = OLD.EnterpriseId AND p.Year = OLD.Year - 1), 6),
        CASE WHEN OLD.Status = 5 THEN 5 ELSE COALESCE(OLD.Colour, 0) END, -1
    UNION ALL
    SELECT n.Year, n.TownshipCode, n.Scale, CASE WHEN OLD.Status = 5 THEN 5 ELSE COALESCE(OLD.Colour, 0) END, CASE WHEN n.Status = 5 THEN 5 ELSE COALESCE(n.Colour, 0) END, -1
    FROM Declaration n WHERE n.EnterpriseId = OLD.EnterpriseId AND n.Year = OLD.Year + 1
    UNION ALL
    SELECT n.Year, n.TownshipCode, n.Scale, 6, CASE WHEN n.Status = 5 THEN 5 ELSE COALESCE(n.Colour, 0) END, 1
    FROM Declaration n WHERE n.EnterpriseId = OLD.EnterpriseId AND n.Year = OLD.Year + 1
    ON CONFLICT (Year, TownshipCode, Scale, StateBefore, StateAfter) DO UPDATE SET Enterprises = Enterprises + excluded.Enterprises;
END;

CREATE TRIGGER Declaration_MovementChanged AFTER UPDATE OF TownshipCode, Scale, Status, Colour ON Declaration
WHEN OLD.TownshipCode <> NEW.TownshipCode OR OLD.Scale <> NEW.Scale
    OR CASE WHEN OLD.Status = 5 THEN 5 ELSE COALESCE(OLD.Colour, 0) END <> CASE WHEN NEW.Status = 5 THEN 5 ELSE COALESCE(NEW.Colour, 0) END
BEGIN
    INSERT INTO ColourMovement (Year, TownshipCode, Scale, StateBefore, StateAfter, Enterprises)
    SELECT OLD.Year, OLD.TownshipCode, OLD.Scale,
        COALESCE((SELECT CASE WHEN p.Status = 5 THEN 5 ELSE COALESCE(p.Colour, 0) END FROM Declaration p WHERE p.EnterpriseId = OLD.EnterpriseId AND p.Year = OLD.Year - 1), 6),
        CASE WHEN OLD.Status = 5 THEN 5 ELSE COALESCE(OLD.Colour, 0) END, -1
    UNION ALL
    SELECT NEW.Year, NEW.TownshipCode, NEW.Scale,
        COALESCE((SELECT CASE WHEN p.Status = 5 THEN 5 ELSE COALESCE(p.Colour, 0) END FROM Declaration p WHERE p.EnterpriseId = NEW.EnterpriseId AND p.Year = NEW.Year - 1), 6),
        CASE WHEN NEW.Status = 5 THEN 5 ELSE COALESCE(NEW.Colour, 0) END, 1
    UNION ALL
    SELECT n.Year, n.TownshipCode, n.Scale, CASE WHEN OLD.Status = 5 THEN 5 ELSE COALESCE(OLD.Colour, 0) END, CASE WHEN n.Status = 5 THEN 5 ELSE COALESCE(n.Colour, 0) END, -1
    FROM Declaration n WHERE n.EnterpriseId = OLD.EnterpriseId AND n.Year = OLD.Year + 1
    UNION ALL
    SELECT n.Year, n.TownshipCode, n.Scale, CASE WHEN NEW.Status = 5 THEN 5 ELSE COALESCE(NEW.Colour, 0) END, CASE WHEN n.Status = 5 THEN 5 ELSE COALESCE(n.Colour, 0) END, 1
    FROM Declaration n WHERE n.EnterpriseId = NEW.EnterpriseId AND n.Year = NEW.Year + 1
    ON CONFLICT (Year, TownshipCode, Scale, StateBefore, StateAfter) DO UPDATE SET Enterprises = Enterprises + excluded.Enterprises;
END;

-- The sums of the special sheets' answers, read by the database itself from what is stored.
ALTER TABLE Enterprise ADD COLUMN DustPeople INTEGER GENERATED ALWAYS AS (CAST(json_extract(Sheets, '$.ByKey.DustShift') AS INTEGER)) VIRTUAL;
ALTER TABLE Enterprise ADD COLUMN AmmoniaPeople INTEGER GENERATED ALWAYS AS (CAST(json_extract(Sheets, '$.ByKey.AmmoniaShift') AS INTEGER)) VIRTUAL;
ALTER TABLE Enterprise ADD COLUMN LadleCranes INTEGER GENERATED ALWAYS AS (CAST(json_extract(Sheets, '$.ByKey.LadleCranes') AS INTEGER)) VIRTUAL;
ALTER TABLE Enterprise ADD COLUMN CastingSystems INTEGER GENERATED ALWAYS AS (CAST(json_extract(Sheets, '$.ByKey.CastingSystems') AS INTEGER)) VIRTUAL;
ALTER TABLE Enterprise ADD COLUMN ConfinedSpaces INTEGER GENERATED ALWAYS AS (CAST(json_extract(Sheets, '$.ByKey.ConfinedSpaces') AS INTEGER)) VIRTUAL;
ALTER TABLE Enterprise ADD COLUMN SprayPlaces INTEGER GENERATED ALWAYS AS (CAST(json_extract(Sheets, '$.ByKey.SprayPlaces') AS INTEGER)) VIRTUAL;
ALTER TABLE Enterprise ADD COLUMN WastewaterPlants INTEGER GENERATED ALWAYS AS (CAST(json_extract(Sheets, '$.ByKey.WastewaterPlants') AS INTEGER)) VIRTUAL;
ALTER TABLE Enterprise ADD COLUMN BatteryPeople INTEGER GENERATED ALWAYS AS (CAST(json_extract(Sheets, '$.ByKey.BatteryShift') AS INTEGER)) VIRTUAL;
CREATE INDEX IX_Enterprise_Figures ON Enterprise (TownshipCode, Scale, DivisionCode, DustPeople, AmmoniaPeople, LadleCranes, CastingSystems, ConfinedSpaces,
    SprayPlaces, WastewaterPlants, BatteryPeople) WHERE Sheets IS NOT NULL;
