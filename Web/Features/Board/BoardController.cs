using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Campaigns;
using RiskReport.Domain;
using RiskReport.Domain.Campaigns;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;
using RiskReport.Reports;
using RiskReport.Web.Features.Roster;
using RiskReport.Web.Features.Shared;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Board;

/// <summary>How far the yearly reporting has come, from the caller's region down to the names behind a figure.</summary>
[Authorize(Policy = Policies.Roster)]
[Route("board")]
public sealed class BoardController(RolloutQueries queries, SealedDownloads downloads, ReferenceData reference, TimeProvider clock) : Controller
{
    private DateOnly Today => ChinaTime.Today(clock);

    [HttpGet("")]
    public async Task<IActionResult> Index(string? year, string? phase, string? region, CancellationToken ct)
    {
        var (filter, answer) = Read(year, phase, region);
        return filter is null ? answer! : View(new BoardPage
        {
            Rollout = await RolloutAsync(filter, ct),
            Reference = reference,
            OwnRegion = this.Caller().Scope.RegionCode,
            Today = Today,
            AsOf = ChinaTime.Now(clock),
        });
    }

    [HttpGet("export.{format}")]
    public async Task<IActionResult> Export(string format, string? year, string? phase, string? region, CancellationToken ct)
    {
        if (format is not ("xlsx" or "pdf"))
            return NotFound();
        var (filter, answer) = Read(year, phase, region);
        if (filter is null)
            return answer!;

        var rollout = await RolloutAsync(filter, ct);
        var start = new ExportStart
        {
            Kind = ExportKind.Rollout,
            Format = format,
            Filter = filter.InWords(reference),
            RegionCode = this.Caller().Scope.RegionCode,
        };
        return await downloads.WriteAsync(this, start, "导出推进情况", $"推进情况-{filter.Year}-{rollout.Whole.Name}", (cover, body) =>
        {
            cover = cover with { Notes = [rollout.Denominator, Forecast.Method] };
            return format == "xlsx" ? RolloutFiles.WriteWorkbookAsync(rollout, cover, body, ct) : RolloutFiles.WritePdfAsync(rollout, cover, body, ct);
        }, ct);
    }

    private async Task<Rollout> RolloutAsync(RosterFilter filter, CancellationToken ct)
    {
        var overdue = Overdue.On(Today, filter.Year, filter.Phase, reference);
        return Rollout.Of(filter, await queries.CountAsync(filter, overdue, this.Caller().Scope, ct), reference, Today);
    }

    /// <summary>The filter as the roster would read it; a region that is not the caller's is not there.</summary>
    private (RosterFilter? Filter, IActionResult? Answer) Read(string? year, string? phase, string? region)
    {
        var scope = this.Caller().Scope;
        if (!string.IsNullOrEmpty(region) && (reference.Regions[region] is null || !scope.Covers(region)))
            return (null, NotFound());

        var search = new RosterSearch { Year = year, Phase = phase, Region = string.IsNullOrEmpty(region) ? [] : [region] };
        var (request, problems) = search.Read(scope, reference, Today);
        if (request is not null)
            return (request.Filter, null);

        Response.StatusCode = StatusCodes.Status400BadRequest;
        return (null, View("Refused", problems));
    }
}
