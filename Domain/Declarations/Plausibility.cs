using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Reference;

namespace RiskReport.Domain.Declarations;

/// <summary>What may be right but seldom is; it is confirmed with a reason, never refused.</summary>
public sealed record Doubt(string Code, Field Field, string Message);

/// <summary>A doubt and why the answer is right nevertheless; who reviews the report reads both.</summary>
public sealed record Confirmation(string Code, string Doubt, string Reason);

/// <summary>The soft rules, beside the hard ones of the fields and of <see cref="Filing.Assess"/>.</summary>
public static class Plausibility
{
    public const int LongestReason = 300;

    /// <summary>规上: main-business revenue of 20 million yuan, in 10,000 yuan.</summary>
    private const decimal AboveScale = 2000;

    public static IReadOnlyList<Doubt> Check(EnterpriseFacts facts, bool hasMajorRisk, ReferenceData reference, int year)
    {
        var day = new DateOnly(year, 12, 31);
        var doubts = new List<Doubt>();
        if (!hasMajorRisk)
        {
            var expected = SpecialSheet.On(reference.SpecialSheets, day).Any(s => s.Code == EnterpriseFields.CombustibleDust.Key && s.IsExpectedIn(facts.IndustryCode));
            if (expected || facts.CombustibleDust == true)
                doubts.Add(new Doubt("DUST_WITHOUT_RISK", EnterpriseFields.HasMajorRisk,
                    $"{(facts.CombustibleDust == true ? "填写了粉尘涉爆" : "本行业通常涉及可燃性粉尘")}，却确认没有较大以上安全风险。"));
        }

        if (facts.CertifiedWorkers > facts.Employees + (facts.ExternalWorkers ?? 0))
            doubts.Add(new Doubt("CERTIFIED_ABOVE_STAFF", EnterpriseFields.CertifiedWorkers,
                $"特种作业持证人数 {facts.CertifiedWorkers} 多于从业人数 {facts.Employees} 与外用工人数之和。"));
        if (facts.Revenue >= AboveScale && facts.Scale == Scale.Below)
            doubts.Add(new Doubt("REVENUE_BELOW_SCALE", EnterpriseFields.Scale, $"上年营业收入 {facts.Revenue:0.####} 万元，达到 {AboveScale} 万元，规模却是规下。"));
        if (facts.Revenue < AboveScale && facts.Scale == Scale.Above)
            doubts.Add(new Doubt("REVENUE_ABOVE_SCALE", EnterpriseFields.Scale, $"上年营业收入 {facts.Revenue:0.####} 万元，不到 {AboveScale} 万元，规模却是规上。"));
        if (facts.Longitude is { } longitude && facts.Latitude is { } latitude
            && reference.Regions.BoxOf(facts.TownshipCode, day) is { } box && !box.Holds(longitude, latitude))
            doubts.Add(new Doubt("PLACE_OUTSIDE", EnterpriseFields.Longitude,
                $"经纬度 {longitude:0.######}，{latitude:0.######} 不在{reference.Regions[box.RegionCode]?.Name}范围内，请核对是否填反或填错。"));
        return doubts;
    }
}
