using RiskReport.Domain.Campaigns;

namespace RiskReport.Tests.Unit.Campaigns;

/// <summary>2026-11-24 is a Tuesday; the fourteen days before it begin on Tuesday 10 November.</summary>
[TestClass]
public sealed class ForecastTests
{
    private static readonly DateOnly Today = new(2026, 11, 24);
    private static readonly DateOnly DueOn = new(2026, 12, 31);

    [TestMethod]
    public void Every_day_alike_is_a_straight_line()
    {
        var forecast = Forecast.Of(100, 60, Daily(10), Today, DueOn);

        Assert.AreEqual(new DateOnly(2026, 11, 27), forecast.FinishOn, "10 a day from today on: Tuesday to Friday");
        Assert.AreEqual((ForecastKind.OnTime, -34, 40L), (forecast.Kind, forecast.DaysLate, forecast.Left));
        Assert.AreEqual((38, 28, 2L, 14m), (forecast.DaysLeft, forecast.WorkdaysLeft, forecast.NeededPerWorkday, forecast.RecentPerWorkday));
        Assert.AreEqual("按近 14 天进度，姑苏区将于 2026-11-27 完成，比截止日期早 34 天", forecast.InWords("姑苏区"));
    }

    [TestMethod]
    public void What_came_in_today_already_is_not_expected_again()
    {
        var days = Daily(10);
        days[Today] = 10;

        Assert.AreEqual(new DateOnly(2026, 11, 28), Forecast.Of(100, 60, days, Today, DueOn).FinishOn);
        days[Today] = 25;
        Assert.AreEqual(new DateOnly(2026, 11, 28), Forecast.Of(100, 60, days, Today, DueOn).FinishOn, "a good day does not take from those to come");
    }

    [TestMethod]
    public void Nobody_files_at_a_weekend_so_none_ends_there()
    {
        var workdays = Daily(10).Where(d => d.Key.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)).ToDictionary();

        Assert.AreEqual(new DateOnly(2026, 11, 27), Forecast.Of(100, 60, workdays, Today, DueOn).FinishOn, "Friday");
        Assert.AreEqual(new DateOnly(2026, 11, 30), Forecast.Of(100, 59, workdays, Today, DueOn).FinishOn, "Monday");
    }

    [TestMethod]
    public void Too_slow_is_late_by_so_many_days()
    {
        var forecast = Forecast.Of(100, 10, Daily(2), Today, new DateOnly(2026, 12, 31));

        Assert.AreEqual((ForecastKind.Late, new DateOnly(2027, 1, 7), 7), (forecast.Kind, forecast.FinishOn, forecast.DaysLate));
        Assert.AreEqual("按近 14 天进度，姑苏区将晚 7 天完成（2027-01-07）", forecast.InWords("姑苏区"));
        Assert.AreEqual("晚 7 天", forecast.InBrief);
        Assert.AreEqual("截止当天", Forecast.Of(100, 10, Daily(2), Today, new DateOnly(2027, 1, 7)).InBrief);
    }

    [TestMethod]
    public void No_filings_lead_nowhere()
    {
        var forecast = Forecast.Of(100, 10, new Dictionary<DateOnly, long> { [Today.AddDays(-15)] = 500, [Today] = 3 }, Today, DueOn);

        Assert.AreEqual((ForecastKind.Never, (DateOnly?)null, 0m), (forecast.Kind, forecast.FinishOn, forecast.RecentPerWorkday));
        Assert.AreEqual("无法预测", forecast.InBrief);
        Assert.AreEqual(ForecastKind.Never, Forecast.Of(1_000_000, 0, new Dictionary<DateOnly, long> { [Today.AddDays(-1)] = 1 }, Today, DueOn).Kind, "centuries");
    }

    [TestMethod]
    public void All_done_and_nothing_due_need_no_forecast()
    {
        Assert.AreEqual("姑苏区已全部报告", Forecast.Of(10, 10, Daily(1), Today, DueOn).InWords("姑苏区"));
        Assert.AreEqual("姑苏区没有应报企业", Forecast.Of(0, 0, Daily(0), Today, DueOn).InWords("姑苏区"));
        Assert.AreEqual(0, Forecast.Of(10, 10, Daily(1), Today, DueOn).NeededPerWorkday);
    }

    [TestMethod]
    public void After_the_deadline_it_says_by_how_much()
    {
        var over = Forecast.Of(100, 60, Daily(10), Today, new DateOnly(2026, 6, 30));

        Assert.AreEqual((ForecastKind.Over, 0, 0L), (over.Kind, over.DaysLeft, over.NeededPerWorkday));
        Assert.AreEqual("姑苏区已过截止日期，还差 40 家；按近 14 天进度，将晚 150 天完成（2026-11-27）", over.InWords("姑苏区"));
        StringAssert.Contains(Forecast.Of(100, 60, Daily(0), Today, new DateOnly(2026, 6, 30)).InWords(""), "无法预测完成日期");
    }

    [TestMethod]
    public void The_last_day_still_counts()
    {
        var last = Forecast.Of(100, 90, Daily(10), Today, Today);

        Assert.AreEqual((ForecastKind.OnTime, 1, 10L), (last.Kind, last.DaysLeft, last.NeededPerWorkday));
        Assert.AreEqual(40, Forecast.Of(100, 60, Daily(10), new DateOnly(2026, 11, 28), new DateOnly(2026, 11, 29)).NeededPerWorkday, "a weekend is all there is");
    }

    private static Dictionary<DateOnly, long> Daily(long filings) => Enumerable.Range(1, 30).ToDictionary(back => Today.AddDays(-back), _ => filings);
}
