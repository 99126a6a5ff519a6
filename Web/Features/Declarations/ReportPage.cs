using System.Text.Json;
using RiskReport.Data.Declarations;
using RiskReport.Data.Enterprises;
using RiskReport.Data.Grading;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Reference;
using RiskReport.Reports;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Declarations;

/// <summary>A report as filed: the basics of that day, every risk with its colour and reason, and what happened since.</summary>
public sealed record ReportPage
{
    public required Enterprise Enterprise { get; init; }
    public required Declaration Declaration { get; init; }
    public required EnterpriseFacts Facts { get; init; }
    public required IReadOnlyList<GradedRisk> Risks { get; init; }
    public required IReadOnlyList<DeclarationEvent> Events { get; init; }
    public required IReadOnlyList<int> Years { get; init; }

    /// <summary>For each risk what would lower its colour, under the rules it was graded by.</summary>
    public required IReadOnlyList<string?> Lower { get; init; }

    /// <summary>How well the enterprise is managed, as an office says; no colour is made of it.</summary>
    public ManagementEntry? Management { get; init; }

    /// <summary>What is wrong with the rating that was posted, and what was typed.</summary>
    public IReadOnlyList<PageProblem> Problems { get; init; } = [];
    public string? ManagementScore { get; init; }
    public string? ManagementReason { get; init; }

    /// <summary>大中小微, by the figures of the report.</summary>
    public SizeClass? Size { get; init; }

    /// <summary>For paper; null as long as it has no colour.</summary>
    public GradingSheet? Sheet(ReferenceData reference, string madeBy, DateTimeOffset madeAt) => Declaration is { Colour: { } colour, RuleSet: { } ruleSet, Reasons: { } reasons }
        ? new GradingSheet
        {
            Name = Facts.Name,
            CreditCode = Facts.CreditCode,
            Township = reference.Regions[Facts.TownshipCode]?.Name ?? Facts.TownshipCode,
            Year = Declaration.Year,
            Status = Declaration.Status.Word(),
            SubmittedAt = Declaration.SubmittedAt,
            Colour = colour,
            RuleSet = ruleSet,
            CatalogueEdition = Declaration.CatalogueEdition ?? "—",
            Reasons = reasons.Split('\n'),
            Items = Risks.Select((r, i) => new GradingSheetItem(r.Facts.Name, r.Facts.Location, r.Grade, Lower[i])).ToList(),
            MadeBy = madeBy,
            MadeAt = madeAt,
        }
        : null;

    /// <summary>Null when there is no such report for this caller.</summary>
    public static async Task<ReportPage?> LoadAsync(
        EnterpriseStore enterprises, DeclarationStore declarations, ManagementStore management, ReferenceData reference, Scope scope, long enterpriseId, int year, CancellationToken ct)
    {
        if (await enterprises.FindAsync(enterpriseId, scope, ct) is not { } enterprise
            || await declarations.FindAsync(enterpriseId, year, scope, ct) is not { } declaration)
            return null;

        var facts = declaration.Basics is { } basics ? JsonSerializer.Deserialize<EnterpriseFacts>(basics, StoredJson.Options)! : enterprise.Facts;
        var risks = await declarations.RisksAsync(declaration.Id, scope, ct);
        var rules = declaration.RuleSet is { } ruleSet ? reference.Rules(ruleSet, declaration.CatalogueEdition) : null;
        return new ReportPage
        {
            Enterprise = enterprise,
            Declaration = declaration,
            Facts = facts,
            Risks = risks,
            Lower = risks.Select(r => rules is null ? null : GradeWords.WhatLowers(r.Facts.Assessment, rules)).ToList(),
            Management = await management.FindAsync(enterpriseId, year, scope, ct),
            Size = reference.SizeClasses.Of(facts.Employees, facts.Revenue, new DateOnly(year, 12, 31)),
            Events = await declarations.EventsAsync(declaration.Id, scope, ct),
            Years = await declarations.YearsAsync(enterpriseId, scope, ct),
        };
    }
}
