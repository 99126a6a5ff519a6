using RiskReport.Domain.Grading;
using RiskReport.Domain.Outputs;
using RiskReport.Reports.Outputs;
using RiskReport.Tests.Support;
using RiskReport.Tests.Unit.Pdf;

namespace RiskReport.Tests.Unit.Outputs;

[TestClass]
public sealed class OutputPdfTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task The_board_shows_the_major_risks_the_worst_first_and_whom_to_tell()
    {
        var sheet = OutputSample.Sheet(
            OutputSample.Risk(1, RiskColour.Orange), OutputSample.Risk(2, RiskColour.Red), OutputSample.Risk(3, RiskColour.Yellow), OutputSample.Risk(4, RiskColour.Blue));

        var text = await TextAsync(output => BoardPdf.WriteAsync(sheet, output, TestContext.CancellationToken));

        foreach (var words in new[] { "安 全 风 险 公 告 栏", "昆山华盛精密机械有限公司", "监督举报电话：12350", "SZ2026-00000007-1", "2026-11-24", "火灾：人员烧伤", "生产部", "王强", "重大(红)", "较大(橙)", "第 1 页，共 1 页" })
            Assert.Contains(OutputSample.Plain(words), text);
        Assert.IsLessThan(text.IndexOf("风险甲001", StringComparison.Ordinal), text.IndexOf("风险甲002", StringComparison.Ordinal));
        foreach (var other in new[] { "风险甲003", "风险甲004", "一般(黄)" })
            Assert.DoesNotContain(other, text);
    }

    [TestMethod]
    public async Task A_board_with_nothing_to_show_says_so()
    {
        var text = await TextAsync(output => BoardPdf.WriteAsync(OutputSample.Sheet(OutputSample.Risk(1, RiskColour.Blue)), output, TestContext.CancellationToken));

        Assert.Contains("本企业经辨识评估，没有较大以上安全风险。", text);
        Assert.DoesNotContain("风险甲001", text);
    }

    [TestMethod]
    public async Task Two_hundred_risks_go_over_pages_with_their_headings_and_none_is_lost()
    {
        var sheet = OutputSample.Sheet([.. Enumerable.Range(1, 200).Select(i => OutputSample.Risk(i, RiskColour.Red, $"风险甲{i:000}{new string('长', i % 40)}"))]);

        foreach (var pdf in new[] { await WriteAsync(o => BoardPdf.WriteAsync(sheet, o, TestContext.CancellationToken)), await WriteAsync(o => ControlList.WritePdfAsync(sheet, o, TestContext.CancellationToken)) })
        {
            Assert.IsGreaterThan(5, pdf.Pages.Count);
            for (var page = 0; page < pdf.Pages.Count; page++)
            {
                Assert.Contains($"第 {page + 1} 页，共 {pdf.Pages.Count} 页", pdf.PageText(page));
                Assert.Contains("责任人", pdf.PageText(page));
            }

            var text = OutputSample.Plain(pdf.AllText);
            for (var i = 1; i <= 200; i++)
                Assert.Contains($"风险甲{i:000}", text);
            for (var number = 1; number <= pdf.Offsets.Count; number++)
                Assert.IsTrue(pdf.HasObjectAt(number), $"object {number}");
        }
    }

    [TestMethod]
    public async Task The_longest_answers_there_may_be_are_printed_to_their_end()
    {
        var longest = OutputSample.Risk(1, RiskColour.Red);
        longest = longest with { Facts = longest.Facts with { Controls = Words("管", 1000), Emergency = Words("急", 1000), Consequence = Words("果", 400), RiskPoint = Words("点", 200), Phone = "13812345678" } };
        var sheet = OutputSample.Sheet(longest);

        foreach (var text in new[]
        {
            await TextAsync(o => ControlList.WritePdfAsync(sheet, o, TestContext.CancellationToken)),
            await TextAsync(o => CardsPdf.WriteAsync(sheet, sheet.Risks, o, TestContext.CancellationToken)),
        })
        {
            Assert.DoesNotContain("…", text);
            Assert.Contains("续", text);
            foreach (var (letter, count) in new[] { ('管', 200), ('急', 200), ('果', 80), ('点', 40) })
                Assert.IsGreaterThanOrEqualTo(count, text.Count(c => c == letter), $"{letter}");
        }
    }

    [TestMethod]
    public async Task A_card_is_one_page_and_says_how_to_report()
    {
        var risks = new[] { OutputSample.Risk(1, RiskColour.Red), OutputSample.Risk(2, RiskColour.Blue) };
        risks[1] = risks[1] with { Facts = risks[1].Facts with { Phone = "13812345678" } };

        var pdf = await WriteAsync(o => CardsPdf.WriteAsync(OutputSample.Sheet(risks), risks, o, TestContext.CancellationToken));

        Assert.HasCount(2, pdf.Pages);
        var (sign, card) = (OutputSample.Plain(pdf.PageText(0)), OutputSample.Plain(pdf.PageText(1)));
        foreach (var words in new[] { "安全风险警示牌", "重大风险", "风险甲001", "1号车间", "火灾：人员烧伤", "定期检查", "立即撤离", "安全负责人李芳，电话0512-57301234", "火警119", "急救120", "生产部", "王强" })
            Assert.Contains(words, sign);
        foreach (var words in new[] { "岗位安全风险告知卡", "低风险", "立即报告责任人王强，电话13812345678" })
            Assert.Contains(words, card);
    }

    [TestMethod]
    [DataRow("png")]
    [DataRow("jpeg")]
    public async Task The_plan_holds_the_picture_the_shapes_and_what_they_mean(string kind)
    {
        var risks = new[] { OutputSample.Risk(1, RiskColour.Orange, "喷漆房火灾"), OutputSample.Risk(2, RiskColour.Blue, "办公楼触电") };
        DrawnShape[] shapes =
        [
            new(1, [new(10, 20), new(30, 20), new(30, 40)], [risks[0]], []), new(2, [new(99.5m, 100)], [risks[1]], []), new(3, [new(50, 50)], [], ["旧风险"]),
        ];
        var picture = kind == "png" ? TestPicture.Png(40, 20) : TestPicture.Jpeg(40, 20);

        var pdf = await WriteAsync(o => PlanPdf.WriteAsync(new PlanSheet(OutputSample.Sheet(risks), "1号厂房", picture, shapes), o, TestContext.CancellationToken));

        Assert.HasCount(2, pdf.Pages);
        var image = Enumerable.Range(1, pdf.Offsets.Count).Single(n => pdf.Object(n).Contains("/Subtype/Image", StringComparison.Ordinal));
        Assert.Contains("/Width 40/Height 20/BitsPerComponent 8/ColorSpace/DeviceRGB", pdf.Object(image));
        Assert.Contains(kind == "png" ? "/FlateDecode" : "/DCTDecode", pdf.Object(image));
        if (kind == "png")
            Assert.IsTrue(pdf.Stream(image) is { Length: 40 * 20 * 3 } pixels && pixels.All(p => p == 250));
        var first = OutputSample.Plain(pdf.PageText(0));
        foreach (var words in new[] { "四色安全风险分布图", "1号厂房", "昆山华盛精密机械有限公司", "2026年度", "2026-11-24", "1喷漆房火灾", "较大(橙)", "2办公楼触电", "低(蓝)", "3旧风险（已不在报告中）", "未评", "重大(红)风险", "一般(黄)风险" })
            Assert.Contains(words, first);
        Assert.Contains("1号车间", pdf.PageText(1));
        for (var number = 1; number <= pdf.Offsets.Count; number++)
            Assert.IsTrue(pdf.HasObjectAt(number), $"object {number}");
    }

    /// <summary>As many characters as may be, one letter in five, so that each line can be told from its neighbours.</summary>
    private static string Words(string letter, int count) => string.Concat(Enumerable.Range(0, count).Select(i => i % 5 == 0 ? letter : "字"));

    private static async Task<string> TextAsync(Func<Stream, Task> write) => OutputSample.Plain((await WriteAsync(write)).AllText);

    private static async Task<PdfFile> WriteAsync(Func<Stream, Task> write)
    {
        var output = new AsyncOnlyStream();
        await write(output);
        return new PdfFile(output.Written);
    }
}
