namespace RiskReport.Domain.Grading;

/// <summary>A colour together with why it was given; an inspector must be able to read the reason aloud.</summary>
public sealed record ItemGrade(RiskColour Colour, decimal? Score, string Rule, string Reason);

/// <summary>A rule about the enterprise as a whole that applied.</summary>
public sealed record OverrideGrade(RiskColour Colour, string Rule, string Reason);

/// <summary>The colour of a whole enterprise: its worst item, or what a rule about the whole raised it to.</summary>
public sealed record Grade
{
    public required string RuleSet { get; init; }
    public required string CatalogueEdition { get; init; }
    public required RiskColour Colour { get; init; }
    public required IReadOnlyList<ItemGrade> Items { get; init; }
    public required IReadOnlyList<OverrideGrade> Overrides { get; init; }
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>The worst of the items alone.</summary>
    public RiskColour? ItemColour => Items.Max(i => (RiskColour?)i.Colour);

    /// <summary>The highest score of the methods whose score grows with the risk; a diagnosis counts the other way round.</summary>
    public required decimal? TopScore { get; init; }

    public int Count(RiskColour colour) => Items.Count(i => i.Colour == colour);
}

/// <summary>Why nothing could be graded: the item (from 0), the factor or field by its heading, a stable code and a sentence.</summary>
public sealed record GradingProblem(int? Item, string? Factor, string Code, string Message);

/// <summary>Either a grade, or every reason why there is none.</summary>
public sealed record GradeResult(Grade? Grade, IReadOnlyList<GradingProblem> Problems);
