-- The sums of the special sheets' answers were read from the JSON of every row by every question. They are stored now, and stand in an index
-- behind place, scale and industry, as on SQLite, whose index is filtered by what HasSheets says here. It also finds enterprises by their township.

ALTER TABLE dbo.Enterprise DROP COLUMN DustPeople, AmmoniaPeople, LadleCranes, CastingSystems, ConfinedSpaces, SprayPlaces, WastewaterPlants, BatteryPeople;

GO

ALTER TABLE dbo.Enterprise ADD
    HasSheets AS CASE WHEN Sheets IS NULL THEN 0 ELSE 1 END PERSISTED,
    DustPeople AS TRY_CAST(JSON_VALUE(Sheets, '$.ByKey.DustShift') AS INT) PERSISTED,
    AmmoniaPeople AS TRY_CAST(JSON_VALUE(Sheets, '$.ByKey.AmmoniaShift') AS INT) PERSISTED,
    LadleCranes AS TRY_CAST(JSON_VALUE(Sheets, '$.ByKey.LadleCranes') AS INT) PERSISTED,
    CastingSystems AS TRY_CAST(JSON_VALUE(Sheets, '$.ByKey.CastingSystems') AS INT) PERSISTED,
    ConfinedSpaces AS TRY_CAST(JSON_VALUE(Sheets, '$.ByKey.ConfinedSpaces') AS INT) PERSISTED,
    SprayPlaces AS TRY_CAST(JSON_VALUE(Sheets, '$.ByKey.SprayPlaces') AS INT) PERSISTED,
    WastewaterPlants AS TRY_CAST(JSON_VALUE(Sheets, '$.ByKey.WastewaterPlants') AS INT) PERSISTED,
    BatteryPeople AS TRY_CAST(JSON_VALUE(Sheets, '$.ByKey.BatteryShift') AS INT) PERSISTED;

GO

CREATE INDEX IX_Enterprise_Figures ON dbo.Enterprise (TownshipCode, Scale, DivisionCode, HasSheets, DustPeople, AmmoniaPeople, LadleCranes, CastingSystems, ConfinedSpaces,
    SprayPlaces, WastewaterPlants, BatteryPeople);
