using Dapper;
using RiskReport.Data.Audit;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Domain.Roster;

namespace RiskReport.Data.Roster;

/// <summary>
/// Every list that leaves the system: recorded before its first byte, sealed with its hash after its last. Half as many are made at a time as there
/// are processors, so that twenty people with a list of the whole city leave room for those who file.
/// </summary>
public sealed class ExportLog(Database database, AuditLog audit, TimeProvider clock) : IDisposable
{
    private const int LongestFilter = 600;

    private const string Insert = """
        INSERT INTO RosterExport (Code, Kind, Format, Filter, FilterRest, RegionCode, PhonesShown, PhonesReason, MadeAt, MadeBy, MadeFrom)
        VALUES (@Code, @Kind, @Format, @Filter, @FilterRest, @RegionCode, @PhonesShown, @PhonesFor, @MadeAt, @MadeBy, @MadeFrom)
        """;

    private const string UpdateEnd = """
        UPDATE RosterExport
        SET RowsMade = @Rows, EndedAt = @Now, Sha256 = @Sha256, Bytes = @Bytes
        WHERE Code = @Code AND EndedAt IS NULL
        """;

    // whoever holds the code holds the file: nothing more is told than stands on it, and no name of a person
    private const string SelectByCode = """
        SELECT x.Code, x.Kind, x.Format, x.Filter, x.FilterRest, x.RowsMade, x.MadeAt, r.Name AS Office, x.Sha256, x.Bytes
        FROM RosterExport x
        LEFT JOIN Region r ON r.Code = x.RegionCode
        WHERE x.Code = @Code
        """;

    private readonly SemaphoreSlim turns = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>Writes a file and records it; what is broken off, by an error or by a client that goes away, is recorded as that.</summary>
    /// <param name="write">Gets the verification code that stands on the file, and returns the number of rows.</param>
    public async Task<long> RecordAsync(ExportStart start, Actor actor, Stream output, Func<string, Stream, Task<long>> write, CancellationToken ct)
    {
        var code = await StartAsync(start, actor, ct);
        using var turn = new ExportTurn(turns, clock);
        await using var body = new SealedOutput(output, turn);
        long? rows = null;
        try
        {
            await turn.TakeAsync(ct);
            rows = await write(code, body);
            return rows.Value;
        }
        finally
        {
            turn.Dispose();

            // the client's going away must not keep the record from saying so
            await EndAsync(code, rows, body, CancellationToken.None);
        }
    }

    public async Task<ExportVerification?> VerifyAsync(string code, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<ExportVerification>(database.Command(SelectByCode, new { Code = code }, ct: ct));
    }

    public void Dispose() => turns.Dispose();

    private async Task<string> StartAsync(ExportStart start, Actor actor, CancellationToken ct)
    {
        var code = VerificationCode.New(12);
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        await connection.ExecuteAsync(database.Command(Insert, new
        {
            Code = code,
            start.Kind,
            start.Format,
            Filter = start.Filter.Length <= LongestFilter ? start.Filter : start.Filter[..LongestFilter],
            FilterRest = start.Filter.Length <= LongestFilter ? null : start.Filter[LongestFilter..],
            start.RegionCode,
            PhonesShown = start.PhonesFor is not null,
            start.PhonesFor,
            MadeAt = clock.GetUtcNow().UtcDateTime,
            MadeBy = actor.Name,
            MadeFrom = actor.From,
        }, transaction, ct));
        var action = start.PhonesFor is null ? AuditAction.Exported : AuditAction.ExportedWithPhones;
        var subject = $"{code} {start.Kind.Title()} {start.Format}{(start.About is { } about ? $" {about}" : "")}";
        await audit.AppendAsync(new AuditDeed(action, subject, start.RegionCode), actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return code;
    }

    private async Task EndAsync(string code, long? rows, SealedOutput body, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await connection.ExecuteAsync(database.Command(
            UpdateEnd, new { Code = code, Rows = rows, Now = clock.GetUtcNow().UtcDateTime, body.Sha256, Bytes = body.Count }, ct: ct));
    }
}
