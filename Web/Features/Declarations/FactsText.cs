using System.Globalization;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;

namespace RiskReport.Web.Features.Declarations;

/// <summary>Stored facts as the text that the form and the result page show, by the key of the field.</summary>
public static class FactsText
{
    public static Dictionary<string, string> Of(EnterpriseFacts f, bool? hasMajorRisk) => new()
    {
        [EnterpriseFields.CreditCode.Key] = f.CreditCode,
        [EnterpriseFields.Name.Key] = f.Name,
        [EnterpriseFields.Industry.Key] = f.IndustryCode,
        [EnterpriseFields.Scale.Key] = f.Scale.Word(),
        [EnterpriseFields.Address.Key] = f.Address,
        [EnterpriseFields.Longitude.Key] = Text(f.Longitude),
        [EnterpriseFields.Latitude.Key] = Text(f.Latitude),
        [EnterpriseFields.LegalRepresentative.Key] = f.LegalRepresentative,
        [EnterpriseFields.SafetyOfficer.Key] = f.SafetyOfficer,
        [EnterpriseFields.Phone.Key] = f.Phone,
        [EnterpriseFields.Employees.Key] = Text(f.Employees),
        [EnterpriseFields.Revenue.Key] = Text(f.Revenue),
        [EnterpriseFields.FixedAssets.Key] = Text(f.FixedAssets),
        [EnterpriseFields.MainProducts.Key] = f.MainProducts ?? "",
        [EnterpriseFields.LargestShift.Key] = Text(f.LargestShift),
        [EnterpriseFields.ExternalWorkers.Key] = Text(f.ExternalWorkers),
        [EnterpriseFields.CertifiedWorkers.Key] = Text(f.CertifiedWorkers),
        [EnterpriseFields.InjuryInsured.Key] = Text(f.InjuryInsured),
        [EnterpriseFields.LiabilityCover.Key] = Text(f.LiabilityCover),
        [EnterpriseFields.SafetySpending.Key] = Text(f.SafetySpending),
        [EnterpriseFields.CombustibleDust.Key] = Text(f.CombustibleDust),
        [EnterpriseFields.AmmoniaRefrigeration.Key] = Text(f.AmmoniaRefrigeration),
        [EnterpriseFields.MetalSmelting.Key] = Text(f.MetalSmelting),
        [EnterpriseFields.DeepWellCasting.Key] = Text(f.DeepWellCasting),
        [EnterpriseFields.ConfinedSpace.Key] = Text(f.ConfinedSpace),
        [EnterpriseFields.SprayPainting.Key] = Text(f.SprayPainting),
        [EnterpriseFields.HazardPlacePeople.Key] = Text(f.HazardPlacePeople),
        [EnterpriseFields.MajorHazard.Key] = Text(f.MajorHazard),
        [EnterpriseFields.SeriousViolation.Key] = Text(f.SeriousViolation),
        [EnterpriseFields.AccidentConditions.Key] = Text(f.AccidentConditions),
        [EnterpriseFields.HasMajorRisk.Key] = hasMajorRisk switch { true => "有", false => "无", null => "" },
    };

    public static Dictionary<string, string> Of(RiskFacts f) => new()
    {
        [RiskFields.Name.Key] = f.Name,
        [RiskFields.RiskPoint.Key] = f.RiskPoint ?? "",
        [RiskFields.Location.Key] = f.Location,
        [RiskFields.AccidentType.Key] = f.AccidentType,
        [RiskFields.Consequence.Key] = f.Consequence,
        [RiskFields.Method.Key] = f.Assessment.Method.Word(),
        [DeclarationForm.FactorKey(f.Assessment.Method.Word(), "L")] = Text(f.Assessment.L),
        [DeclarationForm.FactorKey(f.Assessment.Method.Word(), "E")] = Text(f.Assessment.E),
        [DeclarationForm.FactorKey(f.Assessment.Method.Word(), "C")] = Text(f.Assessment.C),
        [DeclarationForm.FactorKey(f.Assessment.Method.Word(), "S")] = Text(f.Assessment.S),
        [DeclarationForm.FactorKey(f.Assessment.Method.Word(), "M")] = Text(f.Assessment.M),
        [RiskFields.CatalogueCode.Key] = f.Assessment.CatalogueCode ?? "",
        [RiskFields.People.Key] = Text(f.Assessment.Unit?.People),
        [RiskFields.Substances.Key] = string.Join('；', f.Assessment.Unit?.Substances.Select(s => $"{s.Name} {Text(s.Tonnes)} {s.Class}".TrimEnd()) ?? []),
        [RiskFields.ChemicalScore.Key] = Text(f.Assessment.Diagnosis?.Score),
        [RiskFields.DirectRed.Key] = string.Join(',', f.Assessment.Diagnosis?.DirectRed ?? []),
        [RiskFields.Controls.Key] = f.Controls,
        [RiskFields.Emergency.Key] = f.Emergency,
        [RiskFields.Department.Key] = f.Department,
        [RiskFields.Owner.Key] = f.Owner,
        [RiskFields.Phone.Key] = f.Phone ?? "",
    };

    private static string Text(decimal? value) => value?.ToString("0.######", CultureInfo.InvariantCulture) ?? "";

    private static string Text(bool? value) => value switch { true => "是", false => "否", null => "" };
}
