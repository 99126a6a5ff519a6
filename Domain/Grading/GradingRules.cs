namespace RiskReport.Domain.Grading;

/// <summary>
/// A rule set with an edition of the catalogue, made ready: every combination of steps is graded once, here, and
/// grading an item is looking it up. What pages show of a method is this same table.
/// </summary>
public sealed class GradingRules
{
    private readonly MethodTable?[] tables = new MethodTable?[GradingMethodWords.All.Count + 1];
    private readonly Dictionary<string, (CatalogueItem Item, Verdict Verdict)> catalogue;
    private readonly Dictionary<string, Substance> substances;
    private readonly Dictionary<string, SubstanceClass> classes;
    private readonly Dictionary<string, DirectRedCondition> directRed;

    public GradingRules(RuleSet ruleSet, Catalogue catalogue)
    {
        RuleSet = ruleSet;
        Catalogue = catalogue;
        foreach (var method in ruleSet.Methods)
            tables[(int)method.Method] = new MethodTable(method, ruleSet.Name);
        this.catalogue = catalogue.Items.ToDictionary(
            i => i.Code, i => (i, new Verdict(i.Colour, null, $"{ruleSet.Name}/{GradingMethod.Catalogue.Code()}/{i.Code}")));
        // a draft may name something twice, which RuleSetCheck tells: looking at it must be possible
        substances = ruleSet.MajorHazard.Substances
            .SelectMany(s => s.Aliases.Prepend(s.Name), (s, name) => (Name: name, Substance: s))
            .DistinctBy(s => s.Name)
            .ToDictionary(s => s.Name, s => s.Substance);
        classes = ruleSet.MajorHazard.Classes
            .DistinctBy(c => c.Code, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(c => c.Code, StringComparer.OrdinalIgnoreCase);
        directRed = ruleSet.Chemical.DirectRed
            .DistinctBy(c => c.Code, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(c => c.Code, StringComparer.OrdinalIgnoreCase);
    }

    public RuleSet RuleSet { get; }

    public Catalogue Catalogue { get; }

    /// <summary>Null for a method that the set does not have, or that has no factors.</summary>
    public MethodTable? Table(GradingMethod method) => tables[(int)method];

    public CatalogueItem? CatalogueItem(string code) => catalogue.TryGetValue(code, out var found) ? found.Item : null;

    public Substance? Substance(string name) => substances.GetValueOrDefault(name);

    public SubstanceClass? Class(string code) => classes.GetValueOrDefault(code);

    public DirectRedCondition? DirectRed(string code) => directRed.GetValueOrDefault(code);

    internal Verdict? CatalogueVerdict(string? code) => code is not null && catalogue.TryGetValue(code, out var found) ? found.Verdict : null;
}

/// <summary>What was decided, before it is put in words: the colour, the score, and the name of the rule that decided.</summary>
public sealed record Verdict(RiskColour Colour, decimal? Score, string Rule);

/// <summary>All combinations of a method's steps with their colours.</summary>
public sealed class MethodTable
{
    private readonly Factor[] factors;
    private readonly decimal[][] values;
    private readonly Verdict[] cells;

    internal MethodTable(ScoringMethod method, string ruleSet)
    {
        Method = method;
        factors = [.. method.Factors];
        values = [.. factors.Select(f => f.Steps.Select(s => s.Value).ToArray())];
        cells = new Verdict[values.Aggregate(1, (count, steps) => count * steps.Length)];
        var rules = Enum.GetValues<RiskColour>().ToDictionary(c => c, c => $"{ruleSet}/{method.Method.Code()}/{c.Code()}");
        for (var i = 0; i < cells.Length; i++)
        {
            var score = Normalised(StepsAt(i).Aggregate(1m, (product, step) => product * step.Value));
            var colour = method.ColourOf(score);
            cells[i] = new Verdict(colour, score, rules[colour]);
        }
    }

    public ScoringMethod Method { get; }

    public IReadOnlyList<Verdict> Cells => cells;

    /// <summary>Null where a factor is missing or not a step of its table.</summary>
    public Verdict? Find(Assessment item)
    {
        var index = 0;
        for (var f = 0; f < factors.Length; f++)
        {
            if (item[factors[f].Key] is not { } value || StepOf(f, value) is not (>= 0 and var step))
                return null;
            index = index * values[f].Length + step;
        }

        return cells[index];
    }

    /// <summary>The steps of a combination, by its place among the cells.</summary>
    public FactorStep[] StepsAt(int cell)
    {
        var steps = new FactorStep[factors.Length];
        for (var f = factors.Length - 1; f >= 0; f--)
        {
            steps[f] = factors[f].Steps[cell % values[f].Length];
            cell /= values[f].Length;
        }

        return steps;
    }

    /// <summary>The verdict on these values, in the order of the factors; null where one of them is no step of this table.</summary>
    public Verdict? At(IReadOnlyList<FactorStep> steps)
    {
        var index = 0;
        for (var f = 0; f < factors.Length; f++)
        {
            if (f >= steps.Count || StepOf(f, steps[f].Value) is not (>= 0 and var step))
                return null;
            index = index * values[f].Length + step;
        }

        return cells[index];
    }

    public int Count(RiskColour colour) => cells.Count(c => c.Colour == colour);

    private int StepOf(int factor, decimal value)
    {
        var steps = values[factor];
        for (var i = 0; i < steps.Length; i++)
        {
            if (steps[i] == value)
                return i;
        }

        return -1;
    }

    /// <summary>Drops trailing zeros: 0.5 × 6 × 1 is 3, not 3.0.</summary>
    internal static decimal Normalised(decimal score) => score / 1.0000000000000000000000000000m;
}
