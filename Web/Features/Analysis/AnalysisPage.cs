using RiskReport.Domain.Analysis;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;

namespace RiskReport.Web.Features.Analysis;

public sealed record AnalysisPage
{
    public required AnalysisSearch Search { get; init; }
    public required RosterFilter Filter { get; init; }
    public required ReferenceData Reference { get; init; }

    /// <summary>The caller's own, of which the page offers the units.</summary>
    public required string RegionCode { get; init; }
    public required int ThisYear { get; init; }

    /// <summary>China time.</summary>
    public required DateTime AsOf { get; init; }
    public required IReadOnlyList<string> Problems { get; init; }
    public IReadOnlyList<AnalysisTable> Tables { get; init; } = [];

    /// <summary>Of the industries, whose tables are the roster's own.</summary>
    public RosterStatistics? Statistics { get; init; }
    public Movement? Movement { get; init; }

    public string Words => Filter.InWords(Reference);
}

/// <summary>The names behind a figure of the movement.</summary>
public sealed record MovedPage
{
    public required AnalysisSearch Search { get; init; }
    public required string Words { get; init; }
    public required int Year { get; init; }
    public required long Total { get; init; }

    /// <summary>How many names a file has at most.</summary>
    public required int MostExported { get; init; }
    public required IReadOnlyList<MovedEnterprise> Names { get; init; }
    public required bool HasMore { get; init; }

    public bool IsTooLong => Total > MostExported;

    /// <summary>What asks for these names, without the place of the page.</summary>
    public string Query => Search.Query(("before", Search.Before), ("after", Search.After), ("direction", Search.Direction));

    public string NextQuery => Search.Query(
        ("before", Search.Before), ("after", Search.After), ("direction", Search.Direction), ("behind", $"{Names[^1].TownshipCode}-{Names[^1].EnterpriseId}"));
}
