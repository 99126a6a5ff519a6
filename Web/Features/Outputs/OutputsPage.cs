using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Outputs;
using RiskReport.Domain.Privacy;
using RiskReport.Web.Features.Declarations;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Outputs;

/// <summary>What can be made of one report, for the enterprise itself or an office above it.</summary>
public sealed record OutputsPage
{
    public required ReportPage Report { get; init; }
    public required IReadOnlyList<FloorPlan> Plans { get; init; }

    /// <summary>The enterprise's own page; an office takes documents and changes no plan.</summary>
    public required bool Own { get; init; }

    /// <summary>What is wrong with an upload, and the name that was typed.</summary>
    public IReadOnlyList<PageProblem> Problems { get; init; } = [];
    public string? PlanName { get; init; }

    public int Year => Report.Declaration.Year;

    /// <summary>Of persons whole for the enterprise that hangs them out, masked for whoever looks at it from above as that office sees them.</summary>
    public required Sight Sight { get; init; }

    public IReadOnlyList<NumberedRisk> Risks => NumberedRisk.Of(Report.Risks, Sight);

    public EnterpriseFacts Facts => Sight.Of(Report.Facts);

    /// <summary>A report that was handed back keeps the risks it was filed with, until it is filed again.</summary>
    public bool IsFiled => Report.Declaration.Colour is not null;

    /// <summary>Risks are numbered by the version they were filed in.</summary>
    public int ReportVersion => Report.Receipt?.Number ?? 0;

    public string Address => Own ? $"/outputs/{Year}" : $"/enterprises/{Report.Enterprise.Id}/outputs/{Year}";
    public string ReportAddress => Own ? $"/declarations/{Year}/result" : $"/enterprises/{Report.Enterprise.Id}/declarations/{Year}";
}
