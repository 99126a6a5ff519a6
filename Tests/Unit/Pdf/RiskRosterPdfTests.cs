using RiskReport.Domain.Roster;
using RiskReport.Reports;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Pdf;

/// <summary>One line for each risk, with sentences that are never cut.</summary>
[TestClass]
public sealed class RiskRosterPdfTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task A_risk_stands_there_with_its_words_and_its_grade()
    {
        var text = (await WriteAsync(RiskSample.Row)).AllText;

        foreach (var words in new[] { "抛光粉尘爆炸", "2号厂房东侧", "较大(橙)", "180.5", "除尘系统单独设置", "每班清扫", "停机、撤离、报警", "李强", "0512-57301234" })
            Assert.Contains(words, text);
        Assert.Contains("合计 1 项：重大 0 项，较大 1 项", text);
    }

    [TestMethod]
    public async Task Nothing_is_cut_however_long_it_is()
    {
        var pdf = await WriteAsync(RiskSample.Row with { Controls = string.Concat(Enumerable.Range(70_001, 200).Select(i => $"第{i}条措施。")) });

        Assert.DoesNotContain("…", pdf.AllText);
        foreach (var number in Enumerable.Range(70_001, 200))
            Assert.Contains($"{number}", pdf.AllText, "a number holds together wherever lines and pages break");
    }

    [TestMethod]
    public async Task A_row_stays_on_one_page_where_it_fits_there()
    {
        // each row is a fifth of a page, so that pages break at every place of it
        var rows = Enumerable.Range(0, 40).Select(i => RiskSample.Row with { Name = $"风险{i}始", Controls = new string('措', 90 + i), Emergency = $"施{i}末" }).ToArray();

        var pdf = await WriteAsync(rows);

        var pages = Enumerable.Range(0, pdf.Pages.Count).Select(pdf.PageText).ToList();
        Assert.IsGreaterThan(4, pages.Count);
        for (var i = 0; i < rows.Length; i++)
        {
            var page = pages.Single(p => p.Contains($"风险{i}始", StringComparison.Ordinal));
            Assert.Contains($"施{i}末", page);
        }

        Assert.DoesNotContain("续", pdf.AllText);
        Assert.AreEqual(rows.Sum(r => r.Controls.Length), pages.Sum(p => p.Count(c => c == '措')) - pages.Count * 2, "headings have the character twice");
    }

    [TestMethod]
    public async Task A_row_higher_than_a_page_goes_on_over_pages_and_says_so()
    {
        var pdf = await WriteAsync(RiskSample.Row, RiskSample.Row with { Controls = new string('控', 4000) });

        var pages = Enumerable.Range(0, pdf.Pages.Count).Select(pdf.PageText).ToList();
        Assert.AreEqual(4000 + pages.Count(p => p.Contains("管控措施", StringComparison.Ordinal)), pages.Sum(p => p.Count(c => c == '控')));
        Assert.Contains("\n续\n", pages[1]);
        Assert.Contains("单位（盖章）", pages[^1]);
        Assert.AreEqual(2, pages.Sum(p => p.Split("抛光粉尘爆炸").Length - 1), "only the first part of a row has its words");
    }

    [TestMethod]
    public async Task Without_a_risk_it_says_so() => Assert.Contains("没有符合条件的安全风险", (await WriteAsync()).AllText);

    private async Task<PdfFile> WriteAsync(params RiskRosterRow[] rows)
    {
        var output = new AsyncOnlyStream();
        var count = await RosterPdf.WriteAsync(
            RiskSample.Request, RiskRosterColumns.All, rows.ToAsyncEnumerable(), RosterSample.Cover, output, TestContext.CancellationToken);
        Assert.AreEqual(rows.Length, count);
        return new PdfFile(output.Written);
    }
}
