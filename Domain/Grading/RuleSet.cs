namespace RiskReport.Domain.Grading;

/// <summary>
/// Everything a colour is decided by, as data. A set is complete in itself and never changes once it has been in force;
/// a stored report names the set it was graded with, so that it can always be graded again under its own rules.
/// </summary>
public sealed record RuleSet
{
    public const int LongestName = 20;

    public required string Name { get; init; }
    public required string Note { get; init; }
    public required IReadOnlyList<ScoringMethod> Methods { get; init; }
    public required MajorHazardScoring MajorHazard { get; init; }
    public required ChemicalScoring Chemical { get; init; }
    public required IReadOnlyList<OverrideRule> Overrides { get; init; }
    public required ManagementScale Management { get; init; }

    public ScoringMethod? Find(GradingMethod method) => Methods.FirstOrDefault(m => m.Method == method);
}

/// <summary>Where a colour begins, inclusive, and who says so.</summary>
public sealed record Threshold(decimal From, string Source);

/// <summary>
/// A method whose score is the product of its factors; each factor takes the values of its table only. The colours are
/// given by their lower bounds alone, so that no score can fall between two of them.
/// </summary>
public sealed record ScoringMethod
{
    public required GradingMethod Method { get; init; }
    public required string Title { get; init; }
    public required IReadOnlyList<Factor> Factors { get; init; }
    public required Threshold Red { get; init; }
    public required Threshold Orange { get; init; }
    public required Threshold Yellow { get; init; }

    public RiskColour ColourOf(decimal score) =>
        score >= Red.From ? RiskColour.Red
        : score >= Orange.From ? RiskColour.Orange
        : score >= Yellow.From ? RiskColour.Yellow
        : RiskColour.Blue;
}

/// <summary>One factor of a method, e.g. L of LEC, with the plain words of each step, the highest first.</summary>
public sealed record Factor(FactorKey Key, string Name, IReadOnlyList<FactorStep> Steps);

public sealed record FactorStep(decimal Value, string Words);

/// <summary>
/// GB 18218-2018: a unit is a major hazard where s = Σ(q/Q) is 1 or more (§4.2), and its level comes from
/// R = α·Σ(β·q/Q) (§4.3). Which colour a level has is local practice, hence data.
/// </summary>
public sealed record MajorHazardScoring
{
    public required IReadOnlyList<AlphaBand> Alpha { get; init; }
    public required string AlphaSource { get; init; }

    /// <summary>From level 1, the worst, to level 4, which begins at 0.</summary>
    public required IReadOnlyList<HazardLevel> Levels { get; init; }

    /// <summary>The colour of a unit that is no major hazard.</summary>
    public required RiskColour BelowColour { get; init; }
    public required string Source { get; init; }
    public required IReadOnlyList<Substance> Substances { get; init; }
    public required IReadOnlyList<SubstanceClass> Classes { get; init; }

    public decimal AlphaOf(int people) => Alpha.Last(a => people >= a.PeopleFrom).Alpha;

    public HazardLevel LevelOf(decimal r) => Levels.First(l => r >= l.From);
}

/// <summary>The factor for people exposed outside the works, from so many on.</summary>
public sealed record AlphaBand(int PeopleFrom, decimal Alpha);

public sealed record HazardLevel(int Level, decimal From, RiskColour Colour, string Source)
{
    public string Word => Level switch { 1 => "一级", 2 => "二级", 3 => "三级", _ => "四级" };
}

/// <summary>A substance listed by name (tables 1 and 3): Q in tonnes and β.</summary>
public sealed record Substance(string Name, IReadOnlyList<string> Aliases, decimal CriticalQuantity, decimal Beta);

/// <summary>Q and β of a hazard class (tables 2 and 4), for substances that are not listed by name.</summary>
public sealed record SubstanceClass(string Code, decimal CriticalQuantity, decimal Beta);

/// <summary>应急〔2018〕19号: the higher the score the better, and some conditions are red whatever the score.</summary>
public sealed record ChemicalScoring
{
    public required Threshold Blue { get; init; }
    public required Threshold Yellow { get; init; }
    public required Threshold Orange { get; init; }

    /// <summary>100 and every bonus there is.</summary>
    public required decimal MaxScore { get; init; }
    public required IReadOnlyList<DirectRedCondition> DirectRed { get; init; }

    public RiskColour ColourOf(decimal score) =>
        score >= Blue.From ? RiskColour.Blue
        : score >= Yellow.From ? RiskColour.Yellow
        : score >= Orange.From ? RiskColour.Orange
        : RiskColour.Red;
}

public sealed record DirectRedCondition(string Code, string Words, string Source);

/// <summary>
/// The second figure of an enterprise, 管理评价: how well it is managed. It has words of its own and no way into a
/// colour, which says how much can happen.
/// </summary>
public sealed record ManagementScale(Threshold Excellent, Threshold Good, Threshold Fair)
{
    public ManagementRating RatingOf(decimal score) =>
        score >= Excellent.From ? ManagementRating.Excellent
        : score >= Good.From ? ManagementRating.Good
        : score >= Fair.From ? ManagementRating.Fair
        : ManagementRating.Poor;
}
