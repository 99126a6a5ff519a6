using RiskReport.Domain.Grading;
using RiskReport.Reports;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Pdf;

[TestClass]
public sealed class ReportPdfTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task Says_the_colour_every_reason_and_what_would_lower_it()
    {
        var item = new Assessment { Name = "喷漆房火灾", Method = GradingMethod.Lec, L = 3, E = 6, C = 15 };

        var text = Plain((await WriteAsync(Sheet([item]))).AllText);

        foreach (var words in new[] { "2026 年度工业企业安全生产风险报告", "SZ2026-00000007-1", "K7MQ2X9PAB3CD4EF", "内容摘要 SHA-256：0f0f", "从业人数：186", "管控措施：定期检查", "承诺人：张三（主要负责人）", "昆山华盛精密机械有限公司", "91320583MA1X29QD6X", "玉山镇", "2026-11-24 00:30:00", "2021-A", "较大(橙)", "1. 喷漆房火灾（1号车间，分值 270）", "第 1 页，共 1 页" })
            Assert.Contains(Plain(words), text);
        Assert.Contains(Plain(Grader.GradeItem(item, Lists.Rules).Reason), text);
        Assert.Contains(Plain(GradeWords.WhatLowers(item, Lists.Rules)!), text);
    }

    [TestMethod]
    public async Task Two_hundred_risks_go_over_many_pages_and_none_is_lost()
    {
        var items = Enumerable.Range(1, 200).Select(i => new Assessment { Name = $"风险项{i:000}{new string('长', i % 40)}", Method = GradingMethod.Ls, L = 1 + (i % 5), S = 1 + (i % 4) }).ToList();

        var pdf = await WriteAsync(Sheet(items));

        Assert.IsGreaterThan(15, pdf.Pages.Count);
        for (var page = 0; page < pdf.Pages.Count; page++)
            Assert.Contains($"第 {page + 1} 页，共 {pdf.Pages.Count} 页", pdf.PageText(page));
        var text = Plain(pdf.AllText);
        for (var i = 1; i <= 200; i++)
            Assert.Contains($"{i}.风险项{i:000}", text);
        for (var number = 1; number <= pdf.Offsets.Count; number++)
            Assert.IsTrue(pdf.HasObjectAt(number), $"object {number}");
    }

    [TestMethod]
    public async Task A_nil_report_is_one_page()
    {
        var grade = Grader.Grade([], declaresNil: true, Lists.Rules).Grade!;

        var pdf = await WriteAsync(Sheet([]) with { Colour = grade.Colour, Reasons = grade.Reasons });

        Assert.HasCount(1, pdf.Pages);
        Assert.Contains("企业确认无较大以上安全风险", pdf.AllText);
        Assert.DoesNotContain("各项安全风险", pdf.AllText);
    }

    private async Task<PdfFile> WriteAsync(ReportSheet sheet)
    {
        var output = new AsyncOnlyStream();
        await ReportPdf.WriteAsync(sheet, output, TestContext.CancellationToken);
        return new PdfFile(output.Written);
    }

    private static ReportSheet Sheet(List<Assessment> items)
    {
        var grade = items.Count == 0 ? null : Grader.Grade(items, declaresNil: false, Lists.Rules).Grade!;
        return new ReportSheet
        {
            Name = RosterSample.Row.Name,
            CreditCode = RosterSample.Row.CreditCode,
            Township = RosterSample.Row.Township,
            Year = 2026,
            Type = "首次",
            Status = "已接受",
            ReceiptNumber = "SZ2026-00000007-1",
            VerifyAddress = "https://example.test/verify/K7MQ2X9PAB3CD4EF",
            VerifyCode = "K7MQ2X9PAB3CD4EF",
            ContentSha256 = "0f0f",
            FiledAt = RosterSample.Row.SubmittedAt!.Value,
            Colour = grade?.Colour ?? RiskColour.Blue,
            RuleSet = "2021-A",
            CatalogueEdition = "示例",
            Reasons = grade?.Reasons ?? [],
            Items = items.Select((item, i) => new ReportSheetItem(item.Name!, "1号车间", grade!.Items[i], GradeWords.WhatLowers(item, Lists.Rules), [("管控措施", "定期检查")])).ToList(),
            Basics = [("从业人数", "186")],
            Committed = "张三（主要负责人）",
            MadeAt = RosterSample.Cover.MadeAt,
        };
    }

    /// <summary>Lines are broken where the paper ends; what is read aloud is the same.</summary>
    private static string Plain(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
