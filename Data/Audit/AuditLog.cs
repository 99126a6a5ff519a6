using System.Data.Common;
using Dapper;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;

namespace RiskReport.Data.Audit;

/// <summary>
/// Enters deeds into the audit trail, as the last statements of the transaction that does them: what cannot be entered is not done, and
/// the row of the head, locked from here to the commit, lets one transaction at a time give numbers.
/// </summary>
public sealed class AuditLog(Database database, TimeProvider clock)
{
    private const string UpdateHead = "UPDATE AuditHead SET Number = Number + @Count WHERE Id = 1";

    private const string UpdateHash = "UPDATE AuditHead SET Hash = @Hash WHERE Id = 1";

    private const string Insert = """
        INSERT INTO AuditEntry (Number, At, Action, Result, Subject, Region, Account, Role, AccountRegion, Source, HashBefore, HashAfter, PreviousHash, Hash)
        VALUES (@Number, @At, @Action, @Result, @Subject, @Region, @Account, @Role, @AccountRegion, @Source, @HashBefore, @HashAfter, @PreviousHash, @Hash)
        """;

    private static readonly BulkInsert<AuditEntry> Entries = new(Insert);

    /// <summary>For what changes nothing else, such as a sign-in.</summary>
    public async Task AppendAsync(AuditDeed deed, Actor actor, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        await AppendAsync(deed, actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
    }

    public Task AppendAsync(AuditDeed deed, Actor actor, DbConnection connection, DbTransaction transaction, CancellationToken ct) =>
        AppendAsync([deed], actor, connection, transaction, ct);

    public async Task AppendAsync(IReadOnlyList<AuditDeed> deeds, Actor actor, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        if (deeds.Count == 0)
            return;
        await connection.ExecuteAsync(database.Command(UpdateHead, new { deeds.Count }, transaction, ct));
        var head = await AuditHead.ReadAsync(database, connection, transaction, ct);
        var (before, hash) = (head.Number - deeds.Count, head.Hash);
        var now = clock.GetUtcNow().UtcDateTime;
        var entries = new List<AuditEntry>(deeds.Count);
        foreach (var deed in deeds)
        {
            entries.Add(AuditEntry.Of(deed, actor, before + entries.Count + 1, now, hash));
            hash = entries[^1].Hash;
        }

        await Entries.RunAsync(entries, connection, transaction, ct);
        await connection.ExecuteAsync(database.Command(UpdateHash, new { Hash = hash }, transaction, ct));
    }
}
