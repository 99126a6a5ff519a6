using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Grading;

namespace RiskReport.Domain.Roster;

/// <summary>Which enterprises of a year stand on the roster; what is empty does not restrict.</summary>
public sealed record RosterFilter
{
    public required int Year { get; init; }

    /// <summary>The region, already held against the caller's own.</summary>
    public required string RegionCode { get; init; }
    public IReadOnlyList<RiskColour> Colours { get; init; } = [];

    /// <summary>Also those without a colour (未评).</summary>
    public bool Ungraded { get; init; }
    public Scale? Scale { get; init; }
    public IReadOnlyList<DeclarationStatus> Statuses { get; init; } = [];

    /// <summary>A part of the name, or the beginning of the credit code.</summary>
    public string? Text { get; init; }

    public bool ByColour => Colours.Count > 0 || Ungraded;

    public bool Admits(RiskColour? colour) => !ByColour || (colour is { } c ? Colours.Contains(c) : Ungraded);

    /// <summary>The filter as a sentence for the page, the file and the paper.</summary>
    public string InWords(string regionName)
    {
        var parts = new List<string> { $"{Year} 年度", regionName };
        if (ByColour)
            parts.Add("等级：" + string.Join("、", Colours.OrderDescending().Select(c => c.Word()).Concat(Ungraded ? [RiskColourWords.NotGraded] : [])));
        if (Scale is { } scale)
            parts.Add("规模：" + scale.Word());
        if (Statuses.Count > 0)
            parts.Add("状态：" + string.Join("、", Statuses.Select(s => s.Word())));
        if (!string.IsNullOrEmpty(Text))
            parts.Add($"名称或代码含“{Text}”");
        return string.Join("；", parts);
    }
}
