using RiskReport.Domain.Accounts;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Imports;
using RiskReport.Domain.Reference;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Declarations;

/// <summary>
/// What the form amounts to: either a filing, or every problem with the name of its input. The grades of the
/// items that can be graded are there in both cases, for the preview.
/// </summary>
public sealed class FormCheck
{
    private readonly List<PageProblem> problems = [];

    private FormCheck()
    {
    }

    public IReadOnlyList<PageProblem> Problems => problems;

    public Filing? Filing { get; private set; }

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
        var check = new FormCheck();
        var scope = new Scope(known.TownshipCode);
        var basics = new FieldReader(f => Basic(form, known, f), reference, scope, year);
        var facts = EnterpriseFacts.Read(basics);
        var hasMajorRisk = basics.HasMajorRisk(EnterpriseFields.HasMajorRisk);
        check.Add(basics.Problems, DeclarationForm.Name);
        foreach (var field in EnterpriseFields.Conditions.Where(f => Normal.Text(form[f]).Length == 0))
            check.problems.Add(new PageProblem(DeclarationForm.Name(field), $"请回答“{field.Heading}”：它可能直接决定企业的等级。"));

        var risks = form.Items.Select((item, i) => check.ReadItem(form, i, reference, rules, scope, year)).ToList();
        check.Items = risks.ConvertAll(r => r.Grade);
        check.Lower = risks.ConvertAll(r => r.Lower);
        check.Overrides = Grader.Overrides(Conditions(form, known, reference, scope, year), rules.RuleSet).ToList();
        check.Colour = check.Items.Select(g => g?.Colour)
            .Concat(check.Overrides.Select(o => (RiskColour?)o.Colour))
            .Append(form.Items.Count == 0 && hasMajorRisk == false ? RiskColour.Blue : null)
            .Max();
        check.ReadCommitment(form);

        if (facts is null || hasMajorRisk is null || risks.Exists(r => r.Facts is null || r.Grade is null))
            return check;

        var declared = risks.ConvertAll(r => r.Facts!);
        var result = Domain.Declarations.Filing.Assess(hasMajorRisk.Value, declared, facts.Conditions, rules);
        check.problems.AddRange(result.Problems.Select(p => new PageProblem(DeclarationForm.Name(EnterpriseFields.Named(p.Factor)), p.Message)));
        if (check.problems.Count == 0)
            check.Filing = new Filing
            {
                Facts = facts,
                HasMajorRisk = hasMajorRisk.Value,
                Risks = declared,
                Grade = result.Grade!,
                Source = FilingSource.Form,
                CommittedBy = Normal.Text(form.CommittedBy),
                CommittedRole = Normal.Text(form.CommittedRole),
            };
        return check;
    }

    /// <summary>Read apart from the rest, so that they count before the other answers are complete.</summary>
    private static EnterpriseConditions Conditions(DeclarationForm form, EnterpriseFacts known, ReferenceData reference, Scope scope, int year)
    {
        var reader = new FieldReader(f => Basic(form, known, f), reference, scope, year);
        return EnterpriseFacts.ReadConditions(reader);
    }

    private (RiskFacts? Facts, ItemGrade? Grade, string? Lower) ReadItem(
        DeclarationForm form, int index, ReferenceData reference, GradingRules rules, Scope scope, int year)
    {
        var item = form.Items[index];
        var reader = new FieldReader(f => Cell.Typed(DeclarationForm.Answer(item, f)), reference, scope, year);
        var facts = RiskFacts.Read(reader);
        Add(reader.Problems, f => form.Name(index, f));
        var unread = reader.Problems.Select(p => form.Name(index, p.Field)).ToHashSet();
        if (ReadAssessment(item, reference, scope, year) is not { } assessment)
            return (facts, null, null);

        var result = Grader.Grade([assessment], declaresNil: false, rules);
        foreach (var problem in result.Problems)
        {
            // what could not be read is missing to the grader, and has been said
            var name = form.Name(index, RiskFields.Named(problem.Factor!));
            if (!unread.Contains(name))
                problems.Add(new PageProblem(name, problem.Message.Replace("第 1 项", $"第 {index + 1} 项", StringComparison.Ordinal)));
        }

        return (facts, result.Grade?.Items[0], result.Grade is null ? null : GradeWords.WhatLowers(assessment, rules));
    }

    /// <summary>Read apart from the rest, so that the colour shows before the other answers are complete.</summary>
    private static Assessment? ReadAssessment(Dictionary<string, string> item, ReferenceData reference, Scope scope, int year)
    {
        var reader = new FieldReader(f => Cell.Typed(DeclarationForm.Answer(item, f)), reference, scope, year);
        return RiskFacts.ReadAssessment(reader, Normal.Text(item.GetValueOrDefault(RiskFields.Name.Key, "")) is { Length: > 0 } name ? name : null);
    }

    private void ReadCommitment(DeclarationForm form)
    {
        if (Normal.Text(form.CommittedBy).Length is 0 or > 100)
            problems.Add(new PageProblem(DeclarationForm.CommittedByName, "请填写承诺人姓名（不超过 100 个字）。"));
        if (Normal.Text(form.CommittedRole).Length is 0 or > 100)
            problems.Add(new PageProblem(DeclarationForm.CommittedRoleName, "请填写承诺人职务（不超过 100 个字），例如主要负责人。"));
        if (!form.Committed)
            problems.Add(new PageProblem(DeclarationForm.CommittedName, "请勾选承诺，确认填报信息真实、完整。"));
    }

    private void Add(IReadOnlyList<FieldProblem> found, Func<Field, string> name) => problems.AddRange(found.Select(p => new PageProblem(name(p.Field), p.Message)));

    private static Cell Basic(DeclarationForm form, EnterpriseFacts known, Field field) =>
        field == EnterpriseFields.CreditCode ? Cell.Typed(known.CreditCode)
        : field == EnterpriseFields.Township ? Cell.Typed(known.TownshipCode)
        : Cell.Typed(form[field]);
}
