using System.Data.Common;
using Dapper;
using RiskReport.Data.Audit;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Domain.Campaigns;
using RiskReport.Domain.Reference;

namespace RiskReport.Data.Campaigns;

/// <summary>The numbers are stored.</summary>
public enum PhaseDeed
{
    Added = 1,
    Changed = 2,
    Withdrawn = 3,
}

public static class PhaseDeedWords
{
    public static string Word(this PhaseDeed deed) => deed switch
    {
        PhaseDeed.Added => "新增",
        PhaseDeed.Changed => "修改",
        PhaseDeed.Withdrawn => "撤回",
        _ => throw new ArgumentOutOfRangeException(nameof(deed), deed, null),
    };
}

/// <summary>One thing done to a phase, and the phase as it then was.</summary>
public sealed record PhaseEvent
{
    public required DateTime At { get; init; }
    public required PhaseDeed Deed { get; init; }
    public required string Words { get; init; }
    public required string ChangedBy { get; init; }
    public required string ChangeReason { get; init; }
}

/// <summary>
/// Changes the phases of the campaigns; every deed leaves an event in the same transaction, and a phase that is withdrawn keeps its row.
/// False where the phase is no longer as the caller saw it, or its name is taken.
/// </summary>
public sealed class CampaignStore(Database database, AuditLog audit, TimeProvider clock)
{
    private const string Insert = """
        INSERT INTO CampaignPhase (Year, Name, Scale, Industries, Regions, BeginsOn, LawDueOn, CampaignDueOn, Remark, Version, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
        VALUES (@Year, @Name, @Scale, @Industries, @Regions, @BeginsOn, @LawDueOn, @CampaignDueOn, @Remark, 1, @Now, @By, @From, @Reason);
        {new-id}
        """;

    private const string Update = """
        UPDATE CampaignPhase
        SET Name = @Name, Scale = @Scale, Industries = @Industries, Regions = @Regions, BeginsOn = @BeginsOn, LawDueOn = @LawDueOn, CampaignDueOn = @CampaignDueOn,
            Remark = @Remark, Version = Version + 1, ChangedAt = @Now, ChangedBy = @By, ChangedFrom = @From, ChangeReason = @Reason
        WHERE Id = @Id AND Version = @Version AND WithdrawnAt IS NULL
        """;

    private const string UpdateWithdrawn = """
        UPDATE CampaignPhase
        SET WithdrawnAt = @Now, Version = Version + 1, ChangedAt = @Now, ChangedBy = @By, ChangedFrom = @From, ChangeReason = @Reason
        WHERE Id = @Id AND Version = @Version AND WithdrawnAt IS NULL
        """;

    private const string InsertEvent = """
        INSERT INTO CampaignPhaseEvent (PhaseId, At, Deed, Words, ChangedBy, ChangedFrom, ChangeReason)
        VALUES (@Id, @Now, @Deed, @Words, @By, @From, @Reason)
        """;

    private const string SelectEvents = """
        SELECT At, Deed, Words, ChangedBy, ChangeReason FROM CampaignPhaseEvent WHERE PhaseId = @Id ORDER BY Id DESC
        """;

    private const string SelectWithdrawn = $"""
        SELECT {CampaignPhaseRow.Columns} FROM CampaignPhase WHERE WithdrawnAt IS NOT NULL ORDER BY Year DESC, Id DESC
        """;

    private const string SelectRow = $"SELECT {CampaignPhaseRow.Columns} FROM CampaignPhase WHERE Id = @Id";

    public async Task<IReadOnlyList<PhaseEvent>> EventsAsync(long id, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return (await connection.QueryAsync<PhaseEvent>(database.Command(SelectEvents, new { Id = id }, ct: ct))).AsList();
    }

    public async Task<IReadOnlyList<CampaignPhase>> WithdrawnAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return (await connection.QueryAsync<CampaignPhaseRow>(database.Command(SelectWithdrawn, ct: ct))).Select(r => r.ToPhase()).ToList();
    }

    public Task<bool> AddAsync(CampaignPhase phase, ReferenceData reference, Actor actor, CancellationToken ct) =>
        DoAsync(Insert, PhaseDeed.Added, phase, phase.Version, reference, actor, ct);

    /// <summary>version: what the caller saw.</summary>
    public Task<bool> ChangeAsync(CampaignPhase phase, int version, ReferenceData reference, Actor actor, CancellationToken ct) =>
        DoAsync(Update, PhaseDeed.Changed, phase, version, reference, actor, ct);

    public Task<bool> WithdrawAsync(CampaignPhase phase, int version, ReferenceData reference, Actor actor, CancellationToken ct) =>
        DoAsync(UpdateWithdrawn, PhaseDeed.Withdrawn, phase, version, reference, actor, ct);

    private async Task<bool> DoAsync(string sql, PhaseDeed deed, CampaignPhase phase, int version, ReferenceData reference, Actor actor, CancellationToken ct)
    {
        var parameters = new DynamicParameters(new
        {
            phase.Year,
            phase.Name,
            phase.Scope.Scale,
            Industries = string.Join(' ', phase.Scope.Industries),
            Regions = string.Join(' ', phase.Scope.Regions),
            phase.BeginsOn,
            phase.LawDueOn,
            phase.CampaignDueOn,
            phase.Remark,
            Version = version,
            Deed = deed,
            Words = phase.Described(reference),
            Now = clock.GetUtcNow().UtcDateTime,
            By = actor.Name,
            actor.From,
            actor.Reason,
        });
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        string? before = null;
        try
        {
            if (deed == PhaseDeed.Added)
            {
                parameters.Add("Id", await connection.ExecuteScalarAsync<long>(database.Command(sql, parameters, transaction, ct)));
            }
            else
            {
                parameters.Add("Id", phase.Id);
                before = await HashAsync();
                if (await connection.ExecuteAsync(database.Command(sql, parameters, transaction, ct)) != 1)
                    return false;
            }
        }
        catch (DbException e) when (Database.IsUniqueViolation(e))
        {
            return false;
        }

        await connection.ExecuteAsync(database.Command(InsertEvent, parameters, transaction, ct));
        await audit.AppendAsync(
            new AuditDeed(AuditAction.PhaseChanged, $"{phase.Year} {phase.Name} {deed.Word()}", Scope.City.RegionCode)
            {
                HashBefore = before,
                HashAfter = deed == PhaseDeed.Withdrawn ? null : await HashAsync(),
            }, actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return true;

        async Task<string?> HashAsync() =>
            ContentHash.Of(await connection.QuerySingleOrDefaultAsync<CampaignPhaseRow>(database.Command(SelectRow, parameters, transaction, ct)));
    }
}
