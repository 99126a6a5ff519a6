using RiskReport.Domain.Campaigns;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Reminders;

namespace RiskReport.Tests.Unit.Reminders;

[TestClass]
public sealed class ReminderLadderTests
{
    private static readonly DateOnly Due = new(2027, 3, 31);

    private static readonly CampaignPhase[] Phases =
    [
        Support.Phases.AboveScale with { Year = 2027, CampaignDueOn = new DateOnly(2027, 1, 31) },
        Support.Phases.Everyone with { Year = 2027, CampaignDueOn = Due },
    ];

    internal static readonly OwedReport Report = new()
    {
        DeclarationId = 1,
        EnterpriseId = 1,
        Year = 2027,
        Name = "苏州样板厂",
        TownshipCode = "320583100",
        Township = "玉山镇",
        IndustryCode = "3360",
        OwedSince = new DateOnly(2027, 1, 1),
        Scale = Scale.Below,
        Status = DeclarationStatus.NotFiled,
    };

    [TestMethod]
    public void Each_step_falls_on_one_day_and_after_the_last_day_weekly()
    {
        var days = Enumerable.Range(-40, 70).Where(n => On(n) is not null).ToList();

        CollectionAssert.AreEqual(new[] { -30, -14, -7, -1, 1, 8, 15, 22, 29 }, days);
        Assert.AreEqual((ReminderKind.Due, 14), (On(-14)!.Kind, On(-14)!.DaysLeft));
        Assert.AreEqual((ReminderKind.Overdue, -8), (On(8)!.Kind, On(8)!.DaysLeft));
        Assert.IsNull(On(1 + (27 * 7)), "after half a year nobody is reminded any more");
    }

    [TestMethod]
    public void A_step_on_a_day_without_a_running_program_is_taken_once_when_it_runs_again()
    {
        var today = Due.AddDays(-5);

        Assert.IsNotNull(ReminderLadder.Usual.Of(Report, Phases, Due.AddDays(-9), today));
        Assert.IsNull(ReminderLadder.Usual.Of(Report, Phases, today, today.AddDays(1)));
        Assert.AreEqual(ReminderKind.Overdue, ReminderLadder.Usual.Of(Report, Phases, Due.AddDays(-1), Due.AddDays(3))!.Kind, "not as if the last day were still to come");
    }

    [TestMethod]
    [DataRow(DeclarationStatus.Submitted)]
    [DataRow(DeclarationStatus.Accepted)]
    [DataRow(DeclarationStatus.WrittenOff)]
    public void What_is_filed_or_written_off_is_let_alone(DeclarationStatus status) =>
        Assert.IsTrue(Enumerable.Range(-40, 90).All(n => ReminderLadder.Usual.Of(Report with { Status = status, ReturnDueOn = Due }, Phases, Due.AddDays(n - 1), Due.AddDays(n)) is null));

    [TestMethod]
    public void The_first_phase_that_is_for_the_enterprise_counts_and_a_return_has_its_own_day()
    {
        Assert.AreEqual(new DateOnly(2027, 1, 31), ReminderLadder.DueOn(Report with { Scale = Scale.Above }, Phases));
        Assert.IsNull(ReminderLadder.DueOn(Report with { Year = 2028 }, Phases));
        Assert.AreEqual(Due, ReminderLadder.DueOn(Report with { Scale = Scale.Above, OwedSince = new DateOnly(2027, 2, 1) }, Phases), "a phase that was over is none of its own");
        var groups = Support.Phases.OfGroups with { Year = 2027, CampaignDueOn = new DateOnly(2027, 2, 28) };
        Assert.AreEqual(new DateOnly(2027, 2, 28), ReminderLadder.DueOn(Report with { IndustryCode = "3311" }, [.. Phases, groups]));
        Assert.AreEqual(Due, ReminderLadder.DueOn(Report with { IndustryCode = "3311", TownshipCode = "320506100" }, [.. Phases, groups]), "not in this region");
        var returned = Report with { Status = DeclarationStatus.Returned, ReturnDueOn = new DateOnly(2027, 5, 10) };
        Assert.IsNull(ReminderLadder.Usual.Of(returned, Phases, new DateOnly(2027, 5, 9), new DateOnly(2027, 5, 10)), "the day itself is in time");
        Assert.AreEqual(ReminderKind.Returned, ReminderLadder.Usual.Of(returned, Phases, new DateOnly(2027, 5, 10), new DateOnly(2027, 5, 11))!.Kind);
        var near = Enumerable.Range(-10, 10).Where(n => ReminderLadder.Usual.Of(returned, Phases, new DateOnly(2027, 5, 10).AddDays(n - 1), new DateOnly(2027, 5, 10).AddDays(n))?.Kind == ReminderKind.ReturnDue);
        CollectionAssert.AreEqual(new[] { -3, -1 }, near.ToArray());
    }

    [TestMethod]
    public void Who_was_told_by_a_run_that_broke_off_is_told_what_came_since_and_no_more()
    {
        var told = Report with { ToldOn = Due.AddDays(-7) };

        Assert.IsNull(ReminderLadder.Usual.Of(told, Phases, Due.AddDays(-8), Due.AddDays(-6)));
        Assert.IsNotNull(ReminderLadder.Usual.Of(Report, Phases, Due.AddDays(-8), Due.AddDays(-6)));
        Assert.IsNotNull(ReminderLadder.Usual.Of(told, Phases, Due.AddDays(-8), Due.AddDays(-1)));
    }

    [TestMethod]
    public void The_configuration_is_read_or_refused()
    {
        CollectionAssert.AreEqual(new[] { 20, 3 }, ReminderLadder.Read("20, 3", null, 5).DaysBefore.ToArray());
        CollectionAssert.AreEqual(new[] { 30, 14, 7, 1 }, ReminderLadder.Read(null, null, null).DaysBefore.ToArray());
        CollectionAssert.AreEqual(new[] { 5 }, ReminderLadder.Read(null, "5", null).DaysBeforeReturn.ToArray());
        Assert.ThrowsExactly<InvalidOperationException>(() => ReminderLadder.Read("soon", null, null));
        Assert.ThrowsExactly<InvalidOperationException>(() => ReminderLadder.Read(null, "soon", null));
        Assert.ThrowsExactly<InvalidOperationException>(() => ReminderLadder.Read(null, null, 0));
    }

    private static Reminder? On(int day) => ReminderLadder.Usual.Of(Report, Phases, Due.AddDays(day - 1), Due.AddDays(day));
}
