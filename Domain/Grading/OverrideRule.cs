namespace RiskReport.Domain.Grading;

/// <summary>What is known of a whole enterprise, beside its items; what is null is not known and raises nothing.</summary>
public sealed record EnterpriseConditions
{
    public static readonly EnterpriseConditions None = new();

    /// <summary>The most people at one time in a place where fire, explosion or poisoning is possible.</summary>
    public int? HazardPlacePeople { get; init; }

    /// <summary>It has a unit that is a major hazard (GB 18218).</summary>
    public bool? MajorHazard { get; init; }

    /// <summary>A serious breach of law or of a mandatory standard is not put right yet.</summary>
    public bool? SeriousViolation { get; init; }

    /// <summary>Somebody died or was badly hurt, or much was lost, and it could happen again.</summary>
    public bool? AccidentConditions { get; init; }

    public decimal? this[EnterpriseFact fact] => fact switch
    {
        EnterpriseFact.HazardPlacePeople => HazardPlacePeople,
        EnterpriseFact.MajorHazard => Number(MajorHazard),
        EnterpriseFact.SeriousViolation => Number(SeriousViolation),
        EnterpriseFact.AccidentConditions => Number(AccidentConditions),
        _ => throw new ArgumentOutOfRangeException(nameof(fact), fact, null),
    };

    private static decimal? Number(bool? answer) => answer is { } yes ? yes ? 1 : 0 : null;
}

public enum EnterpriseFact
{
    HazardPlacePeople = 1,
    MajorHazard = 2,
    SeriousViolation = 3,
    AccidentConditions = 4,
}

public static class EnterpriseFactWords
{
    public static string Word(this EnterpriseFact fact) => fact switch
    {
        EnterpriseFact.HazardPlacePeople => "危险场所最多人数",
        EnterpriseFact.MajorHazard => "重大危险源",
        EnterpriseFact.SeriousViolation => "重大违法未整改",
        EnterpriseFact.AccidentConditions => "事故条件未消除",
        _ => throw new ArgumentOutOfRangeException(nameof(fact), fact, null),
    };

    /// <summary>A number is held against the rule's bound; the others are yes or no.</summary>
    public static bool IsNumber(this EnterpriseFact fact) => fact == EnterpriseFact.HazardPlacePeople;

    public static EnterpriseFact? Parse(string? word) =>
        Enum.GetValues<EnterpriseFact>().Where(f => f.Word() == word).Select(f => (EnterpriseFact?)f).FirstOrDefault();
}

/// <summary>Gives an enterprise at least this colour where a fact reaches a bound, whatever its items say. Never lowers.</summary>
public sealed record OverrideRule(string Id, EnterpriseFact Fact, decimal AtLeast, RiskColour Colour, string Words, string Source)
{
    public bool Applies(EnterpriseConditions conditions) => conditions[Fact] >= AtLeast;
}
