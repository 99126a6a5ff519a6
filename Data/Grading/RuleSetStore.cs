using System.Data.Common;
using Dapper;
using RiskReport.Data.Audit;
using RiskReport.Data.Reference;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Domain.Grading;

namespace RiskReport.Data.Grading;

/// <summary>The numbers are stored.</summary>
public enum RuleSetDeed
{
    Copied = 1,
    Edited = 2,
    Decided = 3,
    Withdrawn = 4,
    Deleted = 5,
}

public static class RuleSetDeedWords
{
    public static string Word(this RuleSetDeed deed) => deed switch
    {
        RuleSetDeed.Copied => "新建草案",
        RuleSetDeed.Edited => "编辑",
        RuleSetDeed.Decided => "决定施行",
        RuleSetDeed.Withdrawn => "撤回",
        RuleSetDeed.Deleted => "删除草案",
        _ => throw new ArgumentOutOfRangeException(nameof(deed), deed, null),
    };

    public static AuditAction Action(this RuleSetDeed deed) => deed switch
    {
        RuleSetDeed.Copied => AuditAction.RulesCopied,
        RuleSetDeed.Edited => AuditAction.RulesEdited,
        RuleSetDeed.Decided => AuditAction.RulesDecided,
        RuleSetDeed.Withdrawn => AuditAction.RulesWithdrawn,
        RuleSetDeed.Deleted => AuditAction.RulesDeleted,
        _ => throw new ArgumentOutOfRangeException(nameof(deed), deed, null),
    };
}

/// <summary>One thing done to a rule set.</summary>
public sealed record RuleSetEvent
{
    public required DateTime At { get; init; }
    public required RuleSetDeed Deed { get; init; }
    public DateOnly? EffectiveFrom { get; init; }
    public int? RegradeFromYear { get; init; }
    public required string ChangedBy { get; init; }
    public required string ChangeReason { get; init; }
}

/// <summary>
/// Changes rule sets. Only a draft changes its rules; every deed leaves an event with the rules as they then were, in
/// the same transaction. False where the set is no longer as the caller saw it.
/// </summary>
public sealed class RuleSetStore(Database database, AuditLog audit, TimeProvider clock)
{
    private const string Insert = """
        INSERT INTO RuleSet (Name, EffectiveFrom, Definition, Status, Version, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
        VALUES (@Name, @Never, @Definition, 0, 1, @Now, @By, @From, @Reason)
        """;

    private const string UpdateDraft = """
        UPDATE RuleSet
        SET Definition = @Definition, Version = Version + 1, ChangedAt = @Now, ChangedBy = @By, ChangedFrom = @From, ChangeReason = @Reason
        WHERE Name = @Name AND Version = @Version AND Status = 0
        """;

    private const string UpdateDecided = """
        UPDATE RuleSet
        SET Status = 2, EffectiveFrom = @EffectiveFrom, RegradeFromYear = @RegradeFromYear, Version = Version + 1,
            ChangedAt = @Now, ChangedBy = @By, ChangedFrom = @From, ChangeReason = @Reason
        WHERE Name = @Name AND Version = @Version AND Status IN (0, 1)
        """;

    // a set that people have been told of keeps its rules: it is copied to be edited
    private const string UpdateWithdrawn = """
        UPDATE RuleSet
        SET Status = 1, EffectiveFrom = @Never, RegradeFromYear = NULL, Version = Version + 1,
            ChangedAt = @Now, ChangedBy = @By, ChangedFrom = @From, ChangeReason = @Reason
        WHERE Name = @Name AND Version = @Version AND Status = 2 AND EffectiveFrom > @Today
        """;

    private const string DeleteDraft = "DELETE FROM RuleSet WHERE Name = @Name AND Version = @Version AND Status = 0";

    private const string InsertEvent = """
        INSERT INTO RuleSetEvent (RuleSet, At, Deed, EffectiveFrom, RegradeFromYear, Definition, ChangedBy, ChangedFrom, ChangeReason)
        VALUES (@Name, @Now, @Deed, @EffectiveFrom, @RegradeFromYear, @Definition, @By, @From, @Reason)
        """;

    private const string SelectDefinition = "SELECT r.Definition FROM RuleSet r WHERE r.Name = @Name";

    private const string SelectEvents = """
        SELECT At, Deed, EffectiveFrom, RegradeFromYear, ChangedBy, ChangeReason
        FROM RuleSetEvent
        WHERE RuleSet = @Name
        ORDER BY Id DESC
        """;

    public async Task<IReadOnlyList<RuleSetEvent>> EventsAsync(string name, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var events = await connection.QueryAsync<RuleSetEvent>(database.Command(SelectEvents, new { Name = name }, ct: ct));
        return events.AsList();
    }

    /// <summary>False where the name is taken.</summary>
    public Task<bool> CopyAsync(RuleSet copy, Actor actor, CancellationToken ct) =>
        DoAsync(Insert, RuleSetDeed.Copied, copy, 0, null, null, actor, ct);

    public Task<bool> SaveAsync(RuleSet draft, int version, Actor actor, CancellationToken ct) =>
        DoAsync(UpdateDraft, RuleSetDeed.Edited, draft, version, null, null, actor, ct);

    /// <summary>Also false where another set begins on that day.</summary>
    public Task<bool> DecideAsync(RuleSetEntry entry, DateOnly effectiveFrom, int? regradeFromYear, Actor actor, CancellationToken ct) =>
        DoAsync(UpdateDecided, RuleSetDeed.Decided, entry.Rules, entry.Version, effectiveFrom, regradeFromYear, actor, ct);

    public Task<bool> WithdrawAsync(RuleSetEntry entry, int version, Actor actor, CancellationToken ct) =>
        DoAsync(UpdateWithdrawn, RuleSetDeed.Withdrawn, entry.Rules, version, null, null, actor, ct);

    public Task<bool> DeleteAsync(RuleSetEntry entry, int version, Actor actor, CancellationToken ct) =>
        DoAsync(DeleteDraft, RuleSetDeed.Deleted, entry.Rules, version, null, null, actor, ct);

    private async Task<bool> DoAsync(
        string sql, RuleSetDeed deed, RuleSet rules, int version, DateOnly? effectiveFrom, int? regradeFromYear, Actor actor, CancellationToken ct)
    {
        var parameters = new
        {
            rules.Name,
            Version = version,
            Definition = RuleSetJson.Write(rules),
            EffectiveFrom = effectiveFrom,
            RegradeFromYear = regradeFromYear,
            RuleSetRow.Never,
            Today = Domain.ChinaTime.Today(clock),
            Deed = deed,
            Now = clock.GetUtcNow().UtcDateTime,
            By = actor.Name,
            actor.From,
            actor.Reason,
        };
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        var before = await DefinitionAsync();
        try
        {
            if (await connection.ExecuteAsync(database.Command(sql, parameters, transaction, ct)) != 1)
                return false;
        }
        catch (DbException e) when (Database.IsUniqueViolation(e))
        {
            return false;
        }

        await connection.ExecuteAsync(database.Command(InsertEvent, parameters, transaction, ct));
        await audit.AppendAsync(
            new AuditDeed(deed.Action(), rules.Name, Scope.City.RegionCode) { HashBefore = before, HashAfter = await DefinitionAsync() }, actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return true;

        async Task<string?> DefinitionAsync() =>
            await connection.ExecuteScalarAsync<string?>(database.Command(SelectDefinition, new { rules.Name }, transaction, ct)) is { } text
                ? ContentHash.OfText(text)
                : null;
    }
}
