namespace RiskReport.Domain.Grading;

/// <summary>One risk as assessed: a method with what it needs, and nothing else.</summary>
public sealed record Assessment
{
    public string? Name { get; init; }
    public required GradingMethod Method { get; init; }
    public decimal? L { get; init; }
    public decimal? E { get; init; }
    public decimal? C { get; init; }
    public decimal? S { get; init; }
    public decimal? M { get; init; }
    public string? CatalogueCode { get; init; }
    public MajorHazardUnit? Unit { get; init; }
    public ChemicalDiagnosis? Diagnosis { get; init; }

    public decimal? this[FactorKey factor] => factor switch
    {
        FactorKey.L => L,
        FactorKey.E => E,
        FactorKey.C => C,
        FactorKey.S => S,
        _ => M,
    };
}

/// <summary>The factors of the scoring methods.</summary>
public enum FactorKey
{
    L = 1,
    E = 2,
    C = 3,
    S = 4,
    M = 5,
}

/// <summary>
/// A unit with dangerous chemicals (GB 18218-2018 §4): what it holds at most, in tonnes, and how many people are within
/// 500 m outside the works.
/// </summary>
public sealed record MajorHazardUnit(int? People, IReadOnlyList<SubstanceAmount> Substances)
{
    public bool Equals(MajorHazardUnit? other) => other is not null && People == other.People && Substances.SequenceEqual(other.Substances);

    public override int GetHashCode() => HashCode.Combine(People, Substances.Count);
}

/// <summary>A substance that the rule set does not list by name is told by its hazard class.</summary>
public sealed record SubstanceAmount(string Name, decimal? Tonnes, string? Class = null);

/// <summary>The score of a chemical enterprise (应急〔2018〕19号) and the conditions met that are red whatever the score.</summary>
public sealed record ChemicalDiagnosis(decimal? Score, IReadOnlyList<string> DirectRed)
{
    public bool Equals(ChemicalDiagnosis? other) => other is not null && Score == other.Score && DirectRed.SequenceEqual(other.DirectRed);

    public override int GetHashCode() => HashCode.Combine(Score, DirectRed.Count);
}
