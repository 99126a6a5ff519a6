DROP VIEW IF EXISTS TownshipSummary;
GO
CREATE VIEW TownshipSummary AS
SELECT Year, TownshipCode, Status, Colour, COUNT(*) AS Enterprises
FROM Declaration
GROUP BY Year, TownshipCode, Status, Colour;
GO
