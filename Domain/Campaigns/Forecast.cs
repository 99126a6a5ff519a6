namespace RiskReport.Domain.Campaigns;

public enum ForecastKind
{
    NothingDue = 1,
    Complete = 2,

    /// <summary>The deadline is over and not all have filed.</summary>
    Over = 3,
    OnTime = 4,
    Late = 5,

    /// <summary>Nothing was filed lately, or so little that it would take years.</summary>
    Never = 6,
}

/// <summary>
/// Whether all will have filed in time, by what the last two weeks brought. Two whole weeks hold every weekday twice, so that a weekend on
/// which nobody files neither slows the forecast down nor ends it.
/// </summary>
public sealed record Forecast
{
    public const int Window = 14;
    public const string Method =
        "预测方法：取今天以前 14 个整天的报告数，按星期几分别平均（周末少报的，预测中也少报），从今天起逐日累加，直到补足未报告的企业。不考虑法定节假日，也不假定截止前会加快。";

    private const int Workdays = 10;
    private const int HorizonDays = 3 * 366;

    public required ForecastKind Kind { get; init; }

    /// <summary>How many have not filed.</summary>
    public required long Left { get; init; }

    /// <summary>Until the deadline, today included; nothing once it is over.</summary>
    public required int DaysLeft { get; init; }

    /// <summary>Monday to Friday among them.</summary>
    public required int WorkdaysLeft { get; init; }

    /// <summary>From now on, to be done in time; the deadline's weekend counts as one workday where there is no other.</summary>
    public long NeededPerWorkday => DaysLeft == 0 ? 0 : (Left + Math.Max(1, WorkdaysLeft) - 1) / Math.Max(1, WorkdaysLeft);

    public required decimal RecentPerWorkday { get; init; }
    public DateOnly? FinishOn { get; init; }

    /// <summary>Days from the deadline to the forecast end; negative where it is before.</summary>
    public int? DaysLate { get; init; }

    /// <param name="filedByDay">How many were filed on each day; what is not there is nothing.</param>
    public static Forecast Of(long due, long filed, IReadOnlyDictionary<DateOnly, long> filedByDay, DateOnly today, DateOnly dueOn)
    {
        var left = Math.Max(0, due - filed);
        var byWeekday = new decimal[7];
        for (var back = 1; back <= Window; back++)
            byWeekday[(int)today.AddDays(-back).DayOfWeek] += filedByDay.GetValueOrDefault(today.AddDays(-back)) / 2m;

        var finish = left == 0 ? null : FinishOf(left, byWeekday, filedByDay.GetValueOrDefault(today), today);
        return new Forecast
        {
            Kind = due == 0 ? ForecastKind.NothingDue
                : left == 0 ? ForecastKind.Complete
                : today > dueOn ? ForecastKind.Over
                : finish is null ? ForecastKind.Never
                : finish > dueOn ? ForecastKind.Late
                : ForecastKind.OnTime,
            Left = left,
            DaysLeft = Math.Max(0, dueOn.DayNumber - today.DayNumber + 1),
            WorkdaysLeft = Enumerable.Range(0, Math.Max(0, dueOn.DayNumber - today.DayNumber + 1)).Count(i => IsWorkday(today.AddDays(i))),
            RecentPerWorkday = Math.Round(byWeekday.Sum() * 2 / Workdays, 1, MidpointRounding.AwayFromZero),
            FinishOn = finish,
            DaysLate = finish is { } day ? day.DayNumber - dueOn.DayNumber : null,
        };
    }

    /// <summary>As a sentence about a region.</summary>
    public string InWords(string name) => Kind switch
    {
        ForecastKind.NothingDue => $"{name}没有应报企业",
        ForecastKind.Complete => $"{name}已全部报告",
        ForecastKind.Over => $"{name}已过截止日期，还差 {Left:N0} 家" + (FinishOn is { } end ? $"；按近 14 天进度，将晚 {DaysLate} 天完成（{end:yyyy-MM-dd}）" : "；近 14 天没有足够的新增报告，无法预测完成日期"),
        ForecastKind.OnTime => $"按近 14 天进度，{name}将于 {FinishOn:yyyy-MM-dd} 完成" + (DaysLate == 0 ? "，即截止当天" : $"，比截止日期早 {-DaysLate} 天"),
        ForecastKind.Late => $"按近 14 天进度，{name}将晚 {DaysLate} 天完成（{FinishOn:yyyy-MM-dd}）",
        ForecastKind.Never => $"近 14 天几乎没有新增报告，按此进度{name}三年内不能完成",
        _ => throw new InvalidOperationException($"There is no forecast of kind {Kind}."),
    };

    /// <summary>In a cell of a table.</summary>
    public string InBrief => Kind switch
    {
        ForecastKind.NothingDue => "—",
        ForecastKind.Complete => "已完成",
        ForecastKind.Over or ForecastKind.Late when DaysLate is { } late => $"晚 {late} 天",
        ForecastKind.Over or ForecastKind.Never => "无法预测",
        ForecastKind.OnTime => DaysLate == 0 ? "截止当天" : $"早 {-DaysLate} 天",
        _ => throw new InvalidOperationException($"There is no forecast of kind {Kind}."),
    };

    private static DateOnly? FinishOf(long left, decimal[] byWeekday, long today, DateOnly from)
    {
        var rest = left - Math.Max(0, byWeekday[(int)from.DayOfWeek] - today);   // some of today's are in already
        for (var ahead = 0; ahead < HorizonDays; ahead++)
        {
            if (ahead > 0)
                rest -= byWeekday[(int)from.AddDays(ahead).DayOfWeek];
            if (rest <= 0)
                return from.AddDays(ahead);
        }

        return null;
    }

    private static bool IsWorkday(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
}
