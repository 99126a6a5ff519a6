using System.Text.Json;
using Microsoft.AspNetCore.Http.Extensions;
using RiskReport.Domain.Campaigns;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Reference;
using RiskReport.Web.Features.Roster;

namespace RiskReport.Web.Features.Board;

/// <summary>The board of a year, or of one of its phases, in a region.</summary>
public sealed record BoardPage
{
    /// <summary>Of the code of a city, a county and a township.</summary>
    private static readonly int[] Lengths = [4, 6, 9];

    private static readonly int[] Dashes = [8, 4, 2, 4];

    public required Rollout Rollout { get; init; }
    public required ReferenceData Reference { get; init; }

    /// <summary>The caller's own, above which nothing is shown.</summary>
    public required string OwnRegion { get; init; }
    public required DateOnly Today { get; init; }
    public required DateTimeOffset AsOf { get; init; }

    public int Year => Rollout.Filter.Year;

    public CampaignPhase? Phase => Rollout.Filter.Phase;

    /// <summary>From the caller's own region down to the one shown.</summary>
    public IEnumerable<Region> Path => Lengths
        .Where(length => length >= OwnRegion.Length && length <= Rollout.Filter.RegionCode.Length)
        .Select(length => Reference.Regions[Rollout.Filter.RegionCode[..length]]!);

    /// <summary>This year's, and the neighbours that have phases: two years may be open at once.</summary>
    public IEnumerable<int> Years => Reference.Phases.Select(p => p.Year).Append(Year).Append(Today.Year).Where(y => y <= Today.Year + 1).Distinct().OrderDescending();

    public string Query(int year, long? phase, string region) => Query(year, phase, region, OwnRegion);

    /// <summary>An address within the board, without what says nothing.</summary>
    public static string Query(int year, long? phase, string region, string ownRegion)
    {
        var query = new QueryBuilder { { "year", $"{year}" } };
        if (phase is { } id)
            query.Add("phase", $"{id}");
        if (region != ownRegion)
            query.Add("region", region);
        return query.ToString();
    }

    /// <summary>The enterprises behind a figure: the roster with the same filter.</summary>
    public string Roster(RolloutRow row, IEnumerable<DeclarationStatus>? statuses = null, RiskColour? colour = null, bool overdue = false, bool nil = false) => "/roster" + new RosterSearch
    {
        Year = $"{Year}",
        Phase = Phase is { } phase ? $"{phase.Id}" : null,
        Region = row.Code == OwnRegion ? [] : [row.Code],
        Status = overdue ? [] : [.. (statuses ?? DeclarationStatusWords.Owing).Select(s => s.Code())],
        Colour = colour is { } c ? [c.Code()] : [],
        Overdue = overdue ? "1" : null,
        Type = nil ? [DeclarationType.NilConfirmation.Code()] : [],
    }.ToQuery();

    /// <summary>The trend as an option of ECharts: what was filed, what is needed from today on, and where the last two weeks lead.</summary>
    public string Chart()
    {
        var whole = Rollout.Whole;
        var series = new List<object>
        {
            new { type = "line", name = "累计已报告", showSymbol = false, lineStyle = new { width = 3 }, data = Actual() },
            new { type = "line", name = "应报", showSymbol = false, lineStyle = new { type = "dotted" }, data = Line((Start, whole.Due), (End, whole.Due)) },
        };
        if (whole.Forecast is { Left: > 0, DaysLeft: > 0 })
            series.Add(new { type = "line", name = "需要的进度", showSymbol = false, lineStyle = new { type = "dashed" }, data = Line((Today, whole.Filed), (Rollout.DueOn, whole.Due)) });
        if (whole.Forecast is { Left: > 0, FinishOn: { } finish })
            series.Add(new { type = "line", name = "按近 14 天进度预测", showSymbol = false, lineStyle = new { type = Dashes }, data = Line((Today, whole.Filed), (finish, whole.Due)) });
        return JsonSerializer.Serialize(new
        {
            tooltip = new { trigger = "axis" },
            legend = new { top = 0 },
            grid = new { left = 8, right = 32, top = 48, bottom = 8, outerBoundsMode = "same" },
            xAxis = new { type = "time", min = $"{Start:yyyy-MM-dd}", max = $"{End:yyyy-MM-dd}" },
            yAxis = new { type = "value", min = 0, minInterval = 1 },
            series,
            media = new[] { new { query = new { maxWidth = 560 }, option = new { grid = new { top = 88 } } } },
        });
    }

    private DateOnly Start => Rollout.Trend.Select(p => p.Day).Append(Phase?.BeginsOn ?? new DateOnly(Year, 1, 1)).Min();

    /// <summary>A forecast of years would press what has happened into a corner.</summary>
    private DateOnly End
    {
        get
        {
            var last = Rollout.DueOn > Today ? Rollout.DueOn : Today;
            return Rollout.Whole.Forecast.FinishOn is { } finish && finish > last ? (finish < last.AddDays(120) ? finish : last.AddDays(120)) : last;
        }
    }

    private object[][] Actual() => Line(
    [
        (Start.AddDays(-1), 0),
        .. Rollout.Trend.Select(p => (p.Day, p.Total)),
        .. Rollout.Trend is [.., { } last] && last.Day < Today ? [(Today, last.Total)] : Array.Empty<(DateOnly, long)>(),
    ]);

    private static object[][] Line(params (DateOnly Day, long Value)[] points) => [.. points.Select(p => new object[] { $"{p.Day:yyyy-MM-dd}", p.Value })];
}
