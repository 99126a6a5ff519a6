using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Reference;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Declarations;

/// <summary>The form page: what was typed, what is wrong with it, and the colours so far.</summary>
public sealed record DeclarationPage
{
    public required Enterprise Enterprise { get; init; }
    public required Declaration Declaration { get; init; }
    public required DeclarationForm Form { get; init; }
    public required GradingRules Rules { get; init; }
    public required ReferenceData Reference { get; init; }
    public FormCheck? Check { get; init; }

    /// <summary>The report was changed elsewhere since this form was opened.</summary>
    public bool IsStale { get; init; }

    public bool ShowsProblems { get; init; } = true;

    public IReadOnlyList<PageProblem> Problems => ShowsProblems ? Check?.Problems ?? [] : [];

    public string Post(string path) => $"/declarations/{Declaration.Year}{path}";

    public string? Problem(string name) => Problems.FirstOrDefault(p => p.Name == name)?.Message;

    public ItemGrade? GradeOf(int item) => Check is { } check && item < check.Items.Count ? check.Items[item] : null;

    public string? LowerOf(int item) => Check is { } check && item < check.Lower.Count ? check.Lower[item] : null;

    /// <summary>A preview is not the moment to complain.</summary>
    public DeclarationPage WithoutProblems() => this with { ShowsProblems = false };
}
