using System.Globalization;
using RiskReport.Domain.Roster;
using RiskReport.Web.Features.Roster;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.SavedViews;

public sealed record SavedViewsPage
{
    /// <summary>Each with its filter in words.</summary>
    public required IReadOnlyList<(SavedView View, string Words)> Views { get; init; }
    public required long AccountId { get; init; }
    public required IReadOnlyList<PageProblem> Problems { get; init; }
}

public sealed record SavedViewPage
{
    public required SavedView View { get; init; }
    public required string Words { get; init; }

    /// <summary>As typed.</summary>
    public string? Name { get; init; }
    public required bool Shared { get; init; }
    public required ScheduleForm Plan { get; init; }
    public IReadOnlyList<PageProblem> Problems { get; init; } = [];
}

/// <summary>The present filter, to be kept.</summary>
public sealed class SavedViewForm
{
    public string? Query { get; set; }

    public string? Name { get; set; }

    public bool Shared { get; set; }

    /// <summary>The year is not part of it: always the running one.</summary>
    public bool ThisYear { get; set; }

    /// <summary>The view whose filter it replaces; a new one where empty.</summary>
    public long? Replaces { get; set; }
}

/// <summary>A schedule as chosen.</summary>
public sealed class ScheduleForm
{
    public string? Every { get; set; }

    public int? Weekday { get; set; }

    public int? Monthday { get; set; }

    public int? Hour { get; set; }

    public string? Format { get; set; }

    public (Schedule? Schedule, IReadOnlyList<(string Name, string Message)> Problems) Read() =>
        Schedule.Read(Every, Weekday, Monthday, Hour, Format, RosterExport.ContentTypes.Keys);

    public static ScheduleForm Of(Schedule? schedule) => new()
    {
        Every = schedule?.Every.ToString().ToLower(CultureInfo.InvariantCulture) ?? "never",
        Weekday = schedule is { Every: ScheduleEvery.Week } ? schedule.Day : 1,
        Monthday = schedule is { Every: ScheduleEvery.Month } ? schedule.Day : 1,
        Hour = schedule?.Hour ?? 8,
        Format = schedule?.Format ?? "xlsx",
    };
}
