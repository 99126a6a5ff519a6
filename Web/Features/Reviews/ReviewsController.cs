using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Declarations;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Reference;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Reviews;

public sealed record ReviewsPage
{
    public required string Region { get; init; }
    public required IReadOnlyList<WaitingReport> Waiting { get; init; }
    public required int Total { get; init; }

    /// <summary>Blue nil reports, which may be accepted together.</summary>
    public required int Nil { get; init; }
    public required int Number { get; init; }
    public required int PageSize { get; init; }
}

/// <summary>What waits for an office's answer, in the order of urgency.</summary>
[Authorize(Policy = Policies.Office)]
[Route("reviews")]
public sealed class ReviewsController(ReviewStore reviews, ReferenceData reference) : Controller
{
    private const int PageSize = 50;

    [HttpGet("")]
    public async Task<IActionResult> Index(int page = 1, CancellationToken ct = default)
    {
        var scope = this.Caller().Scope;
        var (all, nil) = await reviews.CountAsync(scope, ct);
        var number = Math.Clamp(page, 1, Math.Max(1, (all + PageSize - 1) / PageSize));
        return View(new ReviewsPage
        {
            Region = reference.Regions[scope.RegionCode]!.Name,
            Waiting = await reviews.WaitingAsync(scope, (number - 1) * PageSize, PageSize, ct),
            Total = all,
            Nil = nil,
            Number = number,
            PageSize = PageSize,
        });
    }

    [HttpPost("nil")]
    public async Task<IActionResult> AcceptNil(CancellationToken ct)
    {
        var (accepted, keptBack) = await reviews.AcceptNilAsync(this.Caller().Scope, this.Actor("批量接受低(蓝)零风险确认"), ct);
        TempData["Notice"] = $"已接受 {accepted:N0} 家的零风险确认；抽样留下的还有 {keptBack:N0} 家，请逐一核对。";
        return RedirectToAction(nameof(Index));
    }
}
