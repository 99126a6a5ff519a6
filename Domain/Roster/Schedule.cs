namespace RiskReport.Domain.Roster;

/// <summary>How often a roster is made by itself. The numbers are stored; the codes stand in forms.</summary>
public enum ScheduleEvery
{
    Day = 1,
    Week = 2,
    Month = 3,
}

/// <summary>
/// When a roster is made by itself, in China time. Day is the day of the week (1 is Monday) or of the month, where a month that
/// is too short has its last day instead.
/// </summary>
public sealed record Schedule(ScheduleEvery Every, int Day, int Hour, string Format)
{
    public const int LastDay = 31;

    private static readonly string[] Weekdays = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];

    /// <summary>
    /// The first date behind this moment, both in UTC. Dates that passed while nobody was there are one date: what is made late is
    /// made once.
    /// </summary>
    public DateTime NextAfter(DateTime now)
    {
        var after = ChinaTime.FromUtc(now).DateTime;
        var day = DateOnly.FromDateTime(after);
        while (!Falls(day) || day.ToDateTime(new TimeOnly(Hour, 0)) <= after)
            day = day.AddDays(1);
        return ChinaTime.ToUtc(day.ToDateTime(new TimeOnly(Hour, 0)));
    }

    public string Words => $"{Every switch
    {
        ScheduleEvery.Day => "每天",
        ScheduleEvery.Week => "每" + Weekdays[Day - 1],
        ScheduleEvery.Month => Day == LastDay ? "每月最后一天" : Day > 28 ? $"每月 {Day} 日（没有这一天的月份为最后一天）" : $"每月 {Day} 日",
        _ => throw new InvalidOperationException($"There is no schedule {Every}."),
    }} {Hour}:00";

    public static string WeekdayWord(int day) => Weekdays[day - 1];

    private bool Falls(DateOnly day) => Every switch
    {
        ScheduleEvery.Day => true,
        ScheduleEvery.Week => (int)day.DayOfWeek % 7 == Day % 7,
        ScheduleEvery.Month => day.Day == Math.Min(Day, DateTime.DaysInMonth(day.Year, day.Month)),
        _ => throw new InvalidOperationException($"There is no schedule {Every}."),
    };

    /// <summary>What is chosen in a form, checked; every problem by the name of its input.</summary>
    public static (Schedule? Schedule, IReadOnlyList<(string Name, string Message)> Problems) Read(
        string? every, int? weekday, int? monthday, int? hour, string? format, IEnumerable<string> formats)
    {
        var problems = new List<(string, string)>();
        var kind = every switch
        {
            "day" => ScheduleEvery.Day,
            "week" => ScheduleEvery.Week,
            "month" => ScheduleEvery.Month,
            _ => (ScheduleEvery?)null,
        };
        if (kind is null)
            problems.Add(("every", "请选择多久生成一次：每天、每周或每月。"));
        if (kind == ScheduleEvery.Week && weekday is not (>= 1 and <= 7))
            problems.Add(("weekday", "请选择星期几。"));
        if (kind == ScheduleEvery.Month && monthday is not (>= 1 and <= LastDay))
            problems.Add(("monthday", "请选择每月的几日（1 至 31，没有这一天的月份为最后一天）。"));
        if (hour is not (>= 0 and <= 23))
            problems.Add(("hour", "请选择几点生成（0 至 23 点）。"));
        if (format is null || !formats.Contains(format))
            problems.Add(("format", "请选择文件格式：Excel、PDF 或 CSV。"));
        if (problems.Count > 0)
            return (null, problems);

        var day = kind switch
        {
            ScheduleEvery.Week => weekday!.Value,
            ScheduleEvery.Month => monthday!.Value,
            _ => 1,
        };
        return (new Schedule(kind!.Value, day, hour!.Value, format!), problems);
    }
}
