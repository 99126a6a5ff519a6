using System.Globalization;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;

namespace RiskReport.Domain.Declarations;

/// <summary>Stored facts as text, field by field in the order of the workbook: for the form, the page, the paper and the canonical form.</summary>
public static class ReportText
{
    public static IReadOnlyDictionary<Field, string> Of(EnterpriseFacts f, bool? hasMajorRisk)
    {
        var all = Basics(f, hasMajorRisk);
        foreach (var field in SheetFields.All.Where(field => f.Sheets[field] is not null))
            all.Add(field, f.Sheets[field]!);
        return all;
    }

    private static OrderedDictionary<Field, string> Basics(EnterpriseFacts f, bool? hasMajorRisk) => new(EnterpriseFields.All.Count + 8)
    {
        [EnterpriseFields.CreditCode] = f.CreditCode,
        [EnterpriseFields.Name] = f.Name,
        [EnterpriseFields.Township] = f.TownshipCode,
        [EnterpriseFields.Industry] = f.IndustryCode,
        [EnterpriseFields.Scale] = f.Scale.Word(),
        [EnterpriseFields.Address] = f.Address,
        [EnterpriseFields.Longitude] = Text(f.Longitude),
        [EnterpriseFields.Latitude] = Text(f.Latitude),
        [EnterpriseFields.LegalRepresentative] = f.LegalRepresentative,
        [EnterpriseFields.SafetyOfficer] = f.SafetyOfficer,
        [EnterpriseFields.Phone] = f.Phone,
        [EnterpriseFields.Employees] = Text(f.Employees),
        [EnterpriseFields.Revenue] = Text(f.Revenue),
        [EnterpriseFields.FixedAssets] = Text(f.FixedAssets),
        [EnterpriseFields.MainProducts] = f.MainProducts ?? "",
        [EnterpriseFields.LargestShift] = Text(f.LargestShift),
        [EnterpriseFields.ExternalWorkers] = Text(f.ExternalWorkers),
        [EnterpriseFields.SpecialWorkers] = Text(f.SpecialWorkers),
        [EnterpriseFields.CertifiedWorkers] = Text(f.CertifiedWorkers),
        [EnterpriseFields.StaffLastYear] = Text(f.StaffLastYear),
        [EnterpriseFields.JoinedLastYear] = Text(f.JoinedLastYear),
        [EnterpriseFields.LeftLastYear] = Text(f.LeftLastYear),
        [EnterpriseFields.InjuryInsured] = Text(f.InjuryInsured),
        [EnterpriseFields.LiabilityCover] = Text(f.LiabilityCover),
        [EnterpriseFields.SafetySpending] = Text(f.SafetySpending),
        [EnterpriseFields.UsableArea] = Text(f.UsableArea),
        [EnterpriseFields.AuxiliaryArea] = Text(f.AuxiliaryArea),
        [EnterpriseFields.StructureArea] = Text(f.StructureArea),
        [EnterpriseFields.CombustibleDust] = Text(f.CombustibleDust),
        [EnterpriseFields.AmmoniaRefrigeration] = Text(f.AmmoniaRefrigeration),
        [EnterpriseFields.MetalSmelting] = Text(f.MetalSmelting),
        [EnterpriseFields.DeepWellCasting] = Text(f.DeepWellCasting),
        [EnterpriseFields.ConfinedSpace] = Text(f.ConfinedSpace),
        [EnterpriseFields.SprayPainting] = Text(f.SprayPainting),
        [EnterpriseFields.Wastewater] = Text(f.Wastewater),
        [EnterpriseFields.LithiumBattery] = Text(f.LithiumBattery),
        [EnterpriseFields.HazardPlacePeople] = Text(f.HazardPlacePeople),
        [EnterpriseFields.MajorHazard] = Text(f.MajorHazard),
        [EnterpriseFields.SeriousViolation] = Text(f.SeriousViolation),
        [EnterpriseFields.AccidentConditions] = Text(f.AccidentConditions),
        [EnterpriseFields.HasMajorRisk] = hasMajorRisk switch { true => "有", false => "无", null => "" },
    };

    public static IReadOnlyDictionary<Field, string> Of(RiskFacts f) => new OrderedDictionary<Field, string>(RiskFields.All.Count)
    {
        [RiskFields.Name] = f.Name,
        [RiskFields.RiskPoint] = f.RiskPoint ?? "",
        [RiskFields.Location] = f.Location,
        [RiskFields.AccidentType] = f.AccidentType,
        [RiskFields.Consequence] = f.Consequence,
        [RiskFields.Method] = f.Assessment.Method.Word(),
        [RiskFields.L] = Text(f.Assessment.L),
        [RiskFields.E] = Text(f.Assessment.E),
        [RiskFields.C] = Text(f.Assessment.C),
        [RiskFields.S] = Text(f.Assessment.S),
        [RiskFields.M] = Text(f.Assessment.M),
        [RiskFields.CatalogueCode] = f.Assessment.CatalogueCode ?? "",
        [RiskFields.People] = Text(f.Assessment.Unit?.People),
        [RiskFields.Substances] = string.Join('；', f.Assessment.Unit?.Substances.Select(s => $"{s.Name} {Text(s.Tonnes)} {s.Class}".TrimEnd()) ?? []),
        [RiskFields.ChemicalScore] = Text(f.Assessment.Diagnosis?.Score),
        [RiskFields.DirectRed] = string.Join(',', f.Assessment.Diagnosis?.DirectRed ?? []),
        [RiskFields.Controls] = f.Controls,
        [RiskFields.Emergency] = f.Emergency,
        [RiskFields.Department] = f.Department,
        [RiskFields.Owner] = f.Owner,
        [RiskFields.Phone] = f.Phone ?? "",
    };

    private static string Text(decimal? value) => value?.ToString("0.######", CultureInfo.InvariantCulture) ?? "";

    private static string Text(bool? value) => value switch { true => "是", false => "否", null => "" };
}
