using RiskReport.Domain.Campaigns;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Reference;

namespace RiskReport.Domain.Roster;

/// <summary>
/// Which enterprises of a year stand on the roster; what is empty does not restrict, and several values of one kind widen.
/// What is asked of a risk, one and the same risk of the enterprise has to answer.
/// </summary>
public sealed record RosterFilter
{
    public required int Year { get; init; }

    /// <summary>The region, already held against the caller's own.</summary>
    public required string RegionCode { get; init; }

    /// <summary>Several units within the region; empty for all of it.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];

    /// <summary>Only those that a phase of the year is for.</summary>
    public CampaignPhase? Phase { get; init; }
    public IReadOnlyList<RiskColour> Colours { get; init; } = [];

    /// <summary>Also those without a colour (未评).</summary>
    public bool Ungraded { get; init; }
    public Scale? Scale { get; init; }

    /// <summary>Codes of divisions and groups, GB/T 4754-2017.</summary>
    public IReadOnlyList<string> Industries { get; init; } = [];
    public IReadOnlyList<DeclarationStatus> Statuses { get; init; } = [];
    public IReadOnlyList<DeclarationType> Types { get; init; } = [];

    /// <summary>Only what should have been filed, or filed again, by now.</summary>
    public Overdue? Overdue { get; init; }

    /// <summary>Codes of special sheets.</summary>
    public IReadOnlyList<string> Subjects { get; init; } = [];

    /// <summary>China's calendar, both days included.</summary>
    public DateOnly? SubmittedFrom { get; init; }
    public DateOnly? SubmittedTo { get; init; }

    /// <summary>What one of its risks has to be.</summary>
    public RiskFilter Risk { get; init; } = new();

    /// <summary>A part of the name, or of the credit code.</summary>
    public string? Text { get; init; }

    public bool ByColour => Colours.Count > 0 || Ungraded;

    public bool Admits(RiskColour? colour) => !ByColour || (colour is { } c ? Colours.Contains(c) : Ungraded);

    public bool Admits(DeclarationStatus status) => Statuses.Count == 0 || Statuses.Contains(status);

    /// <summary>Who is written off owes nothing and is left out, unless the filter names that status itself.</summary>
    public RosterFilter Owing => Statuses.Count > 0 ? this : this with { Statuses = DeclarationStatusWords.Owing };

    /// <summary>The filter without what the page counts beside itself.</summary>
    public RosterFilter WithoutCounted => this with { Colours = [], Ungraded = false, Statuses = [] };

    /// <summary>The filter as a sentence for the page, the file and the paper.</summary>
    public string InWords(ReferenceData reference)
    {
        var parts = new List<string>
        {
            $"{Year} 年度",
            Parts.Count == 0 ? Name(RegionCode) : string.Join("、", Parts.Select(Name)),
        };
        void Add(string what, IEnumerable<string> values)
        {
            if (string.Join("、", values) is { Length: > 0 } text)
                parts.Add($"{what}：{text}");
        }

        Add("阶段", Phase is { } phase ? [phase.InWords] : []);
        Add("阶段备注", Phase is { Remark: { Length: > 0 } remark } ? [$"“{remark}”"] : []);
        Add("等级", Colours.OrderDescending().Select(c => c.Word()).Concat(Ungraded ? [RiskColourWords.NotGraded] : []));
        Add("规模", Scale is { } scale ? [scale.Word()] : []);
        Add("行业", Industries.Select(i => reference.Industries.Of(i, Year) is { } industry ? $"{i} {industry.Name}" : i));
        Add("状态", Statuses.Select(s => s.Word()));
        Add("报告类型", Types.Select(t => t.Word()));
        if (Overdue is { } overdue)
            parts.Add($"逾期（截至 {overdue.Today:yyyy-MM-dd}）");
        Add("重点领域", SpecialSubject.All.Where(s => Subjects.Contains(s.Key)).Select(s => s.Name));
        if (SubmittedFrom is not null || SubmittedTo is not null)
            parts.Add($"提交时间：{SubmittedFrom:yyyy-MM-dd} 至 {SubmittedTo:yyyy-MM-dd}");
        Add("风险等级", Risk.Colours.OrderDescending().Select(c => c.Word()));
        Add("评估方法", Risk.Methods.Select(m => m.Word()));
        Add("事故类型", Risk.AccidentTypes);
        Add("风险目录", Risk.CatalogueCodes);
        if (!string.IsNullOrEmpty(Text))
            parts.Add($"名称或代码含“{Text}”");
        return string.Join("；", parts);

        string Name(string code) => reference.Regions[code]?.Name ?? code;
    }
}

/// <summary>What is overdue on a day: never filed although a phase that it belongs to is over, or returned and not filed again in time.</summary>
public sealed record Overdue(DateOnly Today, IReadOnlyList<CampaignPhase> Past)
{
    /// <param name="phase">Asked about it alone; otherwise about every phase of the year.</param>
    public static Overdue On(DateOnly today, int year, CampaignPhase? phase, ReferenceData reference) =>
        new(today, [.. (phase is null ? reference.PhasesOf(year) : [phase]).Where(p => p.IsPast(today))]);
}

/// <summary>What a risk has to be; what is empty does not restrict.</summary>
public sealed record RiskFilter
{
    public IReadOnlyList<RiskColour> Colours { get; init; } = [];
    public IReadOnlyList<GradingMethod> Methods { get; init; } = [];
    public IReadOnlyList<string> AccidentTypes { get; init; } = [];
    public IReadOnlyList<string> CatalogueCodes { get; init; } = [];

    public bool IsEmpty => Colours.Count + Methods.Count + AccidentTypes.Count + CatalogueCodes.Count == 0;

    /// <summary>Whether the report's own figures answer it; otherwise its risks have to be read.</summary>
    public bool IsOfReport => CatalogueCodes.Count == 0 && AccidentTypes.All(RiskTraits.IsListed)
        && (Colours.Count > 0 ? 1 : 0) + (Methods.Count > 0 ? 1 : 0) + (AccidentTypes.Count > 0 ? 1 : 0) <= 1;
}
