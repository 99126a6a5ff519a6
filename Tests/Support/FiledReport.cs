using Dapper;
using RiskReport.Data.Declarations;
using RiskReport.Domain.Grading;

namespace RiskReport.Tests.Support;

/// <summary>A filed report as its tables have it, read and graded apart from the code that grades in bulk.</summary>
internal sealed record FiledReport
{
    public required long Id { get; init; }
    public required string CreditCode { get; init; }
    public required string TownshipCode { get; init; }
    public required RiskColour Colour { get; init; }
    public required string RuleSet { get; init; }
    public required string CatalogueEdition { get; init; }
    public int? HazardPlacePeople { get; init; }
    public bool? MajorHazard { get; init; }
    public bool? SeriousViolation { get; init; }
    public bool? AccidentConditions { get; init; }
    public IReadOnlyList<Assessment> Items { get; init; } = [];

    public EnterpriseConditions Conditions => new()
    {
        HazardPlacePeople = HazardPlacePeople,
        MajorHazard = MajorHazard,
        SeriousViolation = SeriousViolation,
        AccidentConditions = AccidentConditions,
    };

    public static async Task<IReadOnlyList<FiledReport>> AllAsync(TestDatabase test)
    {
        const string SelectReports = """
            SELECT Id, CreditCode, TownshipCode, Colour, RuleSet, CatalogueEdition, HazardPlacePeople, MajorHazard, SeriousViolation, AccidentConditions
            FROM Declaration WHERE Status IN (2, 4) ORDER BY Id
            """;
        await using var connection = await test.Database.OpenAsync(CancellationToken.None);
        var items = (await connection.QueryAsync<Item>("SELECT * FROM RiskItem ORDER BY Position")).ToLookup(i => i.DeclarationId, i => i.Assessment);
        return (await connection.QueryAsync<FiledReport>(SelectReports)).Select(r => r with { Items = [.. items[r.Id]] }).ToList();
    }

    /// <summary>As if it were filed today; null where these rules cannot grade it. Without an item there is nothing but the conditions.</summary>
    public Grade? GradeBy(GradingRules rules) => Items.Count == 0
        ? Grader.Regrade([], Conditions, rules)
        : Grader.Grade(Items, declaresNil: false, rules, Conditions).Grade;

    /// <summary>The colour, and what decides it: the first of the worst items, or a rule that goes beyond them, or the item that cannot be graded.</summary>
    public Outcome Under(GradingRules rules)
    {
        if (GradeBy(rules) is not { } grade)
        {
            var place = Enumerable.Range(0, Items.Count).First(i => AssessmentCheck.Problems(Items[i], i, rules).Any());
            return new Outcome(null, Items[place].Name, string.Concat(AssessmentCheck.Problems(Items[place], 0, rules).Select(p => p.Message.Replace("第 1 项", "风险", StringComparison.Ordinal))));
        }

        var worst = grade.Items.Select(i => i.Colour).ToList().IndexOf(grade.Colour);
        return worst >= 0
            ? new Outcome(grade.Colour, Items[worst].Name, grade.Items[worst].Reason)
            : new Outcome(grade.Colour, null, grade.Overrides.FirstOrDefault(o => o.Colour == grade.Colour)?.Reason ?? "没有达到更高等级的风险项或情形。");
    }

    private sealed record Item
    {
        public required long DeclarationId { get; init; }
        public required string Name { get; init; }
        public required GradingMethod Method { get; init; }
        public decimal? L { get; init; }
        public decimal? E { get; init; }
        public decimal? C { get; init; }
        public decimal? S { get; init; }
        public decimal? M { get; init; }
        public string? CatalogueCode { get; init; }
        public string? Details { get; init; }

        public Assessment Assessment => AssessmentDetails.Read(
            new Assessment { Name = Name, Method = Method, L = L, E = E, C = C, S = S, M = M, CatalogueCode = CatalogueCode }, Details);
    }
}

/// <summary>A colour, or none, with the item and the sentence that decide it.</summary>
internal sealed record Outcome(RiskColour? Colour, string? Item, string Reason);
