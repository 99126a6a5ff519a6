using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;

namespace RiskReport.Data.Seeding;

/// <summary>What the demonstration is made of: a small city, and one enterprise that is still to report.</summary>
public static class DemonstrationCity
{
    public const int Enterprises = 360;
    public const int RisksPerEnterprise = 4;
    public const int Seed = 2026;

    private const string CreditCodeBody = "91320583MB9990001";

    public static readonly EnterpriseFacts Unfiled = new()
    {
        CreditCode = CreditCodeBody + CreditCode.CheckCharacter(CreditCodeBody),
        Name = "昆山示例精密制造有限公司",
        TownshipCode = "320583100",
        IndustryCode = "3311",
        Scale = Scale.Above,
        Address = "玉山镇示例路1号",
        Longitude = 120.958m,
        Latitude = 31.385m,
        LegalRepresentative = "张示例",
        SafetyOfficer = "李示例",
        Phone = "0512-57300001",
        Employees = 186,
        Revenue = 8650.5m,
        FixedAssets = 3120m,
        MainProducts = "金属结构件",
        LargestShift = 80,
        ExternalWorkers = 12,
        CertifiedWorkers = 15,
        InjuryInsured = 186,
        LiabilityCover = 200m,
        SafetySpending = 86.5m,
        CombustibleDust = false,
        AmmoniaRefrigeration = false,
        MetalSmelting = false,
        DeepWellCasting = false,
        ConfinedSpace = true,
        SprayPainting = true,
        Wastewater = false,
        LithiumBattery = false,
        HazardPlacePeople = 6,
        MajorHazard = false,
        SeriousViolation = false,
        AccidentConditions = false,
        Sheets = new SheetAnswers(new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["ConfinedSpaces"] = "2",
            ["ConfinedKinds"] = "污水池、地下管沟",
            ["ConfinedEntries"] = "4",
            ["ConfinedContracted"] = "是",
            ["SprayPlaces"] = "1",
            ["PaintKind"] = "溶剂型",
            ["PaintPerDay"] = "35.5",
            ["DryingRooms"] = "1",
        }),
    };

    /// <summary>What it reported the year before.</summary>
    public static readonly IReadOnlyList<RiskFacts> LastYear =
    [
        Risk("喷漆房火灾", "喷漆房", "喷漆车间", "火灾", "火灾蔓延，人员烧伤", new Assessment { Method = GradingMethod.Catalogue, CatalogueCode = "PT-01" }, "通风联锁，防爆电气，班前测可燃气体"),
        Risk("行车吊物坠落", "10吨行车", "1号车间", "起重伤害", "人员砸伤", new Assessment { Method = GradingMethod.Lec, L = 3, E = 6, C = 15 }, "持证操作，每月检查吊索具，划定吊运区"),
        Risk("冲压设备夹伤", "冲床", "冲压车间", "机械伤害", "手部致残", new Assessment { Method = GradingMethod.Ls, L = 3, S = 3 }, "双手按钮和光栅，每班点检"),
    ];

    private static RiskFacts Risk(string name, string point, string location, string accident, string consequence, Assessment assessment, string controls) => new()
    {
        Name = name,
        RiskPoint = point,
        Location = location,
        AccidentType = accident,
        AccidentEdition = "GB/T 6441-1986",
        Consequence = consequence,
        Assessment = assessment with { Name = name },
        Controls = controls,
        Emergency = "立即停机，疏散人员，报告班组长和安全负责人",
        Department = "生产部",
        Owner = "王示例",
        Phone = "0512-57300002",
    };
}
