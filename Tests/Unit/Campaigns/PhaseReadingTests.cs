using RiskReport.Domain.Campaigns;
using RiskReport.Domain.Enterprises;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Campaigns;

[TestClass]
public sealed class PhaseReadingTests
{
    private static readonly PhaseAnswers Good = new()
    {
        Year = "2026",
        Name = " 重点行业 ",
        Scale = "above",
        Industries = "33，331 594",
        Regions = "320583、320505",
        BeginsOn = "2026-12-01",
        LawDueOn = "2026-12-31",
        CampaignDueOn = "",
    };

    [TestMethod]
    public void What_is_typed_well_is_a_phase()
    {
        var (phase, problems) = PhaseReading.Read(Good, null, Lists.Reference, Lists.Today);

        Assert.IsEmpty(problems);
        Assert.AreEqual(("重点行业", Scale.Above, new DateOnly(2026, 12, 31)), (phase!.Name, phase.Scope.Scale!.Value, phase.DueOn));
        CollectionAssert.AreEqual(new[] { "33", "331", "594" }, phase.Scope.Industries.ToArray());
        CollectionAssert.AreEqual(new[] { "320505", "320583" }, phase.Scope.Regions.ToArray());
    }

    [TestMethod]
    public void Every_problem_is_told_at_once()
    {
        var (phase, problems) = PhaseReading.Read(
            new PhaseAnswers { Year = "1999", Name = "", Scale = "big", Industries = "33 9999 01", Regions = "3205 31", BeginsOn = "soon" }, null, Lists.Reference, Lists.Today);

        Assert.IsNull(phase);
        CollectionAssert.AreEqual(
            new[] { "Year", "Name", "Scale", "Industries", "Industries", "Regions", "Regions", "BeginsOn", "LawDueOn" }, problems.Select(p => p.Name).ToArray());
    }

    [TestMethod]
    public void Days_stand_in_their_order_and_names_are_the_years_own()
    {
        var (_, problems) = PhaseReading.Read(Good with { Name = "规上企业报告", LawDueOn = "2026-11-30", CampaignDueOn = "2026-11-29" }, null, Lists.Reference, Lists.Today);

        CollectionAssert.AreEqual(new[] { "Name", "LawDueOn", "CampaignDueOn" }, problems.Select(p => p.Name).ToArray());
    }

    [TestMethod]
    public void A_last_day_that_is_over_is_asked_about_and_one_before_the_year_refused()
    {
        var slip = Good with { BeginsOn = "2026-01-01", LawDueOn = "2026-02-01" };

        CollectionAssert.AreEqual(new[] { "Confirmed" }, PhaseReading.Read(slip, null, Lists.Reference, Lists.Today).Problems.Select(p => p.Name).ToArray());
        Assert.IsNotNull(PhaseReading.Read(slip with { IsConfirmed = true }, null, Lists.Reference, Lists.Today).Phase);
        var before = PhaseReading.Read(slip with { BeginsOn = "2025-12-01", LawDueOn = "2025-12-31", IsConfirmed = true }, null, Lists.Reference, Lists.Today);
        StringAssert.Contains(before.Problems.Single().Message, "早于 2026 年度");
    }

    [TestMethod]
    public void What_has_begun_keeps_its_scope_and_its_beginning()
    {
        var begun = Phases.AboveScale with { Name = "已开始" };
        var same = new PhaseAnswers { Name = "改了名", Scale = "above", BeginsOn = "2026-01-01", CampaignDueOn = "2026-07-31" };
        var running = new DateOnly(2026, 6, 30);

        Assert.AreEqual(new DateOnly(2026, 7, 31), PhaseReading.Read(same, begun, Lists.Reference, running).Phase!.DueOn);
        StringAssert.Contains(PhaseReading.Read(same with { Scale = "" }, begun, Lists.Reference, running).Problems.Single().Message, "范围和开始日期不能再改");
        Assert.HasCount(1, PhaseReading.Read(same with { BeginsOn = "2026-01-02" }, begun, Lists.Reference, running).Problems);
        StringAssert.Contains(PhaseReading.Read(same, begun, Lists.Reference, running.AddDays(1)).Problems.Single().Message, "截止日期不能再改");
        Assert.AreEqual("改了名", PhaseReading.Read(same with { CampaignDueOn = "2026-06-30" }, begun, Lists.Reference, Lists.Today).Phase!.Name);
        Assert.IsEmpty(PhaseReading.Read(same with { Scale = "" }, begun, Lists.Reference, new DateOnly(2025, 12, 31)).Problems);
    }
}
