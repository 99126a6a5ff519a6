using System.Data.Common;
using Dapper;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Changes;

namespace RiskReport.Data.Changes;

/// <summary>A part of the feed, and behind what to ask for the next. The heads are null where more may follow at once.</summary>
public sealed record ChangePage(IReadOnlyList<ReportChange> Changes, ChangeCursor Cursor, IReadOnlyList<TownshipHead>? Heads);

/// <summary>Up to where a township counts in front of a cursor: whoever has read up to there holds exactly so many changes of it.</summary>
public sealed record TownshipHead
{
    public required string TownshipCode { get; init; }
    public required long TownshipNumber { get; init; }
}

/// <summary>
/// Reads the feed within a scope. Whoever goes on from the cursor misses nothing and gets nothing twice: what is not committed yet will have a
/// higher number than all that is.
/// </summary>
public sealed class ChangeFeed(Database database)
{
    private const string SelectHead = "SELECT c.Number, c.At FROM ReportChange c ORDER BY c.Number DESC {page}";

    private const string SelectAt = "SELECT c.At FROM ReportChange c WHERE c.Number = @Number";

    private const string SelectPage = $$"""
        SELECT c.Number, c.TownshipCode, c.TownshipNumber, c.Kind, c.At, c.CreditCode, c.Year, c.Version, c.Status, c.Colour, c.Code, c.ContentSha256
        FROM ReportChange c
        WHERE c.Number > @After AND c.Number <= @Head AND c.TownshipCode BETWEEN @RegionFrom AND @RegionTo
        ORDER BY c.Number {page}
        """;

    // the last of each township is found from its end, and only what came since is passed over; both indexes hold Number
    private const string SelectHeads = """
        SELECT c.TownshipCode, c.TownshipNumber
        FROM Region r
        JOIN ReportChange c ON c.TownshipCode = r.Code
            AND c.TownshipNumber = (SELECT MAX(m.TownshipNumber) FROM ReportChange m WHERE m.TownshipCode = r.Code AND m.Number <= @Head)
        WHERE r.Code BETWEEN @RegionFrom AND @RegionTo
        ORDER BY r.Code
        """;

    /// <remarks>The heads are asked for after the page and are right all the same: what stands up to a number that is committed never changes.</remarks>
    /// <returns>
    /// A cursor that has moved to the end where nothing of the scope was left, so that the others' changes are not read again each time.
    /// Null where the feed does not hold what the cursor stands behind: it was restored from a backup, and must be read from its beginning.
    /// </returns>
    public async Task<ChangePage?> PageAsync(ChangeCursor after, int take, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        if (!await HoldsAsync(after, connection, ct))
            return null;
        var head = await connection.QuerySingleOrDefaultAsync<Place>(database.Command(SelectHead, new { Skip = 0, Take = 1 }, ct: ct));
        if (head is null)
            return new ChangePage([], ChangeCursor.Beginning, []);
        var rows = (await connection.QueryAsync<ReportChange>(database.Command(
            SelectPage, new { After = after.Number, Head = head.Number, scope.RegionFrom, scope.RegionTo, Skip = 0, Take = take }, ct: ct))).AsList();
        if (rows.Count == take)
            return new ChangePage(rows, ChangeCursor.Behind(rows[^1].Number, rows[^1].At), null);
        var heads = await connection.QueryAsync<TownshipHead>(database.Command(SelectHeads, new { Head = head.Number, scope.RegionFrom, scope.RegionTo }, ct: ct));
        return new ChangePage(rows, ChangeCursor.Behind(head.Number, head.At), heads.AsList());
    }

    /// <summary>Behind a change that there is.</summary>
    public async Task<ChangeCursor> CursorAsync(long number, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return ChangeCursor.Behind(number, await connection.QuerySingleAsync<DateTime>(database.Command(SelectAt, new { Number = number }, ct: ct)));
    }

    private async Task<bool> HoldsAsync(ChangeCursor cursor, DbConnection connection, CancellationToken ct) => cursor == ChangeCursor.Beginning
        || (await connection.QuerySingleOrDefaultAsync<DateTime?>(database.Command(SelectAt, new { cursor.Number }, ct: ct)) is { } at
            && ChangeCursor.Behind(cursor.Number, at) == cursor);

    private sealed record Place
    {
        public required long Number { get; init; }
        public required DateTime At { get; init; }
    }
}
