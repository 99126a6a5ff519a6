using RiskReport.Data.Roster;
using RiskReport.Domain.Roster;

namespace RiskReport.Web.Features.RosterJobs;

public sealed record RosterJobsPage
{
    public required IReadOnlyList<RosterJob> Jobs { get; init; }
    public required DateTime Now { get; init; }
    public required IReadOnlyList<string> Problems { get; init; }
    public required int Page { get; init; }
    public required int Pages { get; init; }
}

public sealed record RosterJobPage
{
    public required RosterJob Job { get; init; }
    public required DateTime Now { get; init; }

    /// <summary>Who took the file, the newest first.</summary>
    public required IReadOnlyList<RosterDownload> Downloads { get; init; }

    /// <summary>It should be on disk, and is not.</summary>
    public bool IsMissing { get; init; }
}

/// <summary>The export buttons of a roster of so many lines.</summary>
public sealed record RosterExports(long Total, string Whole)
{
    /// <summary>Which columns a file may have, with the address of the roster as it then is; the first is meant where nothing is said.</summary>
    public required IReadOnlyList<(string Columns, string Query)> Choices { get; init; }

    /// <summary>From here on a file is made in the background.</summary>
    public const int BackgroundRows = 50_000;

    public static readonly IReadOnlyList<(string Format, string Word)> Formats = [("xlsx", "Excel"), ("pdf", "PDF"), ("csv", "CSV")];

    public static int MostAtOnce(IConfiguration configuration) => configuration.GetValue("Roster:BackgroundRows", BackgroundRows);

    public bool InBackground(IConfiguration configuration) => Total > MostAtOnce(configuration);
}
