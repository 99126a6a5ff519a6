-- An entry told the colour in force beside the number and hash of a change that was waiting, or had been given up. Every kind but those
-- that tell of the change itself gets what was accepted; where the change has been accepted since, a later entry says so already.

UPDATE ReportChange
SET Version = (
        SELECT v.Number FROM DeclarationVersion v
        JOIN Declaration d ON d.Id = v.DeclarationId AND d.AcceptedVersion = v.Number
        JOIN Enterprise e ON e.Id = d.EnterpriseId
        WHERE e.CreditCode = ReportChange.CreditCode AND d.Year = ReportChange.Year),
    Code = (
        SELECT v.Code FROM DeclarationVersion v
        JOIN Declaration d ON d.Id = v.DeclarationId AND d.AcceptedVersion = v.Number
        JOIN Enterprise e ON e.Id = d.EnterpriseId
        WHERE e.CreditCode = ReportChange.CreditCode AND d.Year = ReportChange.Year),
    ContentSha256 = (
        SELECT v.ContentSha256 FROM DeclarationVersion v
        JOIN Declaration d ON d.Id = v.DeclarationId AND d.AcceptedVersion = v.Number
        JOIN Enterprise e ON e.Id = d.EnterpriseId
        WHERE e.CreditCode = ReportChange.CreditCode AND d.Year = ReportChange.Year)
WHERE Kind IN (4, 9, 10, 11, 12, 13, 15, 16, 17) AND EXISTS (
    SELECT 1 FROM Declaration d
    JOIN Enterprise e ON e.Id = d.EnterpriseId
    WHERE e.CreditCode = ReportChange.CreditCode AND d.Year = ReportChange.Year AND d.AcceptedVersion < ReportChange.Version);
