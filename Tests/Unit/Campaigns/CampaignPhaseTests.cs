using System.Globalization;
using RiskReport.Domain.Roster;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Campaigns;

[TestClass]
public sealed class CampaignPhaseTests
{
    [TestMethod]
    [DataRow("2026-06-30", "")]
    [DataRow("2026-07-01", "规上企业报告")]
    [DataRow("2026-12-31", "规上企业报告")]
    [DataRow("2027-01-01", "规上企业报告 工业企业全覆盖")]
    public void What_is_overdue_goes_by_the_phases_that_are_over(string today, string names) => Assert.AreEqual(
        names, string.Join(' ', Overdue.On(DateOnly.ParseExact(today, "yyyy-MM-dd", CultureInfo.InvariantCulture), 2026, null, Lists.Reference).Past.Select(p => p.Name)));

    [TestMethod]
    public void One_phase_is_asked_about_alone()
    {
        Assert.HasCount(1, Overdue.On(new DateOnly(2027, 1, 1), 2026, Phases.Everyone, Lists.Reference).Past);
        Assert.IsEmpty(Overdue.On(new DateOnly(2026, 12, 31), 2026, Phases.Everyone, Lists.Reference).Past);
        Assert.IsEmpty(Overdue.On(new DateOnly(2027, 1, 1), 1999, null, Lists.Reference).Past);
    }

    [TestMethod]
    public void The_campaigns_day_goes_before_the_laws()
    {
        Assert.AreEqual(new DateOnly(2026, 12, 31), Phases.Everyone.DueOn);
        Assert.AreEqual(new DateOnly(2026, 3, 31), (Phases.Everyone with { CampaignDueOn = null }).DueOn);
    }

    [TestMethod]
    public void A_scope_is_said_in_words()
    {
        Assert.AreEqual("全部企业", Phases.Everyone.Scope.InWords(Lists.Reference));
        Assert.AreEqual("规上", Phases.AboveScale.Scope.InWords(Lists.Reference));
        Assert.AreEqual("行业 26、331、594；昆山市、虎丘区(高新区)、长桥街道", Phases.OfGroups.Scope.InWords(Lists.Reference));
    }
}
