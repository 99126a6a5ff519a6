using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Audit;
using RiskReport.Data.Declarations;
using RiskReport.Data.Roster;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Home;

/// <summary>Where the caller's business stands, and what to do next.</summary>
public sealed record HomePage
{
    public required Role Role { get; init; }
    public required string RegionName { get; init; }
    public required int Year { get; init; }

    /// <summary>For an enterprise: its report of this year, once it owes one.</summary>
    public Declaration? Report { get; init; }

    /// <summary>Why it was returned, if it was.</summary>
    public IReadOnlyList<ReturnReason> Reasons { get; init; } = [];

    /// <summary>For an office: its region in figures, as of now, without those that were written off.</summary>
    public RosterCounts? Counts { get; init; }

    /// <summary>What waits for the office: reports, changes and applications to be written off.</summary>
    public int Waiting { get; init; }

    /// <summary>The regions one level down, with the same figures.</summary>
    public IReadOnlyList<(Region Region, RosterCounts Counts)> Parts { get; init; } = [];

    /// <summary>For those who answer for the audit trail: what the last night found, where something was wrong.</summary>
    public AuditCheck? Check { get; init; }

    public DateTimeOffset AsOf { get; init; }
}

[Route("")]
public sealed class HomeController(
    ReferenceData reference, RosterQueries roster, DeclarationStore declarations, ReviewStore reviews, AuditCheckStore checks,
    TimeProvider clock) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Index(CancellationToken ct)
    {
        var caller = this.Caller();
        var page = new HomePage
        {
            Role = caller.Role,
            RegionName = reference.Regions[caller.Scope.RegionCode]?.Name ?? caller.Scope.RegionCode,
            Year = ChinaTime.Today(clock).Year,
            AsOf = ChinaTime.Now(clock),
            Check = caller.Role is Role.Auditor or Role.Security && await checks.LatestAsync(ct) is { IsSound: false } check ? check : null,
        };
        return View(caller.Role switch
        {
            Role.Admin or Role.Security => page,
            Role.Enterprise => await WithReportAsync(page, caller.Scope, ct),
            _ => WithCounts(page, caller.Scope, await roster.SummaryAsync(page.Year, caller.Scope, ct)) with { Waiting = (await reviews.CountAsync(caller.Scope, ct)).All },
        });
    }

    private async Task<HomePage> WithReportAsync(HomePage page, Scope scope, CancellationToken ct)
    {
        var report = await declarations.FindAsync(scope.EnterpriseId!.Value, page.Year, scope, ct);
        return page with { Report = report, Reasons = report is { IsReturned: true } ? await reviews.ReasonsAsync(report.Id, 0, scope, ct) : [] };
    }

    private HomePage WithCounts(HomePage page, Scope scope, RosterCounts counts) => page with
    {
        Counts = counts.Owing,
        Parts = reference.Regions.All.Where(r => r.ParentCode == scope.RegionCode).Select(r => (r, counts.Owing.Within(r.Code))).ToList(),
    };
}
