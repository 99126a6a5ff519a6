using RiskReport.Domain.Declarations;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Roster;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Roster;

[TestClass]
public sealed class RosterStatisticsTests
{
    private static readonly RosterFigure[] Figures =
    [
        Figure("320585", "33", DeclarationStatus.Accepted, RiskColour.Red, 2),
        Figure("320583", "33", DeclarationStatus.Accepted, RiskColour.Orange, 3),
        Figure("320583", "17", DeclarationStatus.Submitted, RiskColour.Blue, 5),
        Figure("320583", "17", DeclarationStatus.NotFiled, null, 10),
    ];

    private static readonly RosterStatistics Statistics = RosterStatistics.Of(Figures, Lists.Reference.Regions, Lists.Reference.Industries);

    [TestMethod]
    public void Counties_stand_in_the_order_of_their_codes_and_industries_too()
    {
        CollectionAssert.AreEqual(new[] { "320583 昆山市", "320585 太仓市" }, Statistics.Counties.Rows.Select(r => $"{r.Code} {r.Name}").ToArray());
        CollectionAssert.AreEqual(new[] { "17 纺织业", "33 金属制品业" }, Statistics.Divisions.Rows.Select(r => $"{r.Code} {r.Name}").ToArray());
    }

    [TestMethod]
    public void A_line_counts_by_colour_and_by_status()
    {
        var kunshan = Statistics.Counties.Rows[0];

        Assert.AreEqual(18, kunshan.Total);
        Assert.AreEqual(3, kunshan.Of(RiskColour.Orange));
        Assert.AreEqual(10, kunshan.Of(colour: null));
        Assert.AreEqual(3, kunshan.Major);
        Assert.AreEqual(10, kunshan.Of(DeclarationStatus.NotFiled));
    }

    [TestMethod]
    public void Both_tables_come_to_the_same_sums()
    {
        foreach (var table in Statistics.Tables)
        {
            Assert.AreEqual(20, table.Sum.Total);
            Assert.AreEqual(table.Sum.Total, table.Rows.Sum(r => r.Total));
            foreach (var colour in StatisticsColumns.Colours)
                Assert.AreEqual(table.Sum.Of(colour), table.Rows.Sum(r => r.Of(colour)));
            foreach (var status in Enum.GetValues<DeclarationStatus>())
                Assert.AreEqual(table.Sum.Of(status), table.Rows.Sum(r => r.Of(status)));
            Assert.AreEqual(table.Sum.Total, StatisticsColumns.Colours.Sum(table.Sum.Of));
        }
    }

    [TestMethod]
    public void A_share_is_of_all_and_the_share_of_major_risks_of_the_line()
    {
        var line = StatisticsLine.Of(Statistics.Counties)[1];

        Assert.AreEqual(10.0m, Value(line, "占全部(%)"));
        Assert.AreEqual(100.0m, Value(line, "较大以上占比(%)"));
        Assert.AreEqual(2L, Value(line, "重大(红)"));
    }

    [TestMethod]
    public void Of_nothing_there_is_no_share()
    {
        var empty = RosterStatistics.Of([], Lists.Reference.Regions, Lists.Reference.Industries);

        var sum = StatisticsLine.Of(empty.Counties).Single();

        Assert.IsTrue(sum.IsSum);
        Assert.AreEqual(0L, Value(sum, "企业数"));
        Assert.IsNull(Value(sum, "占全部(%)"));
    }

    private static object? Value(StatisticsLine line, string heading) => StatisticsColumns.All.Single(c => c.Heading == heading).Value(line);

    private static RosterFigure Figure(string county, string division, DeclarationStatus status, RiskColour? colour, long enterprises) => new()
    {
        CountyCode = county,
        DivisionCode = division,
        Status = status,
        Colour = colour,
        Enterprises = enterprises,
    };
}
