-- How the enterprises' states moved from the year before. SQLite has a table of this name, filled by triggers; an indexed view joins no table to itself.
-- A state is the colour (1 to 4), 0 without one, 5 written off; 6 where there was no duty the year before.

CREATE VIEW dbo.ColourMovement AS
SELECT m.Year, m.TownshipCode, m.Scale, m.StateBefore, m.StateAfter, COUNT_BIG(*) AS Enterprises
FROM (
    SELECT d.Year, d.TownshipCode, d.Scale, CASE WHEN p.Id IS NULL THEN 6 WHEN p.Status = 5 THEN 5 ELSE COALESCE(p.Colour, 0) END AS StateBefore,
        CASE WHEN d.Status = 5 THEN 5 ELSE COALESCE(d.Colour, 0) END AS StateAfter
    FROM dbo.Declaration d
    LEFT JOIN dbo.Declaration p ON p.EnterpriseId = d.EnterpriseId AND p.Year = d.Year - 1
) m
GROUP BY m.Year, m.TownshipCode, m.Scale, m.StateBefore, m.StateAfter;

GO

-- The sums of the special sheets' answers, read by the database itself from what is stored.
ALTER TABLE dbo.Enterprise ADD
    DustPeople AS TRY_CAST(JSON_VALUE(Sheets, '$.ByKey.DustShift') AS INT),
    AmmoniaPeople AS TRY_CAST(JSON_VALUE(Sheets, '$.ByKey.AmmoniaShift') AS INT),
    LadleCranes AS TRY_CAST(JSON_VALUE(Sheets, '$.ByKey.LadleCranes') AS INT),
    CastingSystems AS TRY_CAST(JSON_VALUE(Sheets, '$.ByKey.CastingSystems') AS INT),
    ConfinedSpaces AS TRY_CAST(JSON_VALUE(Sheets, '$.ByKey.ConfinedSpaces') AS INT),
    SprayPlaces AS TRY_CAST(JSON_VALUE(Sheets, '$.ByKey.SprayPlaces') AS INT),
    WastewaterPlants AS TRY_CAST(JSON_VALUE(Sheets, '$.ByKey.WastewaterPlants') AS INT),
    BatteryPeople AS TRY_CAST(JSON_VALUE(Sheets, '$.ByKey.BatteryShift') AS INT);
