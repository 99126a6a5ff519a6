using RiskReport.Domain.Grading;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Regrading;

namespace RiskReport.Web.Features.Simulations;

public sealed record SimulationsPage
{
    public required string Region { get; init; }
    public required IReadOnlyList<RuleSetEntry> RuleSets { get; init; }
    public required string RuleSet { get; init; }
    public required int Year { get; init; }
    public required int ThisYear { get; init; }
    public required IReadOnlyList<RegradingRun> Latest { get; init; }
    public string? Problem { get; init; }
}

/// <summary>What came of one run: before and after by county, and the enterprises whose colour differs.</summary>
public sealed record SimulationPage
{
    public required RegradingRun Run { get; init; }
    public required string Region { get; init; }
    public required RegradingCounts Counts { get; init; }

    /// <summary>The county-level units with their own figures.</summary>
    public required IReadOnlyList<(Region Region, RegradingCounts Counts)> Parts { get; init; }
    public required SimulationSearch Search { get; init; }
    public required RegradingFilter Filter { get; init; }
    public required int Matching { get; init; }
    public required int Number { get; init; }
    public required int PageSize { get; init; }
    public required IReadOnlyList<RegradingChange> Changes { get; init; }
}

/// <summary>The filter of the list as it stands in an address.</summary>
public sealed class SimulationSearch
{
    public const string Ungradable = "none";

    public string? Region { get; set; }

    public string? Before { get; set; }

    public string? After { get; set; }

    public int Page { get; set; } = 1;

    /// <summary>Null where something in it cannot be.</summary>
    public RegradingFilter? Read(ReferenceData reference)
    {
        var region = string.IsNullOrEmpty(Region) ? null : reference.Regions.Find(Region);
        var before = RiskColourWords.Parse(Before);
        var after = RiskColourWords.Parse(After);
        return (!string.IsNullOrEmpty(Region) && region is null)
            || (!string.IsNullOrEmpty(Before) && before is null)
            || (!string.IsNullOrEmpty(After) && after is null && After != Ungradable)
                ? null
                : new RegradingFilter(region?.Code, before, string.IsNullOrEmpty(After) ? null : new RegradedTo(after));
    }

    public string Query(int? page = null) => string.Join('&', new[] { ("region", Region), ("before", Before), ("after", After), ("page", page?.ToString(System.Globalization.CultureInfo.InvariantCulture)) }
        .Where(p => !string.IsNullOrEmpty(p.Item2))
        .Select(p => $"{p.Item1}={Uri.EscapeDataString(p.Item2!)}"));
}
