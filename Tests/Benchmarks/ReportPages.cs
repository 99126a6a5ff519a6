using System.Diagnostics;
using RiskReport.Domain.Grading;
using RiskReport.Reports;

namespace RiskReport.Tests.Benchmarks;

/// <summary><c>report-pdf</c>: a report of three pages, as an enterprise downloads it, once the program is warm.</summary>
internal static class ReportPages
{
    private const double MostMilliseconds = 5;
    private const int Runs = 300;

    private static readonly ReportSheet Sheet = new()
    {
        Name = "昆山华盛精密机械有限公司",
        CreditCode = "91320583MA1X29QD6X",
        Township = "玉山镇",
        Year = 2026,
        Type = "定期",
        Status = "已接受",
        ReceiptNumber = "SZ2026-00000001-1",
        VerifyAddress = "https://risk.example.cn/verify/7F3K92QDA1B27F3K",
        VerifyCode = "7F3K92QDA1B27F3K",
        ContentSha256 = new string('a', 64),
        FiledAt = new DateTime(2026, 3, 1, 1, 0, 0, DateTimeKind.Utc),
        Colour = RiskColour.Orange,
        RuleSet = "2021-A",
        CatalogueEdition = "2021",
        Reasons = ["“抛光粉尘爆炸”按 LEC 法得 270 分，在 160 至 320 分之间，为较大风险。"],
        Basics = Enumerable.Range(1, 26).Select(i => ($"项目{i}", "江苏省苏州市昆山市玉山镇某某路 88 号")).ToList(),
        Items = Enumerable.Range(1, 8).Select(i => new ReportSheetItem(
            $"抛光粉尘爆炸（{i} 号除尘系统）",
            "2 号厂房东侧",
            new ItemGrade(RiskColour.Orange, 270, "LEC", "LEC 法：可能性 3、暴露频率 6、后果 15，得 270 分，在 160 至 320 分之间，为较大风险。"),
            "若可能性降为 1，得 90 分，为一般风险。",
            [("管控措施", "除尘系统按生产线单独设置，每班清扫积尘，检修须办理动火审批，并有人监护。"), ("应急措施", "立即停机，撤离人员，切断电源，拨打 119 报警。"), ("责任人", "李强")])).ToList(),
        Committed = "张伟（法定代表人）",
        MadeAt = DateTimeOffset.UnixEpoch.AddYears(56),
    };

    public static async Task<int> RunAsync(string[] args)
    {
        var times = new List<double>();
        var output = new MemoryStream();
        for (var run = 0; run < 2 * Runs; run++)
        {
            output = new MemoryStream();
            var watch = Stopwatch.StartNew();
            await ReportPdf.WriteAsync(Sheet, output, CancellationToken.None);
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        if (args is ["--out", var file])
            await File.WriteAllBytesAsync(file, output.ToArray());
        var median = Measure.Median(times[Runs..]);
        Measure.Line($"report                {output.Length / 1024.0:F0} KB");
        Measure.Line($"time                  {median:F2} ms (median of {Runs}, limit {MostMilliseconds:F0}) {Measure.Verdict(median <= MostMilliseconds)}");
        return median <= MostMilliseconds ? 0 : 1;
    }
}
