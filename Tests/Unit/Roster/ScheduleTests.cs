using System.Globalization;
using RiskReport.Domain.Roster;

namespace RiskReport.Tests.Unit.Roster;

/// <summary>When a roster is next made by itself; the moments are China's.</summary>
[TestClass]
public sealed class ScheduleTests
{
    [TestMethod]
    [DataRow(ScheduleEvery.Day, 1, 8, "2026-11-24 07:59", "2026-11-24 08:00", DisplayName = "later today")]
    [DataRow(ScheduleEvery.Day, 1, 8, "2026-11-24 08:00", "2026-11-25 08:00", DisplayName = "the very moment is over")]
    [DataRow(ScheduleEvery.Day, 1, 0, "2026-12-31 23:59", "2027-01-01 00:00", DisplayName = "over the year")]
    [DataRow(ScheduleEvery.Week, 1, 8, "2026-11-24 12:00", "2026-11-30 08:00", DisplayName = "Monday after a Tuesday")]
    [DataRow(ScheduleEvery.Week, 7, 8, "2026-11-24 12:00", "2026-11-29 08:00", DisplayName = "Sunday")]
    [DataRow(ScheduleEvery.Week, 2, 13, "2026-11-24 12:00", "2026-11-24 13:00", DisplayName = "this very Tuesday")]
    [DataRow(ScheduleEvery.Month, 31, 8, "2026-11-24 12:00", "2026-11-30 08:00", DisplayName = "the last of a month of 30")]
    [DataRow(ScheduleEvery.Month, 31, 8, "2026-11-30 08:00", "2026-12-31 08:00", DisplayName = "then the last of one of 31")]
    [DataRow(ScheduleEvery.Month, 31, 8, "2027-01-31 08:00", "2027-02-28 08:00", DisplayName = "the last of February")]
    [DataRow(ScheduleEvery.Month, 31, 8, "2028-01-31 08:00", "2028-02-29 08:00", DisplayName = "the leap day")]
    [DataRow(ScheduleEvery.Month, 29, 8, "2027-01-29 08:00", "2027-02-28 08:00", DisplayName = "the 29th in a short February")]
    [DataRow(ScheduleEvery.Month, 29, 8, "2027-02-28 08:00", "2027-03-29 08:00", DisplayName = "and the 29th again")]
    [DataRow(ScheduleEvery.Month, 15, 8, "2026-12-15 08:00", "2027-01-15 08:00", DisplayName = "over the year by month")]
    public void The_next_date_is_the_first_behind_the_moment(ScheduleEvery every, int day, int hour, string now, string expected) =>
        Assert.AreEqual(Utc(expected), new Schedule(every, day, hour, "csv").NextAfter(Utc(now)));

    [TestMethod]
    public void Dates_that_were_slept_through_are_one() =>
        Assert.AreEqual(Utc("2027-03-02 08:00"), new Schedule(ScheduleEvery.Day, 1, 8, "csv").NextAfter(Utc("2027-03-01 09:30")), "however long ago the last one was");

    [TestMethod]
    public void A_year_of_month_ends_misses_no_month()
    {
        var schedule = new Schedule(ScheduleEvery.Month, 31, 23, "csv");
        var at = Utc("2027-12-31 23:00");

        var days = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            at = schedule.NextAfter(at);
            days.Add(at.AddHours(8).ToString("MM-dd HH", CultureInfo.InvariantCulture));
        }

        Assert.AreEqual("01-31 23,02-29 23,03-31 23,04-30 23,05-31 23,06-30 23,07-31 23,08-31 23,09-30 23,10-31 23,11-30 23,12-31 23", string.Join(',', days));
    }

    [TestMethod]
    [DataRow(ScheduleEvery.Day, 1, "每天 8:00")]
    [DataRow(ScheduleEvery.Week, 7, "每周日 8:00")]
    [DataRow(ScheduleEvery.Month, 28, "每月 28 日 8:00")]
    [DataRow(ScheduleEvery.Month, 30, "每月 30 日（没有这一天的月份为最后一天） 8:00")]
    [DataRow(ScheduleEvery.Month, 31, "每月最后一天 8:00")]
    public void It_is_said_in_words(ScheduleEvery every, int day, string words) => Assert.AreEqual(words, new Schedule(every, day, 8, "csv").Words);

    [TestMethod]
    [DataRow(null, 1, 1, 8, "csv", "every")]
    [DataRow("year", 1, 1, 8, "csv", "every")]
    [DataRow("week", 8, 1, 8, "csv", "weekday")]
    [DataRow("week", null, 1, 8, "csv", "weekday")]
    [DataRow("month", 1, 32, 8, "csv", "monthday")]
    [DataRow("month", 1, 0, 8, "csv", "monthday")]
    [DataRow("day", null, null, 24, "csv", "hour")]
    [DataRow("day", null, null, null, "csv", "hour")]
    [DataRow("day", null, null, 8, "docx", "format")]
    public void What_cannot_be_a_schedule_is_refused_at_its_input(string? every, int? weekday, int? monthday, int? hour, string? format, string input)
    {
        var (schedule, problems) = Schedule.Read(every, weekday, monthday, hour, format, ["csv", "pdf"]);

        Assert.IsNull(schedule);
        Assert.AreEqual(input, problems.Single().Name);
    }

    [TestMethod]
    [DataRow("day", 1)]
    [DataRow("week", 3)]
    [DataRow("month", 31)]
    public void What_is_chosen_is_the_day_of_its_kind(string every, int day) =>
        Assert.AreEqual(day, Schedule.Read(every, 3, 31, 8, "pdf", ["csv", "pdf"]).Schedule!.Day);

    private static DateTime Utc(string china) =>
        DateTime.SpecifyKind(DateTime.ParseExact(china, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture).AddHours(-8), DateTimeKind.Utc);
}
