using Dapper;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Changes;

namespace RiskReport.Data.Changes;

/// <summary>A part of the feed, and behind what to ask for the next.</summary>
public sealed record ChangePage(IReadOnlyList<ReportChange> Changes, long Cursor);

/// <summary>
/// Reads the feed within a scope. Whoever goes on from the cursor misses nothing and gets nothing twice: what is not committed yet will have a
/// higher number than all that is.
/// </summary>
public sealed class ChangeFeed(Database database)
{
    private const string SelectHead = "SELECT COALESCE(MAX(c.Number), 0) FROM ReportChange c";

    private const string SelectPage = $$"""
        SELECT c.Number, c.TownshipCode, c.TownshipNumber, c.Kind, c.At, c.CreditCode, c.Year, c.Version, c.Status, c.Colour, c.Code, c.ContentSha256
        FROM ReportChange c
        WHERE c.Number > @After AND c.Number <= @Head AND c.TownshipCode BETWEEN @RegionFrom AND @RegionTo
        ORDER BY c.Number {page}
        """;

    /// <param name="after">The cursor of the page before, 0 for the beginning.</param>
    /// <returns>A cursor that has moved to the end where nothing of the scope was left, so that the others' changes are not read again each time.</returns>
    public async Task<ChangePage> PageAsync(long after, int take, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var head = await connection.ExecuteScalarAsync<long>(database.Command(SelectHead, ct: ct));
        var rows = (await connection.QueryAsync<ReportChange>(database.Command(
            SelectPage, new { After = after, Head = head, scope.RegionFrom, scope.RegionTo, Skip = 0, Take = take }, ct: ct))).AsList();
        return new ChangePage(rows, rows.Count == take ? rows[^1].Number : Math.Max(after, head));
    }
}
