using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Maps;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Maps;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;
using RiskReport.Reports;
using RiskReport.Web.Features.Roster;
using RiskReport.Web.Features.Shared;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Maps;

/// <summary>The roster as a map: areas by their figures, companies by their colour, and how close together the risks are.</summary>
[Authorize(Policy = Policies.Roster)]
[Route("map")]
public sealed class MapsController(MapReader reader, BoundaryStore boundaries, SealedDownloads downloads, ReferenceData reference) : Controller
{
    /// <summary>Side by side, whatever is asked for.</summary>
    private const int LeastRings = 4;
    private const int MostRings = 28;
    private const int MostSquares = 160;

    [HttpGet("")]
    public async Task<IActionResult> Index(RosterSearch search, MapAsk ask, CancellationToken ct)
    {
        var page = await PageAsync(search, ask, "/map", ct);
        return page.Roster.Problems.Count > 0 ? Refused(nameof(Index), page) : View(await reader.WithUnitsAsync(page, this.Caller().Scope, ct));
    }

    [HttpGet("density")]
    public async Task<IActionResult> Density(RosterSearch search, MapAsk ask, CancellationToken ct)
    {
        var page = await PageAsync(search, ask, "/map/density", ct);
        return page.Roster.Problems.Count > 0 ? Refused(nameof(Density), page) : View(await reader.WithDensityAsync(page, this.Caller().Scope, ct));
    }

    /// <summary>All cells, of which the page lists the densest.</summary>
    [HttpGet("density.xlsx")]
    public async Task<IActionResult> Export(RosterSearch search, MapAsk ask, CancellationToken ct)
    {
        var page = await PageAsync(search, ask, "/map/density", ct);
        if (page.Roster.Problems.Count > 0)
            return Refused(nameof(Density), page);

        var cells = (await reader.WithDensityAsync(page, this.Caller().Scope, ct)).Cells;
        var start = new ExportStart { Kind = ExportKind.Density, Format = "xlsx", Filter = page.Filter.InWords(reference), RegionCode = this.Caller().Scope.RegionCode };
        return await downloads.WriteAsync(this, start, "导出风险空间分布", $"风险空间分布-{page.Filter.Year}", (cover, body) => RosterWorkbook.WriteAsync(
            "方格", DensityColumns.All, cells.Select(Line).ToAsyncEnumerable(),
            cover with { Notes = ["每格为经度 0.0105°、纬度 0.009°，约 1 平方千米，从西界经度、南界纬度起；坐标疑误和没有坐标的企业不在内。"] }, body, ct), ct);

        DensityLine Line(CellTotals cell) => new(cell, reference.Regions[cell.TownshipCode[..6]]?.Name ?? "", reference.Regions[cell.TownshipCode]?.Name ?? cell.TownshipCode);
    }

    /// <summary>What stands in a view: companies where they are few, else rings that count them.</summary>
    [HttpGet("points")]
    public async Task<IActionResult> Points(RosterSearch search, MapAsk ask, CancellationToken ct)
    {
        var page = await PageAsync(search, ask, "/map", ct);
        if (page.Roster.Problems.Count > 0)
            return BadRequest(new { problems = page.Roster.Problems });

        var (view, scope) = (ask.View ?? MapView.City, this.Caller().Scope);
        var (squares, _) = await reader.SquaresAsync(page.Filter, view, Math.Clamp(ask.Across, LeastRings, MostRings), scope, reference.Regions, ct);
        var total = squares.Sum(s => s.Enterprises);
        var companies = total > MapReader.MostCompanies ? null : await reader.CompaniesAsync(page.Filter, view, scope, reference.Regions, ct);
        return Json(new
        {
            total = companies?.Count ?? total,
            companies = (companies ?? []).Select(c => new
            {
                id = c.EnterpriseId,
                name = c.Name,
                town = reference.Regions[c.TownshipCode]?.Name,
                colour = c.Colour?.Code() ?? RosterSearch.Ungraded,
                at = new[] { c.Longitude, c.Latitude },
            }),
            rings = companies is null ? squares.Select(s => new[] { s.Longitude, s.Latitude, s.Red, s.Orange, s.Yellow, s.Blue, s.Ungraded }) : [],
        });
    }

    /// <summary>The density of a view: corner of each square, its side in cells and what is counted in it.</summary>
    [HttpGet("squares")]
    public async Task<IActionResult> Squares(RosterSearch search, MapAsk ask, CancellationToken ct)
    {
        var page = await PageAsync(search, ask, "/map/density", ct);
        if (page.Roster.Problems.Count > 0)
            return BadRequest(new { problems = page.Roster.Problems });

        var weight = ask.WeightOrUsual;
        var (squares, step) = await reader.SquaresAsync(page.Filter, ask.View ?? MapView.City, MostSquares, this.Caller().Scope, reference.Regions, ct);
        return Json(new
        {
            total = squares.Sum(s => s.Enterprises),
            step,
            width = MapCell.Width * step / 1_000_000m,
            height = MapCell.Height * step / 1_000_000m,
            squares = squares.Where(s => weight.Of(s) > 0).Select(s => new[] { s.Corner.West, s.Corner.South, weight.Of(s), s.Enterprises }),
        });
    }

    [HttpGet("companies")]
    public async Task<IActionResult> Companies(RosterSearch search, MapAsk ask, CancellationToken ct)
    {
        var page = await PageAsync(search, ask, "/map/companies", ct);
        if (page.Roster.Problems.Count > 0)
            return Refused(nameof(Index), page);
        var (view, scope) = (ask.View ?? MapView.City, this.Caller().Scope);
        var companies = await reader.CompaniesAsync(page.Filter, view, scope, reference.Regions, ct);
        var (squares, _) = await reader.SquaresAsync(page.Filter, view, MostRings, scope, reference.Regions, ct);
        return View(new MapCompaniesPage
        {
            Map = page,
            Companies = companies,
            Total = companies.Count < MapReader.MostCompanies ? companies.Count : squares.Sum(s => s.Enterprises),
            AreMisplaced = false,
        });
    }

    /// <summary>Coordinates that lie outside the county of their enterprise.</summary>
    [HttpGet("misplaced")]
    public async Task<IActionResult> Misplaced(RosterSearch search, MapAsk ask, CancellationToken ct)
    {
        var page = await PageAsync(search, ask, "/map/misplaced", ct);
        if (page.Roster.Problems.Count > 0)
            return Refused(nameof(Index), page);
        var (companies, total) = await reader.MisplacedAsync(page.Filter, this.Caller().Scope, reference.Regions, ct);
        return View(nameof(Companies), new MapCompaniesPage { Map = page, Companies = companies, Total = total, AreMisplaced = true });
    }

    /// <summary>The same for everybody; another set has another address.</summary>
    [HttpGet("outline/{id:long}")]
    public async Task<IActionResult> Outline(long id, CancellationToken ct)
    {
        if (await boundaries.ContentAsync(id, ct) is not { } content)
            return NotFound();
        Response.Headers.CacheControl = "private, max-age=86400";
        return Content(content, "application/geo+json");
    }

    private Task<MapPage> PageAsync(RosterSearch search, MapAsk ask, string action, CancellationToken ct) =>
        reader.PageAsync(search, ask, action, this.Caller().Scope, reference, ct);

    private ViewResult Refused(string view, MapPage page)
    {
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return View(view, page);
    }
}
