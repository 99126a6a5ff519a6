using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Reference;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Declarations;

/// <summary>What a new report begins with and is held against: the version filed before, or the last accepted report.</summary>
public sealed record BaseReport
{
    public required Declaration Declaration { get; init; }
    public required IReadOnlyDictionary<string, string> Basics { get; init; }
    public required IReadOnlyList<RiskFacts> Risks { get; init; }

    /// <summary>Null for a report that is older than versions are.</summary>
    public CanonicalReport? Content { get; init; }

    public int Year => Declaration.Year;
}

/// <summary>A page of the form: what was typed, what is wrong with it, and the colours so far.</summary>
public sealed record DeclarationPage
{
    public required Enterprise Enterprise { get; init; }
    public required Declaration Declaration { get; init; }
    public required DeclarationForm Form { get; init; }
    public required GradingRules Rules { get; init; }
    public required ReferenceData Reference { get; init; }
    public required FormCheck Check { get; init; }
    public BaseReport? Base { get; init; }

    /// <summary>Why the office returned the last version.</summary>
    public IReadOnlyList<ReturnReason> Reasons { get; init; } = [];

    /// <summary>The part this page is about, and which of its risks.</summary>
    public Part Part { get; init; } = Part.Basics;
    public string? ItemId { get; init; }

    /// <summary>This opening of the page: its own saves never get in its way.</summary>
    public string Edit { get; init; } = DeclarationForm.NewId();

    /// <summary>The same page was saved elsewhere since this one was opened.</summary>
    public bool IsStale { get; init; }

    /// <summary>The draft would grow beyond all measure, so it was not saved.</summary>
    public bool IsTooLong { get; init; }

    public bool IsUnsaved => IsStale || IsTooLong;

    /// <summary>Back to the page from which an answer was changed.</summary>
    public bool FromCheck { get; init; }
    public bool ShowsProblems { get; init; }

    /// <summary>What is wrong beside the answers themselves, such as a commitment that is missing.</summary>
    public IReadOnlyList<PageProblem> MoreProblems { get; init; } = [];

    public int Year => Declaration.Year;

    public string Root => $"/declarations/{Declaration.Year}";

    /// <summary>Who saved this page last, as this opening of it knows.</summary>
    public string Writer => string.Join('.', WriterKeys.Select(k => Form.Writers.GetValueOrDefault(k, "")));

    /// <summary>The pages whose answers this one holds: the short way asks for those of several.</summary>
    public IReadOnlyList<string> WriterKeys => ItemId is { } id ? [id]
        : Part == Part.Nil ? [Part.Basics.Slug, Part.Industry.Slug, Part.Safety.Slug, Part.Whole.Slug]
        : [Part.Slug];

    public Dictionary<string, string> Item => Form.Find(ItemId!)!;

    public int ItemIndex => Form.Items.IndexOf(Item);

    /// <summary>Those of this page, at its inputs; those of other pages are links there.</summary>
    public IReadOnlyList<PageProblem> Problems => ShowsProblems
        ? [.. MoreProblems, .. Check.Problems.Where(IsHere).Select(p => new PageProblem(p.Name, p.Message))]
        : MoreProblems;

    public string? Problem(string name) => Problems.FirstOrDefault(p => p.Name == name)?.Message;

    /// <summary>By the fields it asks for: the question of a special sheet stands on two pages.</summary>
    public IReadOnlyList<FormProblem> ProblemsOf(Part part) => [.. Check.Problems.Where(p => part.Asks(p))];

    public PartState State(Part part)
    {
        var problems = ProblemsOf(part);
        var begun = Form.Writers.ContainsKey(part.Slug) || (part == Part.Risks && Form.Items.Count > 0);
        return problems.Count == 0 ? PartState.Done
            : problems.Any(p => !p.Missing) ? PartState.Wrong
            : begun ? PartState.InProgress
            : PartState.NotStarted;
    }

    public PartState StateOfItem(string id) => Check.Problems.Where(p => p.Item == id).ToList() switch
    {
        [] => PartState.Done,
        var problems => problems.TrueForAll(p => p.Missing) ? PartState.InProgress : PartState.Wrong,
    };

    public ItemGrade? GradeOf(int item) => item < Check.Items.Count ? Check.Items[item] : null;

    public string? LowerOf(int item) => item < Check.Lower.Count ? Check.Lower[item] : null;

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

    /// <summary>What the office says of an answer, of the basics or of this page's risk.</summary>
    public string? Notice(Field field)
    {
        var origin = ItemId is null ? "0" : Item.GetValueOrDefault(DeclarationForm.Origin, "");
        var said = Reasons.Where(r => r.FieldKey == field.Key && $"{r.Item}" == origin).Select(r => r.Message).ToList();
        return said.Count == 0 ? null : "退回意见：" + string.Join(" ", said);
    }

    /// <summary>What stood there before, where the answer has changed since.</summary>
    public string? Was(Field field) =>
        Base is { } before && before.Basics.GetValueOrDefault(field.Key, "") is var was && was != Normal.Text(Form[field])
            ? $"{(before.Year == Year ? "上次" : $"{before.Year} 年度")}报告：{(was.Length == 0 ? "未填" : was)}" : null;

    /// <summary>From the report before to what is filled in now; only a complete one can be compared.</summary>
    public IReadOnlyList<ReportDifference>? Differences => Base?.Content is { } before && Check.Filing is { } filing
        ? ReportDifferences.Between(before, CanonicalReport.Read(CanonicalReport.Write(filing, Year, 0, DateTime.UnixEpoch, DeclarationType.Periodic)))
        : null;

    /// <summary>The catalogue's entries for the special subjects of this enterprise, those not yet on the list.</summary>
    public IReadOnlyList<CatalogueItem> Suggestions
    {
        get
        {
            var subjects = Part.Subjects(Form, Reference, Year);
            var listed = Form.Items.Select(i => i.GetValueOrDefault(RiskFields.CatalogueCode.Key, "")).ToHashSet();
            return [.. Rules.Catalogue.Items.Where(c => !listed.Contains(c.Code) && subjects.Any(s => c.GroupName.Contains(s.Question.Heading, StringComparison.Ordinal)))];
        }
    }

    /// <summary>The page again, now that it is time to say what is wrong.</summary>
    public DeclarationPage WithProblems => this with { ShowsProblems = true, Edit = DeclarationForm.NewId() };

    private bool IsHere(FormProblem problem) => ItemId is not null ? problem.Item == ItemId : problem.Item is null && Part.Asks(problem);
}
