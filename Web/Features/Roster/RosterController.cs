using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using RiskReport.Data.Roster;
using RiskReport.Domain;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;
using RiskReport.Web.Features.Shared;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Roster;

/// <summary>Any question about the enterprises of the caller's region, on screen and as a file.</summary>
[Authorize(Policy = Policies.Roster)]
[Route("roster")]
public sealed class RosterController(RosterQueries roster, RosterExport export, ReferenceData reference, TimeProvider clock) : Controller
{
    private const int PageSize = 50;

    [HttpGet("")]
    public async Task<IActionResult> Index(RosterSearch search, CancellationToken ct)
    {
        var caller = this.Caller();
        var thisYear = ChinaTime.Today(clock).Year;
        var (request, problems) = search.Read(caller.Scope, reference, thisYear);
        var filter = request?.Filter;
        var page = new RosterPage
        {
            Search = search,
            Filter = filter ?? new RosterFilter { Year = thisYear, RegionCode = caller.Scope.RegionCode },
            Regions = reference.Regions.Within(caller.Scope.RegionCode).ToList(),
            ThisYear = thisYear,
            Problems = problems,
            PageSize = PageSize,
        };
        if (filter is null)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return View(page);
        }

        var counts = await roster.CountAsync(filter, caller.Scope, ct);
        var total = counts.Matching(filter);
        var number = (int)Math.Clamp(search.Page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        return View(page with
        {
            Counts = counts,
            Total = total,
            Number = number,
            Rows = await roster.PageAsync(filter, caller.Scope, total, (number - 1L) * PageSize, PageSize, ct),
            Words = filter.InWords(reference.Regions[filter.RegionCode]!.Name),
        });
    }

    [HttpGet("export.{format}")]
    public async Task<IActionResult> Export(string format, RosterSearch search, CancellationToken ct)
    {
        if (!RosterExport.ContentTypes.TryGetValue(format, out var contentType))
            return NotFound();

        var caller = this.Caller();
        var (request, _) = search.Read(caller.Scope, reference, ChinaTime.Today(clock).Year);
        if (request is not { Filter: var filter })
            return RedirectToAction(nameof(Index), search);

        var order = new ExportOrder
        {
            Format = format,
            Request = request,
            Scope = caller.Scope,
            Actor = this.Actor("导出名册"),
            Site = PublicAddress.Of(Request, ""),
        };
        if (order.Problems() is { Count: > 0 } problems)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Content(string.Join('\n', problems));
        }

        Response.ContentType = contentType;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"名册-{filter.Year}-{reference.Regions[filter.RegionCode]!.Name}.{format}");
        Response.Headers.ContentDisposition = disposition.ToString();
        await export.WriteAsync(order, reference, Response.Body, ct);
        return new EmptyResult();
    }
}
