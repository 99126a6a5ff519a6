using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Roster;

namespace RiskReport.Tests.Support;

/// <summary>Roster rows with valid defaults; a test changes only what it is about.</summary>
internal static class RosterSample
{
    public static readonly RosterCover Cover = new()
    {
        Title = "苏州市企业安全风险名册",
        Filter = "2026 年度;昆山市;较大(橙)、重大(红)",
        MadeAt = new DateTimeOffset(2026, 11, 24, 1, 2, 3, TimeSpan.Zero),
        MadeBy = "王芳(市级)",
        Code = "7F3K-92QD-A1B2",
    };

    public static readonly RosterRow Row = new()
    {
        EnterpriseId = 1,
        CreditCode = "91320583MA1X29QD6X",
        Name = "昆山华盛精密机械有限公司",
        County = "昆山市",
        Township = "玉山镇",
        IndustryCode = "0311",
        Industry = "金属结构制造",
        Scale = Scale.Above,
        Year = 2026,
        Type = DeclarationType.Periodic,
        Status = DeclarationStatus.Accepted,
        SubmittedAt = new DateTime(2026, 11, 23, 16, 30, 0, DateTimeKind.Utc),
        Colour = RiskColour.Red,
        TopScore = 322.5m,
        RedItems = 1,
        OrangeItems = 2,
        YellowItems = 3,
        BlueItems = 4,
        MainRisk = "粉尘爆炸",
        SafetyOfficer = "张伟",
        Phone = "13812345678",
    };

    public static readonly RosterRow NotFiled = Row with
    {
        Industry = null,
        Type = null,
        Status = DeclarationStatus.NotFiled,
        SubmittedAt = null,
        Colour = null,
        TopScore = null,
        MainRisk = "",
    };

    public static async IAsyncEnumerable<RosterRow> Stream(IEnumerable<RosterRow> rows)
    {
        foreach (var row in rows)
        {
            await Task.Yield();
            yield return row;
        }
    }
}
