using System.Data;
using System.Data.Common;
using Dapper;
using RiskReport.Data.Declarations;
using RiskReport.Data.Enterprises;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Imports;
using RiskReport.Domain.Maps;

namespace RiskReport.Data.Imports;

/// <summary>A decision made ready to be written: all that takes time is done before the database is locked.</summary>
internal sealed record ReadyFiling
{
    public required ImportDecision Decision { get; init; }
    public required Filing Filing { get; init; }
    public required VersionRow Version { get; init; }
    public required FiledColumns Columns { get; init; }
    public string? Before { get; init; }

    public long EnterpriseId { get; init; }

    public KnownEnterprise? Known => Decision.Known;

    /// <summary>The roll will have the enterprise in another township.</summary>
    public bool IsMove => Known is { FiledAfter: false } known && known.Enterprise.Facts.TownshipCode != Filing.Facts.TownshipCode;

    /// <param name="reason">Why what is implausible about it is right nevertheless.</param>
    public static ReadyFiling Of(ImportDecision decision, int year, Func<Doubt, string> reason, Scope region, Actor actor, DateTime now)
    {
        var known = decision.Known;
        var filing = decision.Planned.Filing!;
        if (decision.Planned.Doubts.Count > 0)
            filing = filing with { Confirmations = decision.Planned.Doubts.Select(d => new Confirmation(d.Code, d.Message, reason(d))).ToList() };
        var type = !filing.HasMajorRisk ? DeclarationType.NilConfirmation : known is { FiledBefore: true } ? DeclarationType.Periodic : DeclarationType.First;
        return new ReadyFiling
        {
            Decision = decision,
            Filing = filing,
            Version = VersionRow.Of(filing, year, 1 + (known?.Versions ?? 0), type, now, actor),
            Columns = FiledColumns.Of(known?.Report?.Id ?? 0, known?.Report?.Version ?? 0, filing, type, DeclarationStatus.Submitted, now, region, actor),
            Before = known is null ? null : ReportBefore.Of(known),
            EnterpriseId = known?.Enterprise.Id ?? 0,
        };
    }
}

/// <summary>Writes some hundred filings at once. Whoever was quicker is found by row counts and unique indexes, never overwritten.</summary>
public sealed class FileImported(Database database, EnterpriseStore enterprises)
{
    private const string InsertReport = """
        INSERT INTO Declaration (EnterpriseId, Year, TownshipCode, Scale, Name, CreditCode, IndustryCode, DivisionCode, SpecialSubjects, SafetyOfficer, OwedSince, CellX, CellY, Status, SubmittedAt, FiledOn, Type, Source, HasMajorRisk, Colour, TopScore,
            RedItems, OrangeItems, YellowItems, BlueItems, Methods, AccidentTypes, MainRisk, RuleSet, CatalogueEdition, HazardPlacePeople, MajorHazard, SeriousViolation,
            AccidentConditions, Reasons, Basics, CommittedBy, CommittedRole, CommittedVia, PreparedBy, Confirmations, Version, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
        VALUES (@EnterpriseId, @Year, @TownshipCode, @Scale, @Name, @CreditCode, @IndustryCode, @DivisionCode, @SpecialSubjects, @SafetyOfficer, @OwedSince, @CellX, @CellY, @Status, @SubmittedAt, @FiledOn, @Type, @Source, @HasMajorRisk, @Colour, @TopScore,
            @RedItems, @OrangeItems, @YellowItems, @BlueItems, @Methods, @AccidentTypes, @MainRisk, @RuleSet, @CatalogueEdition, @HazardPlacePeople, @MajorHazard, @SeriousViolation,
            @AccidentConditions, @Reasons, @Basics, @CommittedBy, @CommittedRole, @CommittedVia, @PreparedBy, @Confirmations, @NextVersion, @Now, @By, @From, @Reason)
        """;

    private const string SelectEnterpriseIds = "SELECT e.CreditCode AS Code, e.Id FROM Enterprise e WHERE e.CreditCode IN @Codes";

    private const string SelectReportIds = "SELECT d.EnterpriseId, d.Id FROM Declaration d WHERE d.EnterpriseId IN @Ids AND d.Year = @Year";

    private const string DeleteItems = "DELETE FROM RiskItem WHERE DeclarationId IN @Ids";

    private static readonly BulkInsert<EnterpriseRow> Enterprises = new(EnterpriseStore.Insert);
    private static readonly BulkInsert<ReportRow> Reports = new(InsertReport);
    private static readonly BulkInsert<RiskItemRow> Items = new(DeclarationStore.InsertItem);
    private static readonly BulkInsert<FiledColumns> Events = new(DeclarationStore.InsertEvent);
    private static readonly BulkInsert<VersionRow> Versions = new(VersionStore.Insert);

    /// <summary>The same filings, with the ids of their enterprises and reports.</summary>
    internal async Task<IReadOnlyList<ReadyFiling>> RunAsync(
        IReadOnlyList<ReadyFiling> ready, int year, Scope region, Actor actor, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        if (ready.Count == 0)
            return ready;
        var filings = await OnTheRollAsync(ready, year, region, actor, connection, transaction, ct);

        var there = filings.Where(f => f.Known?.Report is not null).ToList();
        if (there.Count > 0)
        {
            if (await connection.ExecuteAsync(database.Command(DeclarationStore.UpdateFiled, there.ConvertAll(f => f.Columns), transaction, ct)) != there.Count)
                throw new DBConcurrencyException("A report changed while its import was being written.");
            await connection.ExecuteAsync(database.Command(DeleteItems, new { Ids = there.ConvertAll(f => f.Columns.Id) }, transaction, ct));
        }

        var missing = filings.Where(f => f.Known?.Report is null).ToList();
        await Reports.RunAsync(missing.ConvertAll(f => new ReportRow(f.EnterpriseId, year, f)), connection, transaction, ct);
        var ids = (await connection.QueryAsync<(long EnterpriseId, long Id)>(database.Command(
            SelectReportIds, new { Ids = filings.Select(f => f.EnterpriseId).ToList(), Year = year }, transaction, ct))).ToDictionary(r => r.EnterpriseId, r => r.Id);
        await Items.RunAsync(filings.SelectMany(f => RiskItemRow.Of(ids[f.EnterpriseId], f.Filing)).ToList(), connection, transaction, ct);
        filings = filings.Select(f => f with { Columns = f.Columns with { Id = ids[f.EnterpriseId] } }).ToList();
        await Events.RunAsync(filings.Select(f => f.Columns).ToList(), connection, transaction, ct);
        await Versions.RunAsync(filings.Select(f => f.Version with { DeclarationId = f.Columns.Id }).ToList(), connection, transaction, ct);
        return filings;
    }

    private async Task<IReadOnlyList<ReadyFiling>> OnTheRollAsync(
        IReadOnlyList<ReadyFiling> ready, int year, Scope region, Actor actor, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        foreach (var filing in ready.Where(f => f.Known is { FiledAfter: false } known && known.Enterprise.Facts != f.Filing.Facts))
        {
            if (!await enterprises.ChangeAsync(filing.EnterpriseId, year, filing.Filing.Facts, region, actor, connection, transaction, ct))
                throw new DBConcurrencyException("An enterprise left the region while its import was being written.");
        }

        var unknown = ready.Where(f => f.Known is null).ToList();
        if (unknown.Count == 0)
            return ready;
        await Enterprises.RunAsync(unknown.ConvertAll(f => new EnterpriseRow(f.Filing.Facts, f.Columns.Now, actor)), connection, transaction, ct);
        var ids = (await connection.QueryAsync<(string Code, long Id)>(database.Command(
            SelectEnterpriseIds, new { Codes = unknown.ConvertAll(f => f.Filing.Facts.CreditCode) }, transaction, ct))).ToDictionary(r => r.Code, r => r.Id);
        return ready.Select(f => f.Known is null ? f with { EnterpriseId = ids[f.Filing.Facts.CreditCode] } : f).ToList();
    }

    private sealed record EnterpriseRow(Domain.Enterprises.EnterpriseFacts Facts, DateTime ChangedAt, Actor Actor)
    {
        public string ChangedBy => Actor.Name;

        public string ChangedFrom => Actor.From;

        public string ChangeReason => Actor.Reason;
    }

    /// <summary>A report of an enterprise that did not even have the duty; it stands where the roll has the enterprise.</summary>
    private sealed record ReportRow(long EnterpriseId, int Year, ReadyFiling Ready)
    {
        public FiledColumns Columns => Ready.Columns;

        public DateTime SubmittedAt => Ready.Columns.Now;

        public DateOnly OwedSince => Ready.Columns.FiledOn;

        public string TownshipCode => Facts.TownshipCode;

        public Domain.Enterprises.Scale Scale => Facts.Scale;

        public string Name => Facts.Name;

        public string CreditCode => Facts.CreditCode;

        public string IndustryCode => Facts.IndustryCode;

        public string DivisionCode => Facts.DivisionCode;

        public int SpecialSubjects => Domain.Enterprises.SpecialSubject.BitsOf(Facts);

        public string SafetyOfficer => Facts.SafetyOfficer;

        public int? CellX => MapCell.Of(Facts.Longitude, Facts.Latitude)?.X;

        public int? CellY => MapCell.Of(Facts.Longitude, Facts.Latitude)?.Y;

        private Domain.Enterprises.EnterpriseFacts Facts => Ready.Known is { FiledAfter: true } known ? known.Enterprise.Facts : Ready.Filing.Facts;
    }
}
