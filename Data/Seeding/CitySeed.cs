using System.Data.Common;
using Dapper;
using RiskReport.Data.Changes;
using RiskReport.Data.Declarations;
using RiskReport.Data.Enterprises;
using RiskReport.Data.Reference;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Changes;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Grading;

namespace RiskReport.Data.Seeding;

/// <summary>
/// Fills the database with an invented city, through the same stores as the real thing. What is there already
/// stays as it is, so doing it twice changes nothing.
/// </summary>
public sealed class CitySeed(Database database, ReferenceStore references, ReportChanges changes, TimeProvider clock)
{
    private const int BatchSize = 500;

    private static readonly Actor Seeder = new("示例办公室", "示例数据", "示例数据");

    // Review is not what a seed may call: it sets the state that an office would have reached.
    private const string UpdateStatus = """
        UPDATE Declaration
        SET Status = @Status, AcceptedVersion = CASE WHEN @Status = 4 THEN (SELECT MAX(v.Number) FROM DeclarationVersion v WHERE v.DeclarationId = Declaration.Id) ELSE NULL END,
            Version = Version + 1, ChangedAt = @At, ChangedBy = @By, ChangedFrom = @From, ChangeReason = @Reason
        WHERE Id = @Id
        """;

    private const string InsertEvent = """
        INSERT INTO DeclarationEvent (DeclarationId, At, Status, Colour, ChangedBy, ChangedFrom, ChangeReason)
        VALUES (@Id, @At, @Status, @Colour, @By, @From, @Reason)
        """;

    private const string SelectKnown = """
        SELECT e.CreditCode, e.Id, (SELECT COUNT(*) FROM Declaration d WHERE d.EnterpriseId = e.Id AND d.Year = @Year) AS Reports
        FROM Enterprise e
        WHERE e.CreditCode IN @Codes
        """;

    /// <summary>How many reports were added: the enterprises' first ones, or another year's of those that are there.</summary>
    public async Task<int> AddAsync(int count, int risks, int year, int seed, Action<int> progress, CancellationToken ct)
    {
        var reference = await references.ReadAsync(ct);
        var rules = reference.Rules(new DateOnly(year, 1, 1)) ?? throw new InvalidOperationException($"No rule set is in force in {year}.");
        var synthetic = new SyntheticEnterprise(reference, rules, year, seed);
        var added = 0;
        await using var connection = await database.OpenAsync(ct);
        foreach (var numbers in Enumerable.Range(0, count).Chunk(BatchSize))
        {
            var batch = numbers.Select(n => synthetic.Create(n, risks)).ToList();
            await using var transaction = await Database.BeginWriteAsync(connection, ct);
            var known = (await connection.QueryAsync<(string Code, long Id, long Reports)>(
                database.Command(SelectKnown, new { Codes = batch.Select(f => f.Facts.CreditCode), Year = year }, transaction, ct))).ToDictionary(k => k.Code);
            var filed = new List<(long Id, ReportChangeKind Kind)>(BatchSize);
            foreach (var (filing, number) in batch.Zip(numbers))
            {
                if (known.TryGetValue(filing.Facts.CreditCode, out var there) && there.Reports > 0)
                    continue;
                var isNew = there.Id == 0;
                var random = new Random(unchecked((seed * 7) + number + (isNew ? 0 : year)));
                if (await AddAsync(isNew ? null : there.Id, isNew ? filing : synthetic.Later(filing, number, risks), year, random, connection, transaction, ct) is { } one)
                    filed.Add(one);
                added++;
            }

            foreach (var group in filed.GroupBy(f => f.Kind, f => f.Id))
                await changes.AddAsync(group.Key, group.ToList(), Seeder, connection, transaction, ct);
            await transaction.CommitAsync(ct);
            progress(numbers[^1] + 1);
        }

        return added;
    }

    /// <summary>Puts one enterprise on the roll that has reported last year and not yet this year, or finds it there.</summary>
    public async Task<long> AddUnfiledAsync(EnterpriseFacts facts, IReadOnlyList<RiskFacts> risks, int year, CancellationToken ct)
    {
        if (await new EnterpriseStore(database, clock).FindByCodeAsync(facts.CreditCode, Scope.City, ct) is { } known)
            return known.Id;

        var filedAt = new DateTime(year - 1, 3, 12, 2, 30, 0, DateTimeKind.Utc);
        var at = new FixedClock(filedAt);
        var store = new EnterpriseStore(database, at);
        var declarations = new DeclarationStore(database, store, new VersionStore(database), changes, at);
        var rules = (await references.ReadAsync(ct)).Rules(DateOnly.FromDateTime(filedAt)) ?? throw new InvalidOperationException($"No rule set was in force in {year - 1}.");
        var actor = new Actor(facts.SafetyOfficer, "示例数据", "示例数据");
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        var id = await store.AddAsync(facts, actor, connection, transaction, ct);
        await store.EnsureDutyAsync(id, year - 1, actor, connection, transaction, ct);
        await new EnterpriseStore(database, new FixedClock(new DateTime(year, 1, 4, 1, 0, 0, DateTimeKind.Utc))).EnsureDutyAsync(id, year, actor, connection, transaction, ct);
        var report = (await declarations.FindAsync([id], year - 1, Scope.City, connection, transaction, ct))[id];
        var filing = new Filing
        {
            Facts = facts,
            HasMajorRisk = true,
            Risks = risks,
            Grade = Filing.Assess(true, risks, facts.Conditions, rules).Grade!,
            Source = FilingSource.Form,
            CommittedBy = facts.LegalRepresentative,
            CommittedRole = "主要负责人",
            CommittedVia = CommitWay.Account,
        };
        await declarations.FileAsync(report, filing, Scope.City, actor, connection, transaction, ct);
        await SetStatusAsync(report.Id, DeclarationStatus.Accepted, filing.Grade.Colour, filedAt.AddDays(2), new Actor("示例办公室", "示例数据", "审核通过"), connection, transaction, ct);
        await changes.AddAsync(ReportChangeKind.Accepted, [report.Id], Seeder, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return id;
    }

    /// <summary>The report and what became of it, where it was filed: the feed and the audit trail tell the end alone.</summary>
    private async Task<(long Id, ReportChangeKind Kind)?> AddAsync(long? known, Filing filing, int year, Random random, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        var filedAt = FiledAt(year, random);
        var onTheRoll = new DateTime(year, 1, 4, 1, 0, 0, DateTimeKind.Utc);
        var at = new FixedClock(filedAt);
        var store = new EnterpriseStore(database, at);
        var declarations = new DeclarationStore(database, store, new VersionStore(database), changes, at);
        var actor = new Actor(filing.Source == FilingSource.Import ? "示例办公室" : filing.Facts.SafetyOfficer, "示例数据", "示例数据");

        var enterpriseId = known ?? await store.AddAsync(filing.Facts, actor, connection, transaction, ct);
        await new EnterpriseStore(database, new FixedClock(onTheRoll)).EnsureDutyAsync(enterpriseId, year, actor, connection, transaction, ct);
        var draw = random.Next(100);
        if (draw < 14)
            return null;

        var report = (await declarations.FindAsync([enterpriseId], year, Scope.City, connection, transaction, ct))[enterpriseId];
        if (draw < 18)
        {
            await SetStatusAsync(report.Id, DeclarationStatus.Draft, null, filedAt, actor, connection, transaction, ct);
            return null;
        }

        await declarations.FileAsync(report, filing, Scope.City, actor, connection, transaction, ct);
        var (status, kind) = draw switch
        {
            < 58 => (DeclarationStatus.Submitted, ReportChangeKind.Filed),
            < 62 => (DeclarationStatus.Returned, ReportChangeKind.Returned),
            < 98 => (DeclarationStatus.Accepted, ReportChangeKind.Accepted),
            _ => (DeclarationStatus.WrittenOff, ReportChangeKind.WrittenOff),
        };
        if (status != DeclarationStatus.Submitted)
            await SetStatusAsync(report.Id, status, filing.Grade.Colour, filedAt.AddDays(2),
                new Actor("示例办公室", "示例数据", status == DeclarationStatus.Returned ? "示例：请补充责任人联系电话" : "示例数据"), connection, transaction, ct);
        return (report.Id, kind);
    }

    private async Task SetStatusAsync(
        long id, DeclarationStatus status, RiskColour? colour, DateTime at, Actor actor, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        var parameters = new { Id = id, Status = status, Colour = colour, At = at, By = actor.Name, actor.From, actor.Reason };
        await connection.ExecuteAsync(database.Command(UpdateStatus, parameters, transaction, ct));
        await connection.ExecuteAsync(database.Command(InsertEvent, parameters, transaction, ct));
    }

    /// <summary>Reports crowd before the two dates of the roll-out, 30 June and 31 December, but never lie in the future.</summary>
    private DateTime FiledAt(int year, Random random)
    {
        var deadline = random.Next(3) == 0 ? new DateTime(year, 12, 31, 0, 0, 0, DateTimeKind.Utc) : new DateTime(year, 6, 30, 0, 0, 0, DateTimeKind.Utc);
        var latest = clock.GetUtcNow().UtcDateTime.AddDays(-3);
        var end = deadline < latest ? deadline : latest;
        return end.AddDays(-Math.Pow(random.NextDouble(), 2) * 90).AddMinutes(-random.Next(600)).Date.AddMinutes(random.Next(60, 600));
    }

    private sealed class FixedClock(DateTime now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(now);
    }
}
