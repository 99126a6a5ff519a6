-- What the roster and the home page count, kept in the transaction that changes it. SQLite has a table of this name, filled by triggers.

DROP VIEW IF EXISTS TownshipSummary;

GO

CREATE VIEW dbo.TownshipSummary WITH SCHEMABINDING AS
SELECT Year, TownshipCode, Status, Colour, Scale, Type, DivisionCode, COUNT_BIG(*) AS Enterprises,
    SUM(RedItems) AS RedItems, SUM(OrangeItems) AS OrangeItems, SUM(YellowItems) AS YellowItems, SUM(BlueItems) AS BlueItems
FROM dbo.Declaration
GROUP BY Year, TownshipCode, Status, Colour, Scale, Type, DivisionCode;

GO

CREATE UNIQUE CLUSTERED INDEX UX_TownshipSummary ON dbo.TownshipSummary (Year, TownshipCode, Status, Colour, Scale, Type, DivisionCode);
