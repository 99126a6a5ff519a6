using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Fields;
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

    /// <summary>Why the office returned the last version.</summary>
    public IReadOnlyList<ReturnReason> Reasons { get; init; } = [];

    public bool ShowsProblems { get; init; } = true;

    public IReadOnlyList<PageProblem> Problems => ShowsProblems ? Check?.Problems ?? [] : [];

    public string Post(string path) => $"/declarations/{Declaration.Year}{path}";

    public string? Problem(string name) => Problems.FirstOrDefault(p => p.Name == name)?.Message;

    public ItemGrade? GradeOf(int item) => Check is { } check && item < check.Items.Count ? check.Items[item] : null;

    /// <summary>
    /// An accident type of another edition than the year's: what it is called there, or which of its successors to choose
    /// from. Which one it is only the enterprise can say.
    /// </summary>
    public string? AccidentHint(string name)
    {
        var types = Reference.AccidentTypes;
        var edition = types.EditionOf(Declaration.Year);
        return types.Find(name, Declaration.Year) is not { } type || type.Edition == edition ? null : types.Successors(type.Edition, name, edition) switch
        {
            [] => null,
            [var one] => $"{type.Edition} 的名称，在 {edition} 中为“{one}”。",
            var several => $"{type.Edition} 的名称，在 {edition} 中分为“{string.Join("”“", several)}”，请按实际情况选择其中一项。",
        };
    }

    /// <summary>What the office says of an answer, of the basics or of a risk by its place on the form.</summary>
    public string? Notice(Field field, int? item = null)
    {
        var origin = item is not { } i ? "0" : Form.Items[i].GetValueOrDefault(DeclarationForm.Origin, "");
        var said = Reasons.Where(r => r.FieldKey == field.Key && $"{r.Item}" == origin).Select(r => r.Message).ToList();
        return said.Count == 0 ? null : "退回意见：" + string.Join(" ", said);
    }

    public string? LowerOf(int item) => Check is { } check && item < check.Lower.Count ? check.Lower[item] : null;

    /// <summary>A preview is not the moment to complain.</summary>
    public DeclarationPage WithoutProblems() => this with { ShowsProblems = false };
}
