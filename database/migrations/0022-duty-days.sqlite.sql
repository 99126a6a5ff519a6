-- What the roster, the home page and the board count, kept in the transaction that changes it. SQL Server has indexed views of these names.

DROP TRIGGER Declaration_Added;
DROP TRIGGER Declaration_Removed;
DROP TRIGGER Declaration_Changed;
DROP TABLE TownshipSummary;

-- as the program writes days
UPDATE Declaration
SET OwedSince = Year || '-01-01 00:00:00',
    FiledOn = CASE WHEN Status IN (2, 3, 4, 5) THEN strftime('%Y-%m-%d 00:00:00', SubmittedAt, '+8 hours') ELSE NULL END;

CREATE TABLE TownshipSummary (
    Year          INTEGER  NOT NULL,
    TownshipCode  TEXT     NOT NULL,
    Status        INTEGER  NOT NULL,
    Colour        INTEGER  NULL,
    Scale         INTEGER  NOT NULL,
    Type          INTEGER  NULL,
    DivisionCode  TEXT     NOT NULL,
    OwedSince     TEXT     NOT NULL,
    Enterprises   INTEGER  NOT NULL,
    RedItems      INTEGER  NOT NULL,
    OrangeItems   INTEGER  NOT NULL,
    YellowItems   INTEGER  NOT NULL,
    BlueItems     INTEGER  NOT NULL
);

CREATE UNIQUE INDEX UX_TownshipSummary ON TownshipSummary (Year, TownshipCode, Status, COALESCE(Colour, 0), Scale, COALESCE(Type, 0), DivisionCode, OwedSince);

INSERT INTO TownshipSummary (Year, TownshipCode, Status, Colour, Scale, Type, DivisionCode, OwedSince, Enterprises, RedItems, OrangeItems, YellowItems, BlueItems)
SELECT Year, TownshipCode, Status, Colour, Scale, Type, DivisionCode, OwedSince, COUNT(*), SUM(RedItems), SUM(OrangeItems), SUM(YellowItems), SUM(BlueItems)
FROM Declaration
GROUP BY Year, TownshipCode, Status, Colour, Scale, Type, DivisionCode, OwedSince;

CREATE TRIGGER Declaration_Added AFTER INSERT ON Declaration
BEGIN
    INSERT INTO TownshipSummary (Year, TownshipCode, Status, Colour, Scale, Type, DivisionCode, OwedSince, Enterprises, RedItems, OrangeItems, YellowItems, BlueItems)
    VALUES (NEW.Year, NEW.TownshipCode, NEW.Status, NEW.Colour, NEW.Scale, NEW.Type, NEW.DivisionCode, NEW.OwedSince, 1,
        NEW.RedItems, NEW.OrangeItems, NEW.YellowItems, NEW.BlueItems)
    ON CONFLICT (Year, TownshipCode, Status, COALESCE(Colour, 0), Scale, COALESCE(Type, 0), DivisionCode, OwedSince) DO UPDATE
    SET Enterprises = Enterprises + 1, RedItems = RedItems + excluded.RedItems, OrangeItems = OrangeItems + excluded.OrangeItems,
        YellowItems = YellowItems + excluded.YellowItems, BlueItems = BlueItems + excluded.BlueItems;
END;

CREATE TRIGGER Declaration_Removed AFTER DELETE ON Declaration
BEGIN
    UPDATE TownshipSummary
    SET Enterprises = Enterprises - 1, RedItems = RedItems - OLD.RedItems, OrangeItems = OrangeItems - OLD.OrangeItems,
        YellowItems = YellowItems - OLD.YellowItems, BlueItems = BlueItems - OLD.BlueItems
    WHERE Year = OLD.Year AND TownshipCode = OLD.TownshipCode AND Status = OLD.Status AND COALESCE(Colour, 0) = COALESCE(OLD.Colour, 0)
      AND Scale = OLD.Scale AND COALESCE(Type, 0) = COALESCE(OLD.Type, 0) AND DivisionCode = OLD.DivisionCode AND OwedSince = OLD.OwedSince;
END;

CREATE TRIGGER Declaration_Changed
AFTER UPDATE OF TownshipCode, Status, Colour, Scale, Type, DivisionCode, OwedSince, RedItems, OrangeItems, YellowItems, BlueItems ON Declaration
WHEN OLD.TownshipCode <> NEW.TownshipCode OR OLD.Status <> NEW.Status OR OLD.Colour IS NOT NEW.Colour OR OLD.Scale <> NEW.Scale OR OLD.Type IS NOT NEW.Type
    OR OLD.DivisionCode <> NEW.DivisionCode OR OLD.OwedSince <> NEW.OwedSince OR OLD.RedItems <> NEW.RedItems OR OLD.OrangeItems <> NEW.OrangeItems
    OR OLD.YellowItems <> NEW.YellowItems OR OLD.BlueItems <> NEW.BlueItems
BEGIN
    UPDATE TownshipSummary
    SET Enterprises = Enterprises - 1, RedItems = RedItems - OLD.RedItems, OrangeItems = OrangeItems - OLD.OrangeItems,
        YellowItems = YellowItems - OLD.YellowItems, BlueItems = BlueItems - OLD.BlueItems
    WHERE Year = OLD.Year AND TownshipCode = OLD.TownshipCode AND Status = OLD.Status AND COALESCE(Colour, 0) = COALESCE(OLD.Colour, 0)
      AND Scale = OLD.Scale AND COALESCE(Type, 0) = COALESCE(OLD.Type, 0) AND DivisionCode = OLD.DivisionCode AND OwedSince = OLD.OwedSince;
    INSERT INTO TownshipSummary (Year, TownshipCode, Status, Colour, Scale, Type, DivisionCode, OwedSince, Enterprises, RedItems, OrangeItems, YellowItems, BlueItems)
    VALUES (NEW.Year, NEW.TownshipCode, NEW.Status, NEW.Colour, NEW.Scale, NEW.Type, NEW.DivisionCode, NEW.OwedSince, 1,
        NEW.RedItems, NEW.OrangeItems, NEW.YellowItems, NEW.BlueItems)
    ON CONFLICT (Year, TownshipCode, Status, COALESCE(Colour, 0), Scale, COALESCE(Type, 0), DivisionCode, OwedSince) DO UPDATE
    SET Enterprises = Enterprises + 1, RedItems = RedItems + excluded.RedItems, OrangeItems = OrangeItems + excluded.OrangeItems,
        YellowItems = YellowItems + excluded.YellowItems, BlueItems = BlueItems + excluded.BlueItems;
END;

-- Of what counts as filed: how many were filed on which day.
CREATE TABLE DailyFiling (
    Year          INTEGER  NOT NULL,
    TownshipCode  TEXT     NOT NULL,
    FiledOn       TEXT     NOT NULL,
    Scale         INTEGER  NOT NULL,
    OwedSince     TEXT     NOT NULL,
    Enterprises   INTEGER  NOT NULL,
    CONSTRAINT PK_DailyFiling PRIMARY KEY (Year, TownshipCode, FiledOn, Scale, OwedSince)
) WITHOUT ROWID;

INSERT INTO DailyFiling (Year, TownshipCode, FiledOn, Scale, OwedSince, Enterprises)
SELECT Year, TownshipCode, FiledOn, Scale, OwedSince, COUNT(*)
FROM Declaration
WHERE Status IN (2, 4) AND FiledOn IS NOT NULL
GROUP BY Year, TownshipCode, FiledOn, Scale, OwedSince;

CREATE TRIGGER Declaration_FilingAdded AFTER INSERT ON Declaration
WHEN NEW.Status IN (2, 4) AND NEW.FiledOn IS NOT NULL
BEGIN
    INSERT INTO DailyFiling (Year, TownshipCode, FiledOn, Scale, OwedSince, Enterprises)
    VALUES (NEW.Year, NEW.TownshipCode, NEW.FiledOn, NEW.Scale, NEW.OwedSince, 1)
    ON CONFLICT (Year, TownshipCode, FiledOn, Scale, OwedSince) DO UPDATE SET Enterprises = Enterprises + 1;
END;

CREATE TRIGGER Declaration_FilingRemoved AFTER DELETE ON Declaration
WHEN OLD.Status IN (2, 4) AND OLD.FiledOn IS NOT NULL
BEGIN
    UPDATE DailyFiling SET Enterprises = Enterprises - 1
    WHERE Year = OLD.Year AND TownshipCode = OLD.TownshipCode AND FiledOn = OLD.FiledOn AND Scale = OLD.Scale AND OwedSince = OLD.OwedSince;
END;

CREATE TRIGGER Declaration_FilingLeft AFTER UPDATE OF TownshipCode, Status, FiledOn, Scale, OwedSince ON Declaration
WHEN OLD.Status IN (2, 4) AND OLD.FiledOn IS NOT NULL
BEGIN
    UPDATE DailyFiling SET Enterprises = Enterprises - 1
    WHERE Year = OLD.Year AND TownshipCode = OLD.TownshipCode AND FiledOn = OLD.FiledOn AND Scale = OLD.Scale AND OwedSince = OLD.OwedSince;
END;

CREATE TRIGGER Declaration_FilingCame AFTER UPDATE OF TownshipCode, Status, FiledOn, Scale, OwedSince ON Declaration
WHEN NEW.Status IN (2, 4) AND NEW.FiledOn IS NOT NULL
BEGIN
    INSERT INTO DailyFiling (Year, TownshipCode, FiledOn, Scale, OwedSince, Enterprises)
    VALUES (NEW.Year, NEW.TownshipCode, NEW.FiledOn, NEW.Scale, NEW.OwedSince, 1)
    ON CONFLICT (Year, TownshipCode, FiledOn, Scale, OwedSince) DO UPDATE SET Enterprises = Enterprises + 1;
END;
