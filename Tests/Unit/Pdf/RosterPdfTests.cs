using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Roster;
using RiskReport.Reports;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Pdf;

[TestClass]
public sealed class RosterPdfTests
{
    private static readonly RosterCover Cover = new()
    {
        Title = "企业安全风险名册",
        Filter = "2026 年度；昆山市",
        MadeAt = new DateTimeOffset(2026, 3, 1, 1, 30, 0, TimeSpan.Zero),
        MadeBy = "张三",
        Code = "RR-8F3A",
    };

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task Text_is_found_as_the_very_characters_written()
    {
        var text = (await WriteAsync(Row(1, "黄山风險一般風"))).AllText;

        foreach (var words in new[] { "黄山风險一般風", "重大(红)", "昆山市", "2026-03-01 09:30", "RR-8F3A", "2026-02-02", "筛选条件：2026 年度；昆山市" })
            Assert.Contains(words, text);
    }

    [TestMethod]
    public async Task A_missing_character_is_shown_as_a_box_and_found_as_itself()
    {
        var pdf = await WriteAsync(Row(1, "𠮷野\U00020BB8\t电子\uFE0F\0厂"));

        Assert.Contains("𠮷野\U00020BB8 电子 厂", pdf.AllText);
    }

    [TestMethod]
    public async Task Every_offset_points_at_its_object()
    {
        var pdf = await WriteAsync([.. Rows(100)]);

        for (var number = 1; number <= pdf.Offsets.Count; number++)
            Assert.IsTrue(pdf.HasObjectAt(number), $"object {number}");
    }

    [TestMethod]
    public async Task Every_page_repeats_the_headings_and_counts_the_pages()
    {
        var pdf = await WriteAsync([.. Rows(3000)]);

        Assert.IsGreaterThan(64, pdf.Pages.Count);   // more than one group of the page tree
        for (var page = 0; page < pdf.Pages.Count; page++)
        {
            Assert.Contains("统一社会信用代码", pdf.PageText(page));
            Assert.Contains($"第 {page + 1} 页，共 {pdf.Pages.Count} 页", pdf.PageText(page));
        }
    }

    [TestMethod]
    public async Task The_summary_counts_by_grade_and_keeps_a_row_with_it()
    {
        for (var count = 25; count < 65; count++)
        {
            var pdf = await WriteAsync([.. Rows(count)]);

            var last = pdf.PageText(pdf.Pages.Count - 1);
            Assert.Contains($"合计 {count} 家：重大 {count} 家，较大 0 家，一般 0 家，低 0 家，未评 0 家", last);
            Assert.Contains("单位（盖章）", last);
            Assert.Contains("重大(红)", last);
        }
    }

    [TestMethod]
    public async Task An_empty_roster_says_so_on_one_page()
    {
        var pdf = await WriteAsync();

        Assert.HasCount(1, pdf.Pages);
        Assert.Contains("没有符合条件的企业", pdf.PageText(0));
        Assert.Contains("第 1 页，共 1 页", pdf.PageText(0));
    }

    [TestMethod]
    public async Task A_name_of_more_than_two_lines_ends_in_an_ellipsis()
    {
        var pdf = await WriteAsync(Row(1, new string('昆', 60)));

        Assert.Contains("昆…", pdf.AllText);
    }

    [TestMethod]
    public async Task The_document_names_its_language_and_shows_its_title()
    {
        var pdf = await WriteAsync();

        Assert.Contains("/Lang(zh-CN)", pdf.Catalog);
        Assert.Contains("/DisplayDocTitle true", pdf.Catalog);
    }

    [TestMethod]
    public async Task The_same_roster_makes_the_same_file() =>
        CollectionAssert.AreEqual(await BytesAsync([.. Rows(60)]), await BytesAsync([.. Rows(60)]));

    private async Task<PdfFile> WriteAsync(params RosterRow[] rows) => new(await BytesAsync(rows));

    private async Task<byte[]> BytesAsync(RosterRow[] rows)
    {
        var output = new AsyncOnlyStream();

        var count = await RosterPdf.WriteAsync(rows.ToAsyncEnumerable(), Cover, output, TestContext.CancellationToken);

        Assert.AreEqual(rows.Length, count);
        Assert.IsFalse(output.IsClosed);
        return output.Written;
    }

    private static IEnumerable<RosterRow> Rows(int count) => Enumerable.Range(1, count).Select(i => Row(i, $"昆山第{i}厂"));

    private static RosterRow Row(int id, string name) => new()
    {
        EnterpriseId = id,
        CreditCode = "91320583MA1W000000",
        Name = name,
        County = "昆山市",
        Township = "玉山镇",
        IndustryCode = "C3311",
        Scale = Scale.Above,
        Year = 2026,
        Status = DeclarationStatus.Accepted,
        SubmittedAt = new DateTime(2026, 2, 1, 17, 0, 0, DateTimeKind.Utc),
        Colour = RiskColour.Red,
        TopScore = 320,
        RedItems = 1,
    };
}
