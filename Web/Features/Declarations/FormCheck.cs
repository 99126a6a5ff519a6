using RiskReport.Domain.Accounts;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Imports;
using RiskReport.Domain.Reference;

namespace RiskReport.Web.Features.Declarations;

/// <summary>What is wrong on which page of the form; an answer that is merely missing is not an error yet.</summary>
public sealed record FormProblem(string Slug, string? Item, string Name, string Message, bool Missing)
{
    /// <summary>Where it is put right, below the address of the report.</summary>
    public string Path => Item is null ? Slug == Part.RisksSlug ? Slug : "parts/" + Slug : $"{Part.RisksSlug}/{Item}";
}

/// <summary>
/// What the form amounts to: either a filing, or every problem with the page and the name of its input. The grades of the
/// items that can be graded are there in both cases.
/// </summary>
public sealed class FormCheck
{
    private readonly DeclarationForm form;
    private readonly EnterpriseFacts known;
    private readonly ReferenceData reference;
    private readonly GradingRules rules;
    private readonly int year;
    private readonly Scope scope;
    private readonly List<FormProblem> problems = [];

    private FormCheck(DeclarationForm form, EnterpriseFacts known, ReferenceData reference, GradingRules rules, int year)
    {
        this.form = form;
        this.known = known;
        this.reference = reference;
        this.rules = rules;
        this.year = year;
        scope = new Scope(known.TownshipCode);
        Parts = Part.Of(form, reference, year);
    }

    public IReadOnlyList<Part> Parts { get; }

    public IReadOnlyList<FormProblem> Problems => problems;

    /// <summary>Complete but for the commitment.</summary>
    public Filing? Filing { get; private set; }

    /// <summary>What looks implausible; known once the answers can be read.</summary>
    public IReadOnlyList<Doubt> Doubts { get; private set; } = [];

    /// <summary>Null where an item cannot be graded yet.</summary>
    public IReadOnlyList<ItemGrade?> Items { get; private set; } = [];

    /// <summary>What would lower each of them.</summary>
    public IReadOnlyList<string?> Lower { get; private set; } = [];

    /// <summary>The rules about the enterprise as a whole that apply.</summary>
    public IReadOnlyList<OverrideGrade> Overrides { get; private set; } = [];

    /// <summary>The worst colour of what can be graded so far.</summary>
    public RiskColour? Colour { get; private set; }

    public static FormCheck Run(DeclarationForm form, EnterpriseFacts known, ReferenceData reference, GradingRules rules, int year)
    {
        var check = new FormCheck(form, known, reference, rules, year);
        check.Run();
        return check;
    }

    private void Run()
    {
        var basics = new FieldReader(Basic, reference, scope, year);
        var facts = EnterpriseFacts.Read(basics);
        var sheets = SheetAnswers.Read(basics, SheetFields.Sheets.Where(s => Normal.Text(form[s.Question]) == "是"));
        var hasMajorRisk = basics.HasMajorRisk(EnterpriseFields.HasMajorRisk);
        problems.AddRange(basics.Problems.Select(p => Problem(p.Field, p.Message, p.Code == ProblemCodes.Required)));
        AddUnanswered(EnterpriseFields.Conditions, "它可能直接决定企业的等级");
        var expected = Part.Expected(form, reference, year);
        AddUnanswered(SheetFields.Questions.Where(q => expected.Contains(q.Key)), "本行业通常涉及，不涉及的选“否”");

        var risks = form.Items.Select(ReadItem).ToList();
        Items = risks.ConvertAll(r => r.Grade);
        Lower = risks.ConvertAll(r => r.Lower);
        Overrides = Grader.Overrides(EnterpriseFacts.ReadConditions(new FieldReader(Basic, reference, scope, year)), rules.RuleSet).ToList();
        Colour = Items.Select(g => g?.Colour)
            .Concat(Overrides.Select(o => (RiskColour?)o.Colour))
            .Append(form.Items.Count == 0 && hasMajorRisk == false ? RiskColour.Blue : null)
            .Max();

        if (facts is null || hasMajorRisk is null || risks.Exists(r => r.Facts is null || r.Grade is null))
            return;

        facts = facts with { Sheets = sheets };
        Doubts = Plausibility.Check(facts, hasMajorRisk.Value, reference, year);
        var declared = risks.ConvertAll(r => r.Facts!);
        var result = Domain.Declarations.Filing.Assess(hasMajorRisk.Value, declared, facts.Conditions, rules);
        problems.AddRange(result.Problems.Select(p => Problem(EnterpriseFields.Named(p.Factor), p.Message, missing: false)));
        if (problems.Count == 0)
            Filing = new Filing
            {
                Facts = facts,
                HasMajorRisk = hasMajorRisk.Value,
                Risks = declared,
                Grade = result.Grade!,
                Source = FilingSource.Form,
            };
    }

    private (RiskFacts? Facts, ItemGrade? Grade, string? Lower) ReadItem(Dictionary<string, string> item, int index)
    {
        var id = item[DeclarationForm.Id];
        var reader = Reader(item);
        var facts = RiskFacts.Read(reader);
        problems.AddRange(reader.Problems.Select(p => new FormProblem(Part.RisksSlug, id, DeclarationForm.ItemName(item, p.Field), p.Message, p.Code == ProblemCodes.Required)));
        // read apart from the rest, so that the colour shows before the other answers are complete
        var name = Normal.Text(item.GetValueOrDefault(RiskFields.Name.Key, ""));
        if (RiskFacts.ReadAssessment(Reader(item), name.Length > 0 ? name : null) is not { } assessment)
            return (facts, null, null);

        var unread = reader.Problems.Select(p => DeclarationForm.ItemName(item, p.Field)).ToHashSet();
        var result = Grader.Grade([assessment], declaresNil: false, rules);
        foreach (var problem in result.Problems)
        {
            // what could not be read is missing to the grader, and has been said
            var field = RiskFields.Named(problem.Factor!);
            if (!unread.Contains(DeclarationForm.ItemName(item, field)))
                problems.Add(new FormProblem(Part.RisksSlug, id, DeclarationForm.ItemName(item, field),
                    problem.Message.Replace("第 1 项", $"第 {index + 1} 项", StringComparison.Ordinal), Normal.Text(DeclarationForm.Answer(item, field)).Length == 0));
        }

        return (facts, result.Grade?.Items[0], result.Grade is null ? null : GradeWords.WhatLowers(assessment, rules));
    }

    private FieldReader Reader(Dictionary<string, string> item) => new(f => Cell.Typed(DeclarationForm.Answer(item, f)), reference, scope, year);

    private void AddUnanswered(IEnumerable<Field> questions, string why) => problems.AddRange(questions
        .Where(f => Normal.Text(form[f]).Length == 0)
        .Select(f => Problem(f, $"请回答“{f.Heading}”：{why}。", missing: true)));

    private FormProblem Problem(Field field, string message, bool missing) =>
        new(Parts.FirstOrDefault(p => p.Fields.Contains(field))?.Slug ?? Part.Basics.Slug, null, DeclarationForm.Name(field), message, missing);

    private Cell Basic(Field field) =>
        field == EnterpriseFields.CreditCode ? Cell.Typed(known.CreditCode)
        : field == EnterpriseFields.Township ? Cell.Typed(known.TownshipCode)
        : Cell.Typed(form[field]);
}
