using System.Runtime.CompilerServices;
using Dapper;
using RiskReport.Data.Declarations;
using RiskReport.Data.Reference;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Regrading;

namespace RiskReport.Data.Regrading;

/// <summary>Runs and their results as a region sees them; a run of another region does not exist for it.</summary>
public sealed class RegradingQueries(Database database)
{
    private const int ChunkSize = 2_000;

    private const string InScope = "r.RegionFrom BETWEEN @RegionFrom AND @RegionTo";

    private const string SelectOne = $"SELECT {RegradingQueue.Columns} FROM RegradingRun r WHERE r.Id = @Id AND {InScope}";

    private const string SelectLatest = $$"""
        SELECT {{RegradingQueue.Columns}} FROM RegradingRun r WHERE {{InScope}} ORDER BY r.Id DESC {page}
        """;

    private const string SelectLastOf = $$"""
        SELECT {{RegradingQueue.Columns}} FROM RegradingRun r
        WHERE r.Kind = 1 AND r.RuleSet = @RuleSet AND r.Definition = @Definition AND r.Status = 2 AND r.RegionCode = @RegionCode AND {{InScope}} ORDER BY r.Id DESC {page}
        """;

    private const string SelectDefinition = $"SELECT r.Definition FROM RegradingRun r WHERE r.Id = @Id AND {InScope}";

    private const string SelectCounts = $"""
        SELECT c.CountyCode, c.ColourFrom, c.ColourTo, c.Enterprises
        FROM RegradingCount c
        JOIN RegradingRun r ON r.Id = c.RunId
        WHERE c.RunId = @Id AND {InScope}
        ORDER BY c.CountyCode, c.ColourFrom, c.ColourTo
        """;

    // the run's region holds the report's, unless the enterprise has moved away since: then it is no longer this caller's
    private const string Changes = $"""
        FROM RegradingChange c
        JOIN RegradingRun r ON r.Id = c.RunId
        JOIN Declaration d ON d.Id = c.DeclarationId
        WHERE c.RunId = @Id AND {InScope} AND {ScopeSql.OfDeclaration}
          AND d.TownshipCode BETWEEN @PartFrom AND @PartTo
          AND (@Before IS NULL OR c.ColourFrom = @Before) AND (@After IS NULL OR c.ColourTo = @After)
        """;

    private const string CountChanges = $"SELECT COUNT(*) {Changes}";

    private const string SelectChanges = $$"""
        SELECT c.DeclarationId, d.EnterpriseId, d.Year, d.CreditCode, d.Name, county.Name AS County, town.Name AS Township, e.IndustryCode,
            d.Scale, d.Status, c.ColourFrom, c.ColourTo, d.CatalogueEdition,
            CASE WHEN d.Version = c.Version THEN 1 ELSE 0 END AS IsAsRead, d.HazardPlacePeople, d.MajorHazard, d.SeriousViolation, d.AccidentConditions,
            i.Name AS ItemName, i.Method, i.L, i.E, i.C, i.S, i.M, i.CatalogueCode, i.Details
        FROM (SELECT c.DeclarationId, c.ColourFrom, c.ColourTo, c.Position, c.Version {{Changes}} AND c.DeclarationId > @Behind ORDER BY c.DeclarationId {page}) c
        JOIN Declaration d ON d.Id = c.DeclarationId
        JOIN Enterprise e ON e.Id = d.EnterpriseId
        JOIN Region town ON town.Code = d.TownshipCode
        JOIN Region county ON county.Code = town.ParentCode
        LEFT JOIN RiskItem i ON i.DeclarationId = c.DeclarationId AND i.Position = c.Position AND d.Version = c.Version
        ORDER BY c.DeclarationId
        """;

    public async Task<RegradingRun?> FindAsync(long id, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<RegradingRun>(database.Command(SelectOne, scope.Parameters(new { Id = id }), ct: ct));
    }

    public async Task<IReadOnlyList<RegradingRun>> LatestAsync(Scope scope, int take, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var runs = await connection.QueryAsync<RegradingRun>(database.Command(SelectLatest, scope.Parameters(new { Skip = 0, Take = take }), ct: ct));
        return runs.AsList();
    }

    /// <summary>The last finished simulation of a rule set as it now is, over the whole of the caller's region.</summary>
    public async Task<RegradingRun?> LastOfAsync(RuleSetEntry rules, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QueryFirstOrDefaultAsync<RegradingRun>(
            database.Command(SelectLastOf, scope.Parameters(new { RuleSet = rules.Name, Definition = RuleSetJson.Write(rules.Rules), scope.RegionCode, Skip = 0, Take = 1 }), ct: ct));
    }

    public async Task<RegradingCounts> CountsAsync(long id, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var counts = await connection.QueryAsync<RegradingCount>(database.Command(SelectCounts, scope.Parameters(new { Id = id }), ct: ct));
        return new RegradingCounts(counts.AsList());
    }

    /// <summary>The rules of the run, to put its results in words.</summary>
    public async Task<RunRules?> RulesAsync(RegradingRun run, ReferenceData reference, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<string>(database.Command(SelectDefinition, scope.Parameters(new { run.Id }), ct: ct)) is { } definition
            ? new RunRules(RuleSetJson.Read(definition), reference)
            : null;
    }

    public async Task<int> CountChangesAsync(long id, RegradingFilter filter, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<int>(database.Command(CountChanges, Parameters(id, filter, scope, 0, 0, 0), ct: ct));
    }

    public async Task<IReadOnlyList<RegradingChange>> ChangesAsync(
        long id, RegradingFilter filter, RunRules rules, Scope scope, int skip, int take, CancellationToken ct) =>
        await PageAsync(id, filter, rules, scope, 0, skip, take, ct);

    /// <summary>All of them for an export, chunk by chunk, so that nothing stays open while a slow client takes its time.</summary>
    public async IAsyncEnumerable<RegradingChange> AllChangesAsync(
        long id, RegradingFilter filter, RunRules rules, Scope scope, [EnumeratorCancellation] CancellationToken ct)
    {
        List<RegradingChange> chunk;
        var behind = 0L;
        do
        {
            chunk = await PageAsync(id, filter, rules, scope, behind, 0, ChunkSize, ct);
            foreach (var change in chunk)
                yield return change;
            behind = chunk.Count > 0 ? chunk[^1].DeclarationId : behind;
        }
        while (chunk.Count == ChunkSize);
    }

    private async Task<List<RegradingChange>> PageAsync(
        long id, RegradingFilter filter, RunRules rules, Scope scope, long behind, int skip, int take, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var rows = await connection.QueryAsync<ChangeRow>(database.Command(SelectChanges, Parameters(id, filter, scope, behind, skip, take), ct: ct));
        return rows.Select(r => r.ToChange(rules)).ToList();
    }

    private static DynamicParameters Parameters(long id, RegradingFilter filter, Scope scope, long behind, int skip, int take)
    {
        var part = new Scope(filter.RegionCode ?? "");
        return scope.Parameters(new
        {
            Id = id,
            PartFrom = part.RegionFrom,
            PartTo = part.RegionTo,
            Before = (int?)filter.Before,
            After = filter.After is { } to ? (int?)(to.Colour ?? 0) : null,
            Behind = behind,
            Skip = skip,
            Take = take,
        });
    }

    private sealed record ChangeRow
    {
        public required long DeclarationId { get; init; }
        public required long EnterpriseId { get; init; }
        public required int Year { get; init; }
        public required string CreditCode { get; init; }
        public required string Name { get; init; }
        public required string County { get; init; }
        public required string Township { get; init; }
        public required string IndustryCode { get; init; }
        public required Scale Scale { get; init; }
        public required DeclarationStatus Status { get; init; }
        public required int ColourFrom { get; init; }
        public required int ColourTo { get; init; }
        public string? CatalogueEdition { get; init; }
        public required bool IsAsRead { get; init; }
        public int? HazardPlacePeople { get; init; }
        public bool? MajorHazard { get; init; }
        public bool? SeriousViolation { get; init; }
        public bool? AccidentConditions { get; init; }
        public string? ItemName { get; init; }
        public GradingMethod? Method { get; init; }
        public decimal? L { get; init; }
        public decimal? E { get; init; }
        public decimal? C { get; init; }
        public decimal? S { get; init; }
        public decimal? M { get; init; }
        public string? CatalogueCode { get; init; }
        public string? Details { get; init; }

        public RegradingChange ToChange(RunRules rules) => new()
        {
            DeclarationId = DeclarationId,
            EnterpriseId = EnterpriseId,
            Year = Year,
            CreditCode = CreditCode,
            Name = Name,
            County = County,
            Township = Township,
            IndustryCode = IndustryCode,
            Scale = Scale,
            Status = Status,
            Before = (RiskColour)ColourFrom,
            After = ColourTo == 0 ? null : (RiskColour)ColourTo,
            Item = ItemName,
            Reason = IsAsRead ? Reason(rules.For(CatalogueEdition)) : "报告此后已有变化，请看报告现在的评级理由。",
        };

        /// <summary>The same sentence as everywhere.</summary>
        private string Reason(GradingRules rules)
        {
            if (Method is { } method)
            {
                var item = AssessmentDetails.Read(new Assessment { Name = ItemName, Method = method, L = L, E = E, C = C, S = S, M = M, CatalogueCode = CatalogueCode }, Details);
                return Grader.Regrade([item], EnterpriseConditions.None, rules) is { } grade ? grade.Items[0].Reason
                    : string.Concat(AssessmentCheck.Problems(item, 0, rules).Select(p => p.Message.Replace("第 1 项", "风险", StringComparison.Ordinal)));
            }

            var conditions = new EnterpriseConditions
            {
                HazardPlacePeople = HazardPlacePeople,
                MajorHazard = MajorHazard,
                SeriousViolation = SeriousViolation,
                AccidentConditions = AccidentConditions,
            };
            return Grader.Overrides(conditions, rules.RuleSet).FirstOrDefault()?.Reason ?? "没有达到更高等级的风险项或情形。";
        }
    }
}
