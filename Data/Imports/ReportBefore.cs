using System.Text.Json;
using RiskReport.Domain;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Imports;

namespace RiskReport.Data.Imports;

/// <summary>What an import replaces, kept with its outcome for the way back.</summary>
internal sealed record ReportBefore
{
    public required EnterpriseFacts Facts { get; init; }

    /// <summary>Null where there was no report for the year, not even the duty.</summary>
    public DeclarationStatus? Status { get; init; }
    public string? Draft { get; init; }
    public DateOnly? ReturnDueOn { get; init; }

    /// <summary>What was filed, also where it had been returned.</summary>
    public Filing? Filed { get; init; }

    public static string Of(KnownEnterprise known) => JsonSerializer.Serialize(new ReportBefore
    {
        Facts = known.Enterprise.Facts,
        Status = known.Report?.Status,
        Draft = known.Report?.Draft,
        ReturnDueOn = known.Report?.ReturnDueOn,
        Filed = known.Report is { Basics: not null, Colour: not null } report ? Filing(report, known) : null,
    }, StoredJson.Options);

    public static ReportBefore Read(string stored) => JsonSerializer.Deserialize<ReportBefore>(stored, StoredJson.Options)!;

    private static Filing Filing(Declaration report, KnownEnterprise known) => new()
    {
        Facts = JsonSerializer.Deserialize<EnterpriseFacts>(report.Basics!, StoredJson.Options)!,
        HasMajorRisk = report.HasMajorRisk == true,
        Risks = known.Risks.Select(r => r.Facts).ToList(),
        Grade = new Grade
        {
            RuleSet = report.RuleSet!,
            CatalogueEdition = report.CatalogueEdition!,
            Colour = report.Colour!.Value,
            Items = known.Risks.Select(r => r.Grade).ToList(),
            Overrides = [],
            Reasons = report.Reasons?.Split('\n') ?? [],
            TopScore = report.TopScore,
        },
        Source = report.Source!.Value,
        CommittedBy = report.CommittedBy,
        CommittedRole = report.CommittedRole,
        CommittedVia = report.CommittedVia,
        PreparedBy = report.PreparedBy,
        Confirmations = report.Confirmations is { } given ? JsonSerializer.Deserialize<List<Confirmation>>(given, StoredJson.Options)! : [],
    };
}
