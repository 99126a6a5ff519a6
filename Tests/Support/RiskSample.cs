using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Roster;

namespace RiskReport.Tests.Support;

/// <summary>Rows of the roster of risks with valid defaults; a test changes only what it is about.</summary>
internal static class RiskSample
{
    public static readonly RosterRequest Request = new() { Kind = RosterKind.Items, Filter = new RosterFilter { Year = 2026, RegionCode = "320583" } };

    public static readonly RiskRosterRow Row = new()
    {
        EnterpriseId = 1,
        CreditCode = "91320583MA1X29QD6X",
        EnterpriseName = "昆山华盛精密机械有限公司",
        County = "昆山市",
        Township = "玉山镇",
        IndustryCode = "0311",
        Industry = "金属结构制造",
        Scale = Scale.Above,
        Year = 2026,
        Status = DeclarationStatus.Accepted,
        Position = 3,
        Name = "抛光粉尘爆炸",
        RiskPoint = "抛光车间",
        Location = "2号厂房东侧",
        AccidentType = "其他爆炸",
        Consequence = "多人伤亡",
        Method = GradingMethod.Catalogue,
        CatalogueCode = "FC-01",
        Colour = RiskColour.Orange,
        Score = 180.5m,
        Reason = "目录 FC-01 直接判定为较大风险",
        Controls = "除尘系统单独设置\n每班清扫",
        Emergency = "停机、撤离、报警",
        Department = "生产部",
        Owner = "李强",
        Phone = "0512-57301234",
    };
}
