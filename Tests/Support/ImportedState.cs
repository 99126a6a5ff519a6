using System.Globalization;
using Dapper;
using RiskReport.Data;

namespace RiskReport.Tests.Support;

/// <summary>
/// All that an import leaves behind, a row to a line, without what differs between two runs of the same import: moments, receipt codes
/// and what is hashed together with them.
/// </summary>
internal static class ImportedState
{
    private static readonly HashSet<string> Varying =
    [
        "Enterprise.ChangedAt", "Declaration.ChangedAt", "Declaration.SubmittedAt", "DeclarationEvent.At",
        "DeclarationVersion.Code", "DeclarationVersion.Content", "DeclarationVersion.ContentSha256", "DeclarationVersion.FiledAt",
        "ReportChange.Number", "ReportChange.TownshipNumber", "ReportChange.At", "ReportChange.Code", "ReportChange.ContentSha256", "Notice.CreatedAt",
        "WithdrawnReceipt.Code", "WithdrawnReceipt.ContentSha256", "WithdrawnReceipt.FiledAt", "WithdrawnReceipt.WithdrawnAt",
        "AuditEntry.Number", "AuditEntry.At", "AuditEntry.HashBefore", "AuditEntry.HashAfter", "AuditEntry.PreviousHash", "AuditEntry.Hash", "AuditHead.Hash",
    ];

    /// <summary>What an import or its undo writes to, but the job itself and its files.</summary>
    public static readonly string[] Tables =
    [
        "Enterprise", "Declaration", "RiskItem", "DeclarationVersion", "DeclarationEvent", "ImportOutcome", "ImportProblem", "WithdrawnReceipt", "TownshipSummary",
        "DailyFiling", "ColourMovement", "ReportChange", "ReportChangeHead", "AuditEntry", "AuditHead", "Notice",
    ];

    private const string SelectJobs = """
        SELECT Id, Stage, Status, AllGood, EnterprisesTotal, EnterprisesDone, RisksTotal, RowsTotal, RowsDone, Message FROM ImportJob ORDER BY Id
        """;

    public static async Task<List<string>> ReadAsync(Database database)
    {
        await using var connection = await database.OpenAsync(CancellationToken.None);
        var lines = new List<string>();
        foreach (var table in Tables)
            lines.AddRange((await connection.QueryAsync($"SELECT * FROM {table}")).Select(r => (string)Line(table, r)).Order(StringComparer.Ordinal));
        lines.AddRange((await connection.QueryAsync(SelectJobs)).Select(r => (string)Line("ImportJob", r)));
        return lines;
    }

    /// <summary>The first line that only one of them has; null when they are equal.</summary>
    public static string? Difference(IReadOnlyList<string> expected, IReadOnlyList<string> actual)
    {
        for (var i = 0; i < Math.Max(expected.Count, actual.Count); i++)
        {
            var (one, other) = (expected.ElementAtOrDefault(i), actual.ElementAtOrDefault(i));
            if (one != other)
                return $"{expected.Count} and {actual.Count} lines, of which the first to differ:\n{one}\n{other}";
        }

        return null;
    }

    private static string Line(string table, dynamic row) => table + ": " + string.Join('|', ((IDictionary<string, object?>)row)
        .Where(c => !Varying.Contains($"{table}.{c.Key}"))
        .Select(c => $"{c.Key}={Convert.ToString(c.Value, CultureInfo.InvariantCulture)}"));
}
