using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using RiskReport.Data.Roster;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Roster;

/// <summary>Any question about the enterprises of the caller's region, on screen and as a file.</summary>
[Authorize(Policy = Policies.Roster)]
[Route("roster")]
public sealed class RosterController(
    RosterQueries roster, RiskRosterQueries risks, RosterExport export, RosterColumnsChosen chosen, ReferenceData reference, TimeProvider clock) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Index(RosterSearch search, RosterTurn turn, CancellationToken ct)
    {
        var scope = this.Caller().Scope;
        var today = ChinaTime.Today(clock);
        var (request, problems) = search.Read(scope, reference, today);
        if (request is null)
            Response.StatusCode = StatusCodes.Status400BadRequest;
        var shown = request ?? new RosterRequest { Kind = RosterKind.Enterprises, Filter = new RosterFilter { Year = today.Year, RegionCode = scope.RegionCode } };
        var page = new RosterPage
        {
            Search = search,
            Request = shown,
            Reference = reference,
            RegionCode = scope.RegionCode,
            ThisYear = today.Year,
            Problems = problems,
            Columns = shown.Columns.Count > 0 ? shown.Columns : await chosen.FindAsync(User.AccountId(), shown.Kind, ct),
        };
        if (request is null)
            return View(page);

        page = page with { Counts = await roster.CountAsync(request.Filter, scope, ct) };
        page = page with { Total = page.Counts.Matching(request.Filter) };
        return View(request.Kind switch
        {
            RosterKind.Items => await WithRisksAsync(page, turn, scope, ct),
            RosterKind.Statistics => page,
            _ => await WithRowsAsync(page, turn, scope, ct),
        });
    }

    [HttpGet("export.{format}")]
    public async Task<IActionResult> Export(string format, RosterSearch search, CancellationToken ct)
    {
        if (!RosterExport.ContentTypes.TryGetValue(format, out var contentType))
            return NotFound();

        var caller = this.Caller();
        var (request, _) = search.Read(caller.Scope, reference, ChinaTime.Today(clock));
        if (request is not { Filter: var filter })
            return LocalRedirect("/roster" + search.ToQuery());

        Response.ContentType = contentType;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"名册-{filter.Year}-{reference.Regions[filter.RegionCode]!.Name}.{format}");
        Response.Headers.ContentDisposition = disposition.ToString();
        await export.WriteAsync(format, request, caller.Scope, this.Actor("导出名册"), reference, Response.Body, ct);
        return new EmptyResult();
    }

    /// <summary>Keeps the columns for the account, and goes back to the list.</summary>
    [HttpPost("columns")]
    public async Task<IActionResult> Columns(RosterSearch search, string? move, bool reset, CancellationToken ct)
    {
        var (request, _) = search.Read(this.Caller().Scope, reference, ChinaTime.Today(clock));
        if (request is not null)
        {
            var columns = request.Columns;
            if (move?.Split(':') is [var key, var step])
                columns = ColumnChoice.Move(columns, key, step == "up" ? -1 : 1);
            await chosen.KeepAsync(User.AccountId(), request.Kind, reset ? [] : columns, ct);
        }

        search.Column = [];
        return LocalRedirect("/roster" + search.ToQuery() + (move is null ? "" : "#columns"));
    }

    private async Task<RosterPage> WithRowsAsync(RosterPage page, RosterTurn turn, Scope scope, CancellationToken ct)
    {
        page = page with { Number = Math.Clamp(turn.Page, 1, page.Pages) };
        var rows = await roster.PageAsync(page.Request, scope, turn.Place(page.Number), page.Total, RosterPage.Size, ct);
        return page with { Grid = RosterGrid.Of(page.Columns, rows), Ends = rows.Count == 0 ? null : ($"{rows[0].EnterpriseId}", $"{rows[^1].EnterpriseId}") };
    }

    private async Task<RosterPage> WithRisksAsync(RosterPage page, RosterTurn turn, Scope scope, CancellationToken ct)
    {
        page = page with { RiskCounts = await risks.CountAsync(page.Filter, scope, ct) };
        page = page with { Number = Math.Clamp(turn.Page, 1, page.Pages) };
        var isLast = page.Number == page.Pages && page.Pages > 1 && turn.After is null;
        var take = isLast ? (int)(page.Lines - ((page.Pages - 1L) * RosterPage.Size)) : RosterPage.Size;
        var place = turn.RiskPlace(isLast);
        page = page with { Number = place.EnterpriseId is null && !isLast ? 1 : page.Number };
        var rows = await risks.PageAsync(page.Filter, scope, place, take, ct);
        return page with
        {
            Grid = RosterGrid.Of(page.Columns, rows),
            Ends = rows.Count == 0 ? null : ($"{rows[0].EnterpriseId}-{rows[0].Position}", $"{rows[^1].EnterpriseId}-{rows[^1].Position}"),
        };
    }
}
