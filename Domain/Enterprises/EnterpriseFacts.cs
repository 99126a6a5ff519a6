using System.Text.Json.Serialization;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;

namespace RiskReport.Domain.Enterprises;

/// <summary>What an enterprise says about itself: the basics of its report, and what the roll knows of it.</summary>
public sealed record EnterpriseFacts
{
    public required string CreditCode { get; init; }
    public required string Name { get; init; }
    public required string TownshipCode { get; init; }
    public required string IndustryCode { get; init; }

    /// <summary>The reporting scope is given by division, but for dangerous-goods storage by group 594.</summary>
    public string DivisionCode => IndustryCode.StartsWith("594", StringComparison.Ordinal) ? "594" : IndustryCode[..2];

    public required Scale Scale { get; init; }
    public required string Address { get; init; }
    public decimal? Longitude { get; init; }
    public decimal? Latitude { get; init; }
    public required string LegalRepresentative { get; init; }
    public required string SafetyOfficer { get; init; }
    public required string Phone { get; init; }
    public required int Employees { get; init; }
    public required decimal Revenue { get; init; }
    public decimal? FixedAssets { get; init; }
    public string? MainProducts { get; init; }
    public int? LargestShift { get; init; }
    public int? ExternalWorkers { get; init; }
    public int? SpecialWorkers { get; init; }
    public int? CertifiedWorkers { get; init; }
    public int? StaffLastYear { get; init; }
    public int? JoinedLastYear { get; init; }
    public int? LeftLastYear { get; init; }
    public int? InjuryInsured { get; init; }
    public decimal? LiabilityCover { get; init; }
    public decimal? SafetySpending { get; init; }
    public decimal? UsableArea { get; init; }
    public decimal? AuxiliaryArea { get; init; }
    public decimal? StructureArea { get; init; }
    public bool? CombustibleDust { get; init; }
    public bool? AmmoniaRefrigeration { get; init; }
    public bool? MetalSmelting { get; init; }
    public bool? DeepWellCasting { get; init; }
    public bool? ConfinedSpace { get; init; }
    public bool? SprayPainting { get; init; }
    public bool? Wastewater { get; init; }
    public bool? LithiumBattery { get; init; }
    public int? HazardPlacePeople { get; init; }
    public bool? MajorHazard { get; init; }
    public bool? SeriousViolation { get; init; }
    public bool? AccidentConditions { get; init; }

    /// <summary>The answers of the special sheets that are asked for.</summary>
    public SheetAnswers Sheets { get; init; } = SheetAnswers.None;

    /// <summary>(进人数 − 出人数) / 上年在职人数, in percent as the notice has it; it can be negative.</summary>
    [JsonIgnore]
    public decimal? Turnover => StaffLastYear is > 0 && JoinedLastYear is { } joined && LeftLastYear is { } left
        ? decimal.Round((joined - left) * 100m / StaffLastYear.Value, 1) : null;

    [JsonIgnore]
    public EnterpriseConditions Conditions => new()
    {
        HazardPlacePeople = HazardPlacePeople,
        MajorHazard = MajorHazard,
        SeriousViolation = SeriousViolation,
        AccidentConditions = AccidentConditions,
    };

    /// <summary>A condition that is not answered keeps what is known: only an answer can take it back.</summary>
    public EnterpriseFacts Keeping(EnterpriseConditions? known) => known is null ? this : this with
    {
        HazardPlacePeople = HazardPlacePeople ?? known.HazardPlacePeople,
        MajorHazard = MajorHazard ?? known.MajorHazard,
        SeriousViolation = SeriousViolation ?? known.SeriousViolation,
        AccidentConditions = AccidentConditions ?? known.AccidentConditions,
    };

    /// <summary>What a workbook of older shape does not ask for stays as it is known.</summary>
    public EnterpriseFacts KeepingDetails(EnterpriseFacts known)
    {
        var kept = WithDetailsOf(known);
        return kept with { Sheets = known.Sheets.Of(SheetFields.Sheets.Where(s => kept.Has(s))) };
    }

    private EnterpriseFacts WithDetailsOf(EnterpriseFacts known) => this with
    {
        SpecialWorkers = SpecialWorkers ?? known.SpecialWorkers,
        StaffLastYear = StaffLastYear ?? known.StaffLastYear,
        JoinedLastYear = JoinedLastYear ?? known.JoinedLastYear,
        LeftLastYear = LeftLastYear ?? known.LeftLastYear,
        UsableArea = UsableArea ?? known.UsableArea,
        AuxiliaryArea = AuxiliaryArea ?? known.AuxiliaryArea,
        StructureArea = StructureArea ?? known.StructureArea,
        Wastewater = Wastewater ?? known.Wastewater,
        LithiumBattery = LithiumBattery ?? known.LithiumBattery,
    };

    /// <summary>Whether the question of a special sheet is answered with yes.</summary>
    public bool Has(Sheet sheet) => sheet.Code switch
    {
        nameof(CombustibleDust) => CombustibleDust == true,
        nameof(AmmoniaRefrigeration) => AmmoniaRefrigeration == true,
        nameof(MetalSmelting) => MetalSmelting == true,
        nameof(DeepWellCasting) => DeepWellCasting == true,
        nameof(ConfinedSpace) => ConfinedSpace == true,
        nameof(SprayPainting) => SprayPainting == true,
        nameof(Wastewater) => Wastewater == true,
        nameof(LithiumBattery) => LithiumBattery == true,
        _ => throw new ArgumentOutOfRangeException(nameof(sheet), sheet.Code, null),
    };

    public static EnterpriseConditions ReadConditions(FieldReader reader) => new()
    {
        HazardPlacePeople = reader.Whole(EnterpriseFields.HazardPlacePeople),
        MajorHazard = reader.YesNo(EnterpriseFields.MajorHazard),
        SeriousViolation = reader.YesNo(EnterpriseFields.SeriousViolation),
        AccidentConditions = reader.YesNo(EnterpriseFields.AccidentConditions),
    };

    /// <summary>Reads every field, so that all problems are found at once; null where there is one.</summary>
    public static EnterpriseFacts? Read(FieldReader reader)
    {
        var before = reader.Problems.Count;
        var facts = new EnterpriseFacts
        {
            CreditCode = reader.CreditCode(EnterpriseFields.CreditCode)!,
            Name = reader.Text(EnterpriseFields.Name)!,
            TownshipCode = reader.Township(EnterpriseFields.Township)!,
            IndustryCode = reader.Industry(EnterpriseFields.Industry)!,
            Scale = reader.Scale(EnterpriseFields.Scale) ?? default,
            Address = reader.Text(EnterpriseFields.Address)!,
            Longitude = reader.Fraction(EnterpriseFields.Longitude),
            Latitude = reader.Fraction(EnterpriseFields.Latitude),
            LegalRepresentative = reader.PersonName(EnterpriseFields.LegalRepresentative)!,
            SafetyOfficer = reader.PersonName(EnterpriseFields.SafetyOfficer)!,
            Phone = reader.Phone(EnterpriseFields.Phone)!,
            Employees = reader.Whole(EnterpriseFields.Employees) ?? 0,
            Revenue = reader.Fraction(EnterpriseFields.Revenue) ?? 0,
            FixedAssets = reader.Fraction(EnterpriseFields.FixedAssets),
            MainProducts = reader.Text(EnterpriseFields.MainProducts),
            LargestShift = reader.Whole(EnterpriseFields.LargestShift),
            ExternalWorkers = reader.Whole(EnterpriseFields.ExternalWorkers),
            SpecialWorkers = reader.Whole(EnterpriseFields.SpecialWorkers),
            CertifiedWorkers = reader.Whole(EnterpriseFields.CertifiedWorkers),
            StaffLastYear = reader.Whole(EnterpriseFields.StaffLastYear),
            JoinedLastYear = reader.Whole(EnterpriseFields.JoinedLastYear),
            LeftLastYear = reader.Whole(EnterpriseFields.LeftLastYear),
            InjuryInsured = reader.Whole(EnterpriseFields.InjuryInsured),
            LiabilityCover = reader.Fraction(EnterpriseFields.LiabilityCover),
            SafetySpending = reader.Fraction(EnterpriseFields.SafetySpending),
            UsableArea = reader.Fraction(EnterpriseFields.UsableArea),
            AuxiliaryArea = reader.Fraction(EnterpriseFields.AuxiliaryArea),
            StructureArea = reader.Fraction(EnterpriseFields.StructureArea),
            CombustibleDust = reader.YesNo(EnterpriseFields.CombustibleDust),
            AmmoniaRefrigeration = reader.YesNo(EnterpriseFields.AmmoniaRefrigeration),
            MetalSmelting = reader.YesNo(EnterpriseFields.MetalSmelting),
            DeepWellCasting = reader.YesNo(EnterpriseFields.DeepWellCasting),
            ConfinedSpace = reader.YesNo(EnterpriseFields.ConfinedSpace),
            SprayPainting = reader.YesNo(EnterpriseFields.SprayPainting),
            Wastewater = reader.YesNo(EnterpriseFields.Wastewater),
            LithiumBattery = reader.YesNo(EnterpriseFields.LithiumBattery),
            HazardPlacePeople = reader.Whole(EnterpriseFields.HazardPlacePeople),
            MajorHazard = reader.YesNo(EnterpriseFields.MajorHazard),
            SeriousViolation = reader.YesNo(EnterpriseFields.SeriousViolation),
            AccidentConditions = reader.YesNo(EnterpriseFields.AccidentConditions),
        };
        return reader.Problems.Count == before ? facts : null;
    }
}
