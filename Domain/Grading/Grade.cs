namespace RiskReport.Domain.Grading;

/// <summary>A colour together with why it was given; an inspector must be able to read the reason aloud.</summary>
public sealed record ItemGrade(RiskColour Colour, decimal? Score, string Rule, string Reason);

/// <summary>The colour of a whole enterprise, by its worst item.</summary>
public sealed record Grade(string RuleSet, RiskColour Colour, IReadOnlyList<ItemGrade> Items, IReadOnlyList<string> Reasons)
{
    public decimal? TopScore => Items.Max(i => i.Score);

    public int Count(RiskColour colour) => Items.Count(i => i.Colour == colour);
}

/// <summary>Why nothing could be graded: the item (from 0), the factor or field, a stable code and a sentence.</summary>
public sealed record GradingProblem(int? Item, string? Factor, string Code, string Message);

/// <summary>Either a grade, or every reason why there is none.</summary>
public sealed record GradeResult(Grade? Grade, IReadOnlyList<GradingProblem> Problems);
