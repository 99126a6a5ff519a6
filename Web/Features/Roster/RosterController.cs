using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Roster;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;
using RiskReport.Web.Features.RosterJobs;
using RiskReport.Web.Features.Shared;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Roster;

/// <summary>Any question about the enterprises of the caller's region, on screen and as a file.</summary>
[Authorize(Policy = Policies.Roster)]
[Route("roster")]
public sealed class RosterController(
    RosterQueries roster, RiskRosterQueries risks, RosterExport export, RosterColumnsChosen chosen, SavedViewStore views, ReferenceData reference, TimeProvider clock) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Index(RosterSearch search, RosterTurn turn, CancellationToken ct)
    {
        var scope = this.Caller().Scope;
        var (request, problems) = search.Read(scope, reference, ChinaTime.Today(clock));
        if (request is null)
            return await RefusedAsync(search, null, problems, ct);

        var page = await PageAsync(search, request, [], ct);
        page = page with { Counts = await roster.CountAsync(request.Filter, scope, ct) };
        page = page with { Total = page.Counts.Matching(request.Filter) };
        return View(request.Kind switch
        {
            RosterKind.Items => await WithRisksAsync(page, turn, scope, ct),
            RosterKind.Statistics => page with
            {
                Statistics = RosterStatistics.Of(await roster.FiguresAsync(request.Filter, scope, ct), reference.Regions, reference.Industries),
            },
            _ => await WithRowsAsync(page, turn, scope, ct),
        });
    }

    [HttpGet("export.{format}")]
    public Task<IActionResult> Export(string format, RosterSearch search, CancellationToken ct) => ExportAsync(format, search, phonesFor: null, ct);

    /// <summary>With whole telephone numbers, for a reason that is recorded with the export.</summary>
    [Authorize(Policy = Policies.Office)]
    [HttpPost("export.{format}")]
    public Task<IActionResult> ExportWithPhones(string format, RosterSearch search, string? reason, bool allColumns, CancellationToken ct) =>
        ExportAsync(format, allColumns ? search.WithColumns([]) : search, Normal.Text(reason ?? ""), ct);

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

    private async Task<IActionResult> ExportAsync(string format, RosterSearch search, string? phonesFor, CancellationToken ct)
    {
        if (!RosterExport.ContentTypes.ContainsKey(format))
            return NotFound();

        var caller = this.Caller();
        var (request, _) = search.Read(caller.Scope, reference, ChinaTime.Today(clock));
        if (request is null)
            return LocalRedirect("/roster" + search.ToQuery());

        var order = new ExportOrder
        {
            Format = format,
            Request = request,
            Scope = caller.Scope,
            Actor = this.Actor("导出名册"),
            Sight = User.Sight(),
            Site = PublicAddress.Of(Request, ""),
            PhonesFor = phonesFor,
            Coded = code => SealedDownloads.Head(Response, RosterAddress.FileName(request, reference), format, code),
        };
        if (order.Problems() is { Count: > 0 } problems)
            return await RefusedAsync(search, request, problems, ct);

        await export.WriteAsync(order, reference, Response.Body, ct);
        return new EmptyResult();
    }

    private async Task<ViewResult> RefusedAsync(RosterSearch search, RosterRequest? request, IReadOnlyList<string> problems, CancellationToken ct)
    {
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return View(nameof(Index), await PageAsync(search, request, problems, ct));
    }

    private async Task<RosterPage> PageAsync(RosterSearch search, RosterRequest? asked, IReadOnlyList<string> problems, CancellationToken ct)
    {
        var (regionCode, thisYear) = (this.Caller().Scope.RegionCode, ChinaTime.Today(clock).Year);
        var request = asked ?? new RosterRequest { Kind = RosterKind.Enterprises, Filter = new RosterFilter { Year = thisYear, RegionCode = regionCode } };
        return new RosterPage
        {
            Search = search,
            Request = request,
            Reference = reference,
            RegionCode = regionCode,
            ThisYear = thisYear,
            Sight = User.Sight(),
            Problems = problems,
            Views = await views.AllAsync(this.Member(), ct),
            Chosen = request.Columns.Count > 0 ? request.Columns : await chosen.FindAsync(User.AccountId(), request.Kind, ct),
        };
    }

    private async Task<RosterPage> WithRowsAsync(RosterPage page, RosterTurn turn, Scope scope, CancellationToken ct)
    {
        page = page with { Number = Math.Clamp(turn.Page, 1, page.Pages) };
        var rows = await roster.PageAsync(page.Request, scope, turn.Place(page.Number), page.Total, RosterPage.Size, ct);
        return page with { Grid = RosterGrid.Of(page, rows), Ends = rows.Count == 0 ? null : ($"{rows[0].EnterpriseId}", $"{rows[^1].EnterpriseId}") };
    }

    private async Task<RosterPage> WithRisksAsync(RosterPage page, RosterTurn turn, Scope scope, CancellationToken ct)
    {
        page = page with { RiskCounts = await risks.CountAsync(page.Filter, scope, ct) };
        page = page with { Number = Math.Clamp(turn.Page, 1, page.Pages) };
        var isLast = page.Number == page.Pages && page.Pages > 1 && turn.After is null;
        var take = isLast ? (int)(page.Lines - ((page.Pages - 1L) * RosterPage.Size)) : RosterPage.Size;
        var place = turn.RiskPlace(isLast);
        page = page with { Number = place.EnterpriseId is null && !isLast ? 1 : page.Number };
        var rows = await risks.PageAsync(page.Request, scope, place, take, ct);
        return page with
        {
            Grid = RosterGrid.Of(page, rows),
            Ends = rows.Count == 0 ? null : ($"{rows[0].EnterpriseId}-{rows[0].Position}", $"{rows[^1].EnterpriseId}-{rows[^1].Position}"),
        };
    }
}
