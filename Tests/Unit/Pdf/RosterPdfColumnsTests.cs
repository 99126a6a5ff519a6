using RiskReport.Domain.Roster;
using RiskReport.Reports;

namespace RiskReport.Tests.Unit.Pdf;

[TestClass]
public sealed class RosterPdfColumnsTests
{
    private static readonly string[] Enterprises = [.. RosterColumns.All.Select(c => c.Key)];

    [TestMethod]
    public void Whatever_is_chosen_fills_the_page_and_no_column_is_below_what_can_be_read()
    {
        string[][] choices = [[.. RosterPdfSpecs.EnterprisesUnasked], Enterprises, [.. RosterPdfSpecs.EnterprisesUnasked, "late"], ["name"], ["score"], ["name", "phone"], ["red", "year"], [.. Enterprises.Reverse()]];
        foreach (var keys in choices)
        {
            var columns = RosterPdfColumns.Of(RosterColumns.Known, keys);

            Assert.AreEqual(RosterPaper.Right - RosterPaper.Left - RosterPdfColumns.NumberWidth, columns.Sum(c => c.Width), 0.001, string.Join(',', keys));
            Assert.IsTrue(columns.Where(c => c.Heading == "统一社会信用代码").All(c => c.Width >= 86), "eighteen digits stand on one line");
            Assert.IsTrue(columns.All(c => c.Width >= 19));
        }
    }

    [TestMethod]
    public void Chosen_columns_are_exactly_those_in_their_order() => CollectionAssert.AreEqual(
        new[] { "联系电话", "企业名称", "企业风险等级" },
        RosterPdfColumns.Of(RosterColumns.All, ["phone", "name", "colour"]).Select(c => c.Heading).ToArray());

    [TestMethod]
    public void Every_column_there_is_can_be_printed()
    {
        foreach (var column in RiskRosterColumns.All)
            Assert.HasCount(1, RosterPdfColumns.Of(RiskRosterColumns.All, [column.Key]));
    }

    [TestMethod]
    public void A_count_that_stands_alone_says_of_what() => CollectionAssert.AreEqual(
        new[] { "重大风险数", "企业名称", "一般", "低" },
        RosterPdfColumns.Of(RosterColumns.All, ["red", "name", "yellow", "blue"]).Select(c => c.Heading).ToArray());
}
