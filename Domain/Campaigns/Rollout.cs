using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;

namespace RiskReport.Domain.Campaigns;

/// <summary>What stands in the roll and does not count for a phase, and why.</summary>
public sealed record RolloutExclusions
{
    public required long WrittenOff { get; init; }

    /// <summary>Not what the phase is for.</summary>
    public required long OutOfScope { get; init; }

    /// <summary>Came onto the roll after the last day of the phase.</summary>
    public required long JoinedLater { get; init; }
}

/// <summary>A day of the trend.</summary>
public sealed record RolloutPoint(DateOnly Day, long Filed, long Total);

/// <summary>What the board is made of, as counted.</summary>
public sealed record RolloutCounts
{
    public required IReadOnlyList<RolloutCount> Counts { get; init; }
    public required IReadOnlyList<LateReturns> LateReturns { get; init; }
    public required IReadOnlyList<FiledDay> Days { get; init; }
    public required RolloutExclusions Exclusions { get; init; }
}

/// <summary>How far a region has come: as a whole, unit by unit with the best first, and day by day.</summary>
public sealed record Rollout
{
    public required RosterFilter Filter { get; init; }

    /// <summary>The last day: of the phase, or of the last one of the year.</summary>
    public required DateOnly DueOn { get; init; }
    public required RolloutRow Whole { get; init; }

    /// <summary>One level down; none below a township.</summary>
    public required IReadOnlyList<RolloutRow> Parts { get; init; }
    public required IReadOnlyList<RolloutPoint> Trend { get; init; }
    public required RolloutExclusions Exclusions { get; init; }

    /// <summary>Who is counted, who is not, and by which day, for whoever sees the figures alone.</summary>
    public string Denominator => string.Concat(
        $"应报企业按名册计算，不论是否填报。不计入：核销 {Exclusions.WrittenOff:N0} 家",
        Filter.Phase is null ? "" : $"，不属于本阶段范围 {Exclusions.OutOfScope:N0} 家，截止以后才纳入名册 {Exclusions.JoinedLater:N0} 家",
        $"。截止日期 {DueOn:yyyy-MM-dd}{(Filter.Phase is null ? "，取本年度最后一个阶段的截止日期" : "")}",
        "。已报告为已提交和已接受；逾期为阶段截止后仍未报告，或退回后超过重报期限。企业迁移的，各年度随企业计入迁入地；规模和行业按各年度报告时的计算。");

    public static Rollout Of(RosterFilter filter, RolloutCounts counts, ReferenceData reference, DateOnly today)
    {
        var dueOn = filter.Phase?.DueOn ?? reference.PhasesOf(filter.Year).Select(p => (DateOnly?)p.DueOn).Max() ?? new DateOnly(filter.Year, 12, 31);
        var parts = reference.Regions.All
            .Where(r => r.ParentCode == filter.RegionCode)
            .Select(r => Row(r.Code, r.Name, c => c == r.Code))
            .Where(r => r.Counts.Count > 0)
            .OrderByDescending(r => r.Rate ?? -1).ThenBy(r => r.Code, StringComparer.Ordinal)
            .ToList();
        return new Rollout
        {
            Filter = filter,
            DueOn = dueOn,
            Whole = Row(filter.RegionCode, reference.Regions[filter.RegionCode]?.Name ?? filter.RegionCode, _ => true),
            Parts = parts,
            Trend = TrendOf(counts.Days),
            Exclusions = counts.Exclusions,
        };

        RolloutRow Row(string code, string name, Func<string, bool> isIn)
        {
            var row = new RolloutRow
            {
                Code = code,
                Name = name,
                Counts = counts.Counts.Where(c => isIn(c.RegionCode)).ToList(),
                LateReturns = counts.LateReturns.Where(c => isIn(c.RegionCode)).Sum(c => c.Enterprises),
                Forecast = Forecast.Of(0, 0, new Dictionary<DateOnly, long>(), today, dueOn),
            };
            var days = counts.Days.Where(d => isIn(d.RegionCode)).GroupBy(d => d.Day).ToDictionary(d => d.Key, d => d.Sum(c => c.Enterprises));
            return row with { Forecast = Forecast.Of(row.Due, row.Filed, days, today, dueOn) };
        }
    }

    private static List<RolloutPoint> TrendOf(IReadOnlyList<FiledDay> days)
    {
        var total = 0L;
        return days.GroupBy(d => d.Day).OrderBy(d => d.Key).Select(d => (Day: d.Key, Filed: d.Sum(c => c.Enterprises))).Where(d => d.Filed > 0)
            .Select(d => new RolloutPoint(d.Day, d.Filed, total += d.Filed)).ToList();
    }
}
