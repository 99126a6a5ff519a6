DROP VIEW IF EXISTS DistrictSummary;
GO
CREATE VIEW DistrictSummary AS
SELECT Year, TownshipCode, Status, Colour, COUNT(*) AS Enterprises
FROM Declaration
GROUP BY Year, TownshipCode, Status, Colour;
GO
