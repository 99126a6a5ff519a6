using RiskReport.Data.Maps;
using RiskReport.Domain;
using RiskReport.Domain.Maps;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;
using RiskReport.Web.Features.Roster;

namespace RiskReport.Web.Features.Maps;

/// <summary>A region one level down, with the figures of the roster for it.</summary>
/// <param name="Middle">Where its mark stands if the boundaries lack it.</param>
public sealed record MapUnit(Region Region, RosterCounts Counts, decimal? Value, int Step, (decimal Longitude, decimal Latitude)? Middle);

public sealed record MapPage
{
    /// <summary>The filter, as the roster has it.</summary>
    public required RosterPage Roster { get; init; }
    public required MapAsk Ask { get; init; }
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>Null for the boundaries that come with the program.</summary>
    public required BoundarySetRow? Boundaries { get; init; }
    public IReadOnlyList<MapUnit> Units { get; init; } = [];
    public MapClasses Classes { get; init; } = new([]);

    /// <summary>The densest cells of the whole region.</summary>
    public IReadOnlyList<CellTotals> Top { get; init; } = [];

    /// <summary>How many enterprises stand where they can be, and how many elsewhere.</summary>
    public (int Placed, int Misplaced) Places { get; init; }

    public RosterFilter Filter => Roster.Filter;

    public long Unplaced => Roster.Total - Places.Placed - Places.Misplaced;

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
