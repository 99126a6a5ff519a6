using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;

namespace RiskReport.Web.Features.Roster;

public sealed record RosterPage
{
    public required RosterSearch Search { get; init; }
    public required RosterFilter Filter { get; init; }
    public required IReadOnlyList<Region> Regions { get; init; }
    public required int ThisYear { get; init; }
    public required IReadOnlyList<string> Problems { get; init; }
    public required int PageSize { get; init; }
    public RosterCounts Counts { get; init; } = new([]);
    public long Total { get; init; }
    public int Number { get; init; } = 1;
    public IReadOnlyList<RosterRow> Rows { get; init; } = [];
    public string Words { get; init; } = "";
}
