-- What the roster and the home page count, kept in the transaction that changes it. SQL Server has an indexed view of this name.

DROP VIEW IF EXISTS TownshipSummary;

CREATE TABLE TownshipSummary (
    Year          INTEGER  NOT NULL,
    TownshipCode  TEXT     NOT NULL,
    Status        INTEGER  NOT NULL,
    Colour        INTEGER  NULL,
    Scale         INTEGER  NOT NULL,
    Type          INTEGER  NULL,
    DivisionCode  TEXT     NOT NULL,
    Enterprises   INTEGER  NOT NULL,
    RedItems      INTEGER  NOT NULL,
    OrangeItems   INTEGER  NOT NULL,
    YellowItems   INTEGER  NOT NULL,
    BlueItems     INTEGER  NOT NULL
);

CREATE UNIQUE INDEX UX_TownshipSummary ON TownshipSummary (Year, TownshipCode, Status, COALESCE(Colour, 0), Scale, COALESCE(Type, 0), DivisionCode);

INSERT INTO TownshipSummary (Year, TownshipCode, Status, Colour, Scale, Type, DivisionCode, Enterprises, RedItems, OrangeItems, YellowItems, BlueItems)
SELECT Year, TownshipCode, Status, Colour, Scale, Type, DivisionCode, COUNT(*), SUM(RedItems), SUM(OrangeItems), SUM(YellowItems), SUM(BlueItems)
FROM Declaration
GROUP BY Year, TownshipCode, Status, Colour, Scale, Type, DivisionCode;

CREATE TRIGGER Declaration_Added AFTER INSERT ON Declaration
BEGIN
    INSERT INTO TownshipSummary (Year, TownshipCode, Status, Colour, Scale, Type, DivisionCode, Enterprises, RedItems, OrangeItems, YellowItems, BlueItems)
    VALUES (NEW.Year, NEW.TownshipCode, NEW.Status, NEW.Colour, NEW.Scale, NEW.Type, NEW.DivisionCode, 1, NEW.RedItems, NEW.OrangeItems, NEW.YellowItems, NEW.BlueItems)
    ON CONFLICT (Year, TownshipCode, Status, COALESCE(Colour, 0), Scale, COALESCE(Type, 0), DivisionCode) DO UPDATE
    SET Enterprises = Enterprises + 1, RedItems = RedItems + excluded.RedItems, OrangeItems = OrangeItems + excluded.OrangeItems,
        YellowItems = YellowItems + excluded.YellowItems, BlueItems = BlueItems + excluded.BlueItems;
END;

CREATE TRIGGER Declaration_Removed AFTER DELETE ON Declaration
BEGIN
    UPDATE TownshipSummary
    SET Enterprises = Enterprises - 1, RedItems = RedItems - OLD.RedItems, OrangeItems = OrangeItems - OLD.OrangeItems,
        YellowItems = YellowItems - OLD.YellowItems, BlueItems = BlueItems - OLD.BlueItems
    WHERE Year = OLD.Year AND TownshipCode = OLD.TownshipCode AND Status = OLD.Status AND COALESCE(Colour, 0) = COALESCE(OLD.Colour, 0)
      AND Scale = OLD.Scale AND COALESCE(Type, 0) = COALESCE(OLD.Type, 0) AND DivisionCode = OLD.DivisionCode;
END;

CREATE TRIGGER Declaration_Changed AFTER UPDATE OF TownshipCode, Status, Colour, Scale, Type, DivisionCode, RedItems, OrangeItems, YellowItems, BlueItems ON Declaration
WHEN OLD.TownshipCode <> NEW.TownshipCode OR OLD.Status <> NEW.Status OR OLD.Colour IS NOT NEW.Colour OR OLD.Scale <> NEW.Scale OR OLD.Type IS NOT NEW.Type
    OR OLD.DivisionCode <> NEW.DivisionCode OR OLD.RedItems <> NEW.RedItems OR OLD.OrangeItems <> NEW.OrangeItems OR OLD.YellowItems <> NEW.YellowItems
    OR OLD.BlueItems <> NEW.BlueItems
BEGIN
    UPDATE TownshipSummary
    SET Enterprises = Enterprises - 1, RedItems = RedItems - OLD.RedItems, OrangeItems = OrangeItems - OLD.OrangeItems,
        YellowItems = YellowItems - OLD.YellowItems, BlueItems = BlueItems - OLD.BlueItems
    WHERE Year = OLD.Year AND TownshipCode = OLD.TownshipCode AND Status = OLD.Status AND COALESCE(Colour, 0) = COALESCE(OLD.Colour, 0)
      AND Scale = OLD.Scale AND COALESCE(Type, 0) = COALESCE(OLD.Type, 0) AND DivisionCode = OLD.DivisionCode;
    INSERT INTO TownshipSummary (Year, TownshipCode, Status, Colour, Scale, Type, DivisionCode, Enterprises, RedItems, OrangeItems, YellowItems, BlueItems)
    VALUES (NEW.Year, NEW.TownshipCode, NEW.Status, NEW.Colour, NEW.Scale, NEW.Type, NEW.DivisionCode, 1, NEW.RedItems, NEW.OrangeItems, NEW.YellowItems, NEW.BlueItems)
    ON CONFLICT (Year, TownshipCode, Status, COALESCE(Colour, 0), Scale, COALESCE(Type, 0), DivisionCode) DO UPDATE
    SET Enterprises = Enterprises + 1, RedItems = RedItems + excluded.RedItems, OrangeItems = OrangeItems + excluded.OrangeItems,
        YellowItems = YellowItems + excluded.YellowItems, BlueItems = BlueItems + excluded.BlueItems;
END;
