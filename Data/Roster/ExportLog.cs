using Dapper;
using RiskReport.Domain.Accounts;

namespace RiskReport.Data.Roster;

/// <summary>Every roster that leaves the system: recorded before its first byte, completed after its last.</summary>
public sealed class ExportLog(Database database, TimeProvider clock)
{
    private const string Insert = """
        INSERT INTO RosterExport (Code, Format, Filter, MadeAt, MadeBy, MadeFrom)
        VALUES (@Code, @Format, @Filter, @MadeAt, @MadeBy, @MadeFrom)
        """;

    private const string UpdateRows = "UPDATE RosterExport SET RowsMade = @Rows WHERE Code = @Code AND RowsMade IS NULL";

    /// <summary>The verification code that stands on the export.</summary>
    public async Task<string> StartAsync(string format, string filter, Actor actor, CancellationToken ct)
    {
        var code = VerificationCode.New(12);
        await using var connection = await database.OpenAsync(ct);
        await connection.ExecuteAsync(database.Command(Insert, new
        {
            Code = code,
            Format = format,
            Filter = filter.Length <= 600 ? filter : filter[..600],
            MadeAt = clock.GetUtcNow().UtcDateTime,
            MadeBy = actor.Name,
            MadeFrom = actor.From,
        }, ct: ct));
        return code;
    }

    public async Task CompleteAsync(string code, long rows, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await connection.ExecuteAsync(database.Command(UpdateRows, new { Code = code, Rows = rows }, ct: ct));
    }
}
