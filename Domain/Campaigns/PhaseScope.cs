using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Reference;

namespace RiskReport.Domain.Campaigns;

/// <summary>Which enterprises a phase is for; what is empty does not restrict.</summary>
public sealed record PhaseScope
{
    public Scale? Scale { get; init; }

    /// <summary>Codes of divisions and groups, GB/T 4754-2017.</summary>
    public IReadOnlyList<string> Industries { get; init; } = [];

    /// <summary>Codes of counties and townships.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    public bool Covers(Scale scale, string industryCode, string townshipCode) => (Scale is null || Scale == scale)
        && (Industries.Count == 0 || Industries.Any(i => industryCode.StartsWith(i, StringComparison.Ordinal)))
        && (Regions.Count == 0 || Regions.Any(r => townshipCode.StartsWith(r, StringComparison.Ordinal)));

    public string InWords(ReferenceData reference)
    {
        var parts = new List<string>();
        if (Scale is { } scale)
            parts.Add(scale.Word());
        if (Industries.Count > 0)
            parts.Add("行业 " + string.Join("、", Industries));
        if (Regions.Count > 0)
            parts.Add(string.Join("、", Regions.Select(r => reference.Regions[r]?.Name ?? r)));
        return parts.Count == 0 ? "全部企业" : string.Join("；", parts);
    }
}
