using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Fields;

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
    };
}
