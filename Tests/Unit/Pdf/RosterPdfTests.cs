using System.Text;
using System.Xml.Linq;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Roster;
using RiskReport.Reports;
using RiskReport.Reports.Pdf;
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

    private static readonly RosterRequest Request = new() { Kind = RosterKind.Enterprises, Filter = new RosterFilter { Year = 2026, RegionCode = "320583" } };

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
    public async Task The_document_says_what_it_is_who_made_it_and_when()
    {
        var pdf = await WriteAsync(Row(1, "昆山厂"));

        Assert.Contains("/Title " + PdfFile.TextString("企业安全风险名册"), pdf.Information);
        Assert.Contains("/Author " + PdfFile.TextString("张三"), pdf.Information);
        Assert.Contains("/Subject " + PdfFile.TextString("2026 年度；昆山市"), pdf.Information);
        Assert.Contains("/CreationDate(D:20260301093000+08'00')", pdf.Information);
    }

    [TestMethod]
    public async Task The_metadata_says_the_same_as_the_information()
    {
        var pdf = await WriteAsync(Row(1, "昆山厂"));

        var said = pdf.Metadata.Descendants().Where(e => !e.HasElements).Select(e => $"{(e.Name.LocalName == "li" ? e.Parent!.Parent! : e).Name.LocalName}={e.Value}");
        CollectionAssert.AreEqual(
            new[]
            {
                "format=application/pdf", "language=zh-CN", "title=企业安全风险名册", "creator=张三", "description=2026 年度；昆山市",
                "CreateDate=2026-03-01T09:30:00+08:00", "ModifyDate=2026-03-01T09:30:00+08:00", "CreatorTool=RiskReport", "Producer=RiskReport",
            },
            said.ToArray());
        Assert.Contains("/Creator(RiskReport)/Producer(RiskReport)", pdf.Information);
        Assert.Contains("/ModDate(D:20260301093000+08'00')", pdf.Information);
    }

    [TestMethod]
    public void Metadata_takes_any_character_that_a_title_may_have()
    {
        var packet = PdfMetadata.Packet(new PdfProperties("a<b>&\u0001\uD800𠮷\"", new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.FromHours(8))));

        Assert.Contains("a<b>&\uFFFD𠮷\"", XDocument.Parse(Encoding.UTF8.GetString(packet)).Root!.Value);
    }

    [TestMethod]
    public async Task Bookmarks_lead_to_each_county_and_its_townships()
    {
        var rows = Rows(100).Select((r, i) => r with { County = i < 60 ? "昆山市" : "太仓市", Township = i < 30 ? "玉山镇" : i < 60 ? "巴城镇" : "城厢镇" });

        var pdf = await WriteAsync([.. rows]);

        var page = Enumerable.Range(0, pdf.Pages.Count).First(p => pdf.PageText(p).Contains("太仓市", StringComparison.Ordinal)) + 1;
        Assert.IsGreaterThan(1, page);
        var inner = Enumerable.Range(0, pdf.Pages.Count).First(p => pdf.PageText(p).Contains("巴城镇", StringComparison.Ordinal)) + 1;
        CollectionAssert.AreEqual(new[] { "昆山市 1", "  玉山镇 1", $"  巴城镇 {inner}", $"太仓市 {page}", $"  城厢镇 {page}" }, pdf.Outline.ToArray());
    }

    [TestMethod]
    public async Task A_roster_in_another_order_has_no_bookmarks()
    {
        var pdf = new PdfFile(await BytesAsync([.. Rows(3)], Request with { Order = new RosterOrder("name", false) }));

        Assert.IsEmpty(pdf.Outline);
        Assert.DoesNotContain("UseOutlines", pdf.Catalog);
    }

    [TestMethod]
    public async Task Chosen_columns_are_printed_and_no_others()
    {
        var text = new PdfFile(await BytesAsync([Row(1, "昆山厂")], Request with { Columns = ["year", "name"] })).AllText;

        foreach (var words in new[] { "序号", "年度", "企业名称", "昆山厂", "2026" })
            Assert.Contains(words, text);
        foreach (var words in new[] { "统一社会信用代码", "91320583MA1W000000", "镇(街道)", "重大(红)" })
            Assert.DoesNotContain(words, text);
    }

    [TestMethod]
    public async Task A_credit_code_stands_on_one_line_even_with_all_columns()
    {
        var pdf = new PdfFile(await BytesAsync([Row(1, "昆山厂")], Request with { Columns = [.. RosterColumns.All.Select(c => c.Key)] }));

        Assert.Contains("\n91320583MA1W000000\n", pdf.AllText);
    }

    [TestMethod]
    public async Task The_head_has_the_qr_code_the_address_and_what_holds_for_telephones()
    {
        var cover = Cover with { VerifyAddress = "https://risk.example/verify/RR-8F3A", Phones = RosterCover.PhoneNote(null) };

        var plain = new PdfFile(await BytesAsync([Row(1, "昆山厂")]));
        var pdf = new PdfFile(await BytesAsync([Row(1, "昆山厂")], cover: cover));

        Assert.Contains("https://risk.example/verify/RR-8F3A", pdf.AllText);
        Assert.Contains("电话已隐去部分号码", pdf.AllText);
        Assert.IsGreaterThan(plain.Fills(0) + 100, pdf.Fills(0), "the modules of the code are rectangles");
    }

    [TestMethod]
    public async Task The_same_roster_makes_the_same_file() =>
        CollectionAssert.AreEqual(await BytesAsync([.. Rows(60)]), await BytesAsync([.. Rows(60)]));

    private async Task<PdfFile> WriteAsync(params RosterRow[] rows) => new(await BytesAsync(rows));

    private async Task<byte[]> BytesAsync(RosterRow[] rows, RosterRequest? request = null, RosterCover? cover = null)
    {
        var output = new AsyncOnlyStream();

        var count = await RosterPdf.WriteAsync(request ?? Request, RosterColumns.All, rows.ToAsyncEnumerable(), cover ?? Cover, output, TestContext.CancellationToken);

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
