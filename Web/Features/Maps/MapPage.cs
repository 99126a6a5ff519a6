using RiskReport.Data.Maps;
using RiskReport.Domain;
using RiskReport.Domain.Maps;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;
using RiskReport.Web.Features.Roster;

namespace RiskReport.Web.Features.Maps;

/// <summary>A region one level down, with the figures of the roster for it.</summary>
/// <param name="Step">Of the shading; null where there is nothing to take a share of.</param>
/// <param name="Middle">Where its mark stands if the boundaries lack it.</param>
public sealed record MapUnit(Region Region, RosterCounts Counts, decimal? Value, int? Step, (decimal Longitude, decimal Latitude)? Middle);

/// <summary>The enterprises that stand where they can be, by colour.</summary>
public sealed record MapDrawn(int Red, int Orange, int Yellow, int Blue, int Ungraded)
{
    public int All => Red + Orange + Yellow + Blue + Ungraded;

    public static MapDrawn Of(IReadOnlyList<CellCount> cells) =>
        new(cells.Sum(c => c.Red), cells.Sum(c => c.Orange), cells.Sum(c => c.Yellow), cells.Sum(c => c.Blue), cells.Sum(c => c.Ungraded));
}

public sealed record MapPage
{
    public const int TopCells = 20;

    /// <summary>The filter, as the roster has it.</summary>
    public required RosterPage Roster { get; init; }
    public required MapAsk Ask { get; init; }
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>Null for the boundaries that come with the program.</summary>
    public required BoundarySetRow? Boundaries { get; init; }
    public IReadOnlyList<MapUnit> Units { get; init; } = [];
    public MapClasses Classes { get; init; } = new([]);

    /// <summary>The cells of the whole region that hold something, the densest first.</summary>
    public IReadOnlyList<CellTotals> Cells { get; init; } = [];
    public MapDrawn Drawn { get; init; } = new(0, 0, 0, 0, 0);

    /// <summary>How many enterprises stand where they cannot be.</summary>
    public int Misplaced { get; init; }

    /// <summary>The roster's, without those that were written off unless it asks for them.</summary>
    public RosterFilter Filter => Roster.Filter.Owing;

    public long Unplaced => Roster.Total - Drawn.All - Misplaced;

    /// <summary>The filter in an address, with what else is to stand there.</summary>
    public string Query(params string?[] more)
    {
        var parts = more.Where(p => !string.IsNullOrEmpty(p)).Prepend(Roster.Search.ToQuery().TrimStart('?')).Where(p => p!.Length > 0).ToList();
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }

    public string QueryOf(string regionCode, params string?[] more)
    {
        var search = Roster.Search.In(regionCode);
        return (this with { Roster = Roster with { Search = search } }).Query(more);
    }

    /// <summary>The names behind the figure of a unit.</summary>
    public string RosterOf(string regionCode) => "/roster" + Roster.Search.In(regionCode).Owing.ToQuery();

    public string AsOfText => ChinaTime.FromUtc(AsOf.UtcDateTime).ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Companies of a piece of the map, or those whose coordinates cannot be right.</summary>
public sealed record MapCompaniesPage
{
    public required MapPage Map { get; init; }
    public required IReadOnlyList<MapCompany> Companies { get; init; }

    /// <summary>How many there are; more than are listed where it is a large piece.</summary>
    public required int Total { get; init; }
    public required bool AreMisplaced { get; init; }
}
