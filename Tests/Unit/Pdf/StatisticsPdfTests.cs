using RiskReport.Domain.Roster;
using RiskReport.Reports;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Pdf;

[TestClass]
public sealed class StatisticsPdfTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task Both_tables_stand_there_with_their_sums_and_the_words_of_the_colours()
    {
        var pdf = await WriteAsync(StatisticsSample.Of(counties: 3, divisions: 4));

        foreach (var words in new[] { "按县(市、区)", "按行业大类", "重大(红)", "较大(橙)", "未评", "未报告", "核销", "姑苏区", "占全部", "单位（盖章）", "33.3" })
            Assert.Contains(words, pdf.AllText);
        Assert.AreEqual(2, pdf.AllText.Split("\n合计\n").Length - 1);
        CollectionAssert.AreEqual(new[] { "按县(市、区) 1", "按行业大类 1" }, pdf.Outline.ToArray());
    }

    [TestMethod]
    public async Task Every_number_that_is_not_zero_has_a_bar_beside_it()
    {
        var one = await WriteAsync(StatisticsSample.Of(counties: 1, divisions: 1));
        var two = await WriteAsync(StatisticsSample.Of(counties: 2, divisions: 1));

        // one county more: a line that is shaded, with a bar for all and one for each of four colours and those without
        Assert.IsGreaterThanOrEqualTo(one.Fills(0) + 6, two.Fills(0));
    }

    [TestMethod]
    public async Task A_long_table_repeats_its_headings()
    {
        var pdf = await WriteAsync(StatisticsSample.Of(counties: 10, divisions: 31));

        Assert.IsGreaterThan(1, pdf.Pages.Count);
        for (var page = 0; page < pdf.Pages.Count; page++)
            Assert.Contains("较大以上", pdf.PageText(page));
        Assert.DoesNotContain("…", pdf.AllText, "no code and no name is cut");
    }

    private async Task<PdfFile> WriteAsync(RosterStatistics statistics)
    {
        var output = new AsyncOnlyStream();
        var lines = await StatisticsPdf.WriteAsync(statistics, RosterSample.Cover, output, TestContext.CancellationToken);
        Assert.AreEqual(statistics.Tables.Sum(t => t.Rows.Count + 1), lines);
        return new PdfFile(output.Written);
    }
}
