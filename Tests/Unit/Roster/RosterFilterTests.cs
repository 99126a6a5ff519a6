using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Roster;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Roster;

[TestClass]
public sealed class RosterFilterTests
{
    [TestMethod]
    public void Says_itself_in_words()
    {
        var filter = new RosterFilter
        {
            Year = 2026,
            RegionCode = "320583",
            Colours = [RiskColour.Orange, RiskColour.Red],
            Ungraded = true,
            Scale = Scale.Above,
            Statuses = [DeclarationStatus.Accepted],
            Text = "锂电",
        };

        Assert.AreEqual("2026 年度；昆山市；等级：重大(红)、较大(橙)、未评；规模：规上；状态：已接受；名称或代码含“锂电”", filter.InWords(Lists.Reference));
    }

    [TestMethod]
    public void Without_a_colour_filter_every_colour_is_admitted_and_none_too()
    {
        var filter = new RosterFilter { Year = 2026, RegionCode = "3205" };

        Assert.IsTrue(filter.Admits(null));
        Assert.IsTrue(filter.Admits(RiskColour.Blue));
        Assert.IsFalse((filter with { Colours = [RiskColour.Red] }).Admits(null));
        Assert.IsFalse((filter with { Ungraded = true }).Admits(RiskColour.Red));
    }
}
