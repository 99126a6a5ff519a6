using RiskReport.Domain.Declarations;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Outputs;
using RiskReport.Reports.Outputs;

namespace RiskReport.Tests.Support;

/// <summary>Risks of a report and the sheet they go on, with valid defaults.</summary>
internal static class OutputSample
{
    public static OutputSheet Sheet(params NumberedRisk[] risks) => new()
    {
        Name = RosterSample.Row.Name,
        Year = 2026,
        Risks = risks,
        SupervisionPhone = "12350",
        SafetyOfficer = "李芳",
        Phone = "0512-57301234",
        ReceiptNumber = "SZ2026-00000007-1",
        VerifyAddress = "https://example.test/verify/K7MQ2X9PAB3CD4EF",
        MadeAt = RosterSample.Cover.MadeAt,
    };

    public static NumberedRisk Risk(int number, RiskColour colour, string? name = null) => new(number, new RiskFacts
    {
        Name = name ?? $"风险甲{number:000}",
        Location = $"{number}号车间",
        AccidentType = "火灾",
        AccidentEdition = "GB 6441-2025",
        Consequence = "人员烧伤",
        Assessment = new Assessment { Method = GradingMethod.Lec },
        Controls = "定期检查",
        Emergency = "立即撤离",
        Department = "生产部",
        Owner = "王强",
    }, colour);

    /// <summary>Lines are broken where the paper ends; what is read aloud is the same.</summary>
    public static string Plain(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
