using RiskReport.Data.Maps;
using RiskReport.Data.Roster;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Maps;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;
using RiskReport.Web.Features.Roster;

namespace RiskReport.Web.Features.Maps;

/// <summary>Puts the pages of the map together for a caller's scope.</summary>
public sealed class MapReader(MapQueries map, RosterQueries roster, BoundaryStore boundaries, TimeProvider clock)
{
    public const int MostCompanies = 300;

    /// <summary>The page without what is counted: the filter, or what is wrong with it.</summary>
    public async Task<MapPage> PageAsync(RosterSearch search, MapAsk ask, string action, Scope scope, ReferenceData reference, CancellationToken ct)
    {
        var today = ChinaTime.Today(clock);
        var (request, problems) = search.Read(scope, reference, today);
        return new MapPage
        {
            Roster = new RosterPage
            {
                Action = action,
                Kept = [("measure", ask.Measure), ("weight", ask.Weight)],
                Search = search,
                Request = request ?? new RosterRequest { Kind = RosterKind.Enterprises, Filter = new RosterFilter { Year = today.Year, RegionCode = scope.RegionCode } },
                Reference = reference,
                RegionCode = scope.RegionCode,
                ThisYear = today.Year,
                Problems = problems,
                Chosen = [],
                Views = [],
            },
            Ask = ask,
            AsOf = clock.GetUtcNow(),
            Boundaries = await boundaries.CurrentAsync(ct),
        };
    }

    public async Task<MapPage> WithUnitsAsync(MapPage page, Scope scope, CancellationToken ct)
    {
        page = await WithCountsAsync(page, scope, ct);
        var measure = page.Ask.MeasureOrUsual;
        var counts = await map.UnitsAsync(page.Filter, scope, ct);
        var regions = UnitsOf(page.Filter, page.Roster.Reference.Regions)
            .Select(r => (Region: r, Counts: counts.Within(r.Code), Value: measure.Of(counts.Within(r.Code)))).ToList();
        var classes = MapClasses.Even(measure, regions.Select(r => r.Value).OfType<decimal>());
        var boxes = new MapBoxes(page.Roster.Reference.Regions, ChinaTime.Today(clock));
        var cells = await map.CellsAsync(page.Filter, MapView.All, scope, ct);
        var placed = cells.Where(boxes.IsPlaced).ToList();
        return page with
        {
            Classes = classes,
            Units = regions.ConvertAll(r =>
                new MapUnit(r.Region, r.Counts, r.Value, r.Value is { } value ? classes.Of(value) : null, Middle(r.Region, page.Roster.Reference.Regions))),
            Drawn = MapDrawn.Of(placed),
            Misplaced = cells.Where(c => !boxes.IsPlaced(c)).Sum(c => c.Enterprises),
        };
    }

    public async Task<MapPage> WithDensityAsync(MapPage page, Scope scope, CancellationToken ct)
    {
        page = await WithCountsAsync(page, scope, ct);
        var weight = page.Ask.WeightOrUsual;
        var boxes = new MapBoxes(page.Roster.Reference.Regions, ChinaTime.Today(clock));
        var cells = await map.CellsAsync(page.Filter, MapView.All, scope, ct);
        var placed = cells.Where(boxes.IsPlaced).ToList();
        var squares = CellTotals.Of(placed, 1);
        return page with
        {
            Classes = MapClasses.Ranked(squares.Select(c => weight.Of(c))),
            Cells = [.. squares.Where(c => weight.Of(c) > 0).OrderByDescending(c => weight.Of(c)).ThenBy(c => c.Corner.X).ThenBy(c => c.Corner.Y)],
            Drawn = MapDrawn.Of(placed),
            Misplaced = cells.Where(c => !boxes.IsPlaced(c)).Sum(c => c.Enterprises),
        };
    }

    /// <summary>The squares of a view, so many across at most.</summary>
    public async Task<(IReadOnlyList<CellTotals> Squares, int Step)> SquaresAsync(RosterFilter filter, MapView view, int most, Scope scope, RegionList regions, CancellationToken ct)
    {
        var boxes = new MapBoxes(regions, ChinaTime.Today(clock));
        var step = view.Step(most);
        return (CellTotals.Of((await map.CellsAsync(filter, view, scope, ct)).Where(boxes.IsPlaced), step), step);
    }

    /// <summary>The companies of a view that stand where they can be, the worst first.</summary>
    public Task<IReadOnlyList<MapCompany>> CompaniesAsync(RosterFilter filter, MapView view, Scope scope, RegionList regions, CancellationToken ct) =>
        map.CompaniesAsync(filter, view, new MapBoxes(regions, ChinaTime.Today(clock)), scope, MostCompanies, ct);

    public async Task<(IReadOnlyList<MapCompany> Companies, int Total)> MisplacedAsync(RosterFilter filter, Scope scope, RegionList regions, CancellationToken ct)
    {
        var boxes = new MapBoxes(regions, ChinaTime.Today(clock));
        var wrong = (await map.CellsAsync(filter, MapView.All, scope, ct)).Where(c => !boxes.IsPlaced(c)).OrderBy(c => c.TownshipCode, StringComparer.Ordinal).ToList();
        var companies = new List<MapCompany>();
        foreach (var cell in wrong)
        {
            if (companies.Count >= MostCompanies)
                break;
            companies.AddRange(await map.CompaniesAsync(filter, cell, scope, MostCompanies - companies.Count, ct));
        }

        return (companies, wrong.Sum(c => c.Enterprises));
    }

    private async Task<MapPage> WithCountsAsync(MapPage page, Scope scope, CancellationToken ct)
    {
        var counts = await roster.CountAsync(page.Filter, scope, ct);
        return page with { Roster = page.Roster with { Counts = counts, Total = counts.Matching(page.Filter) } };
    }

    /// <summary>The units that were chosen, or those below the region; a township has none below it.</summary>
    private static List<Region> UnitsOf(RosterFilter filter, RegionList regions)
    {
        if (filter.Parts.Count > 0)
            return [.. filter.Parts.Select(p => regions[p]).OfType<Region>()];
        var below = regions.All.Where(r => r.ParentCode == filter.RegionCode).ToList();
        return below.Count > 0 ? below : [.. new[] { regions[filter.RegionCode] }.OfType<Region>()];
    }

    private static (decimal, decimal)? Middle(Region region, RegionList regions) => !region.IsTownship && regions.BoxOf(region.Code, DateOnly.MaxValue) is { } box
        ? ((box.West + box.East) / 2, (box.South + box.North) / 2)
        : null;
}
