-- The square kilometre in which a report's enterprise stands (see MapCell), repeated on the report like the roster's other columns:
-- the map counts a whole city along one index, cell by cell and without sorting.
ALTER TABLE Declaration ADD CellX INT NULL;
ALTER TABLE Declaration ADD CellY INT NULL;

GO

UPDATE Declaration
SET CellX = (SELECT CAST(ROUND(e.Longitude * 1000000, 0) AS BIGINT) / 10500 FROM Enterprise e WHERE e.Id = Declaration.EnterpriseId AND e.Latitude IS NOT NULL),
    CellY = (SELECT CAST(ROUND(e.Latitude * 1000000, 0) AS BIGINT) / 9000 FROM Enterprise e WHERE e.Id = Declaration.EnterpriseId AND e.Longitude IS NOT NULL);

CREATE INDEX IX_Declaration_Cell ON Declaration (Year, CellX, CellY, TownshipCode, Colour, Status, Scale, Type, DivisionCode, RedItems, OrangeItems);

-- Boundaries of regions that an administrator has loaded; the last one that is not withdrawn is drawn. A row never changes but to be withdrawn.
CREATE TABLE BoundarySet (
    Id              {identity}     NOT NULL CONSTRAINT PK_BoundarySet PRIMARY KEY,
    FileName        NVARCHAR(200)  NOT NULL,
    FileSha256      NVARCHAR(64)   NOT NULL,
    Source          NVARCHAR(200)  NOT NULL,
    Regions         INT            NOT NULL,
    Corners         INT            NOT NULL,
    Content         {text}         NOT NULL,
    ChangedAt       DATETIME2(3)   NOT NULL,
    ChangedBy       NVARCHAR(100)  NOT NULL,
    ChangedFrom     NVARCHAR(100)  NOT NULL,
    ChangeReason    NVARCHAR(400)  NOT NULL,
    WithdrawnAt     DATETIME2(3)   NULL,
    WithdrawnBy     NVARCHAR(100)  NULL,
    WithdrawnFrom   NVARCHAR(100)  NULL,
    WithdrawReason  NVARCHAR(400)  NULL
);
