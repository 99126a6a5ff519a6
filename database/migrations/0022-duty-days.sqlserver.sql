-- What the roster, the home page and the board count, kept in the transaction that changes it. SQLite has tables of these names, filled by triggers.

DROP VIEW TownshipSummary;

UPDATE Declaration
SET OwedSince = DATEFROMPARTS(Year, 1, 1),
    FiledOn = CASE WHEN Status IN (2, 3, 4, 5) THEN CAST(DATEADD(HOUR, 8, SubmittedAt) AS DATE) ELSE NULL END;

GO

CREATE VIEW dbo.TownshipSummary WITH SCHEMABINDING AS
SELECT Year, TownshipCode, Status, Colour, Scale, Type, DivisionCode, OwedSince, COUNT_BIG(*) AS Enterprises,
    SUM(RedItems) AS RedItems, SUM(OrangeItems) AS OrangeItems, SUM(YellowItems) AS YellowItems, SUM(BlueItems) AS BlueItems
FROM dbo.Declaration
GROUP BY Year, TownshipCode, Status, Colour, Scale, Type, DivisionCode, OwedSince;

GO

CREATE UNIQUE CLUSTERED INDEX UX_TownshipSummary ON dbo.TownshipSummary (Year, TownshipCode, Status, Colour, Scale, Type, DivisionCode, OwedSince);

GO

-- Of what counts as filed: how many were filed on which day.
CREATE VIEW dbo.DailyFiling WITH SCHEMABINDING AS
SELECT Year, TownshipCode, FiledOn, Scale, OwedSince, COUNT_BIG(*) AS Enterprises
FROM dbo.Declaration
WHERE Status IN (2, 4) AND FiledOn IS NOT NULL
GROUP BY Year, TownshipCode, FiledOn, Scale, OwedSince;

GO

CREATE UNIQUE CLUSTERED INDEX UX_DailyFiling ON dbo.DailyFiling (Year, TownshipCode, FiledOn, Scale, OwedSince);
