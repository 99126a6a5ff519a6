using System.Globalization;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Reference;

namespace RiskReport.Domain.Campaigns;

/// <summary>A phase as typed; codes stand apart by blanks or commas.</summary>
public sealed record PhaseAnswers
{
    public string? Year { get; init; }
    public string? Name { get; init; }
    public string? Scale { get; init; }
    public string? Industries { get; init; }
    public string? Regions { get; init; }
    public string? BeginsOn { get; init; }
    public string? LawDueOn { get; init; }
    public string? CampaignDueOn { get; init; }
    public string? Remark { get; init; }

    /// <summary>A last day that is over is meant.</summary>
    public bool IsConfirmed { get; init; }
}

/// <summary>Reads a phase, and says every problem by the name of its input.</summary>
public static class PhaseReading
{
    public const int LongestName = 60;
    public const int LongestRemark = 200;
    public const int FirstYear = 2021;

    /// <summary>More than anybody chooses one by one; what is for most of them is for all.</summary>
    private const int MostCodes = 60;

    private static readonly char[] Apart = [' ', ',', '，', '、', ';', '；', '\n', '\r', '\t'];

    /// <param name="before">The phase that is changed; null for a new one.</param>
    public static (CampaignPhase? Phase, IReadOnlyList<(string Name, string Message)> Problems) Read(
        PhaseAnswers answers, CampaignPhase? before, ReferenceData reference, DateOnly today)
    {
        var problems = new List<(string Name, string Message)>();
        var year = before?.Year ?? ReadYear();
        var name = Normal.Text(answers.Name ?? "");
        if (name.Length is 0 or > LongestName)
            problems.Add(("Name", $"请填写阶段名称（不超过 {LongestName} 个字），例如：规上企业报告。"));
        else if (reference.PhasesOf(year).Any(p => p.Name == name && p.Id != before?.Id))
            problems.Add(("Name", $"{year} 年度已有名为“{name}”的阶段，请另取一个名称。"));

        var scale = ScaleWords.Parse(answers.Scale);
        if (!string.IsNullOrEmpty(answers.Scale) && scale is null)
            problems.Add(("Scale", "规模应为规上、规下，或留空表示不限。"));
        var scope = new PhaseScope
        {
            Scale = scale,
            Industries = Codes("Industries", answers.Industries, c => c.Length is 2 or 3 && reference.Industries.Of(c, year) is not null ? c : null,
                "行业“{0}”无效，请填写国民经济行业大类（两位）或中类（三位）代码，例如 33 或 331。"),
            Regions = Codes("Regions", answers.Regions, c => reference.Regions.Find(c) is { Code.Length: > 4 } region ? region.Code : null,
                "地区“{0}”无效，请填写县（市、区）六位或镇（街道）九位代码，例如 320583。"),
        };
        var begins = Day("BeginsOn", answers.BeginsOn, "开始日期");
        if (begins is null && string.IsNullOrWhiteSpace(answers.BeginsOn))
            problems.Add(("BeginsOn", "请填写开始日期。"));
        var law = Day("LawDueOn", answers.LawDueOn, "法定截止日期");
        var campaign = Day("CampaignDueOn", answers.CampaignDueOn, "专项截止日期");
        if (string.IsNullOrWhiteSpace(answers.LawDueOn) && string.IsNullOrWhiteSpace(answers.CampaignDueOn))
            problems.Add(("LawDueOn", "请至少填写法定截止日期、专项截止日期中的一个。"));
        if (law < begins)
            problems.Add(("LawDueOn", "法定截止日期早于开始日期。"));
        if (campaign < begins)
            problems.Add(("CampaignDueOn", "专项截止日期早于开始日期。"));
        var remark = Normal.Text(answers.Remark ?? "");
        if (remark.Length > LongestRemark)
            problems.Add(("Remark", $"备注有 {remark.Length} 个字，不能超过 {LongestRemark} 个字。"));
        if (before is not null && before.HasBegun(today) && (begins != before.BeginsOn || !IsSame(scope, before.Scope)))
            problems.Add(("BeginsOn", $"阶段已于 {before.BeginsOn:yyyy-MM-dd} 开始，范围和开始日期不能再改，否则已公布的数字会变。可以改名称、备注和截止日期，或撤回后另建。"));
        if ((campaign ?? law) is { } due && due != before?.DueOn)
        {
            if (before is not null && before.IsPast(today))
                problems.Add(("CampaignDueOn", $"阶段已于 {before.DueOn:yyyy-MM-dd} 截止，截止日期不能再改，否则已公布的数字会变。可以改名称和备注，或撤回后另建。"));
            else if (due < new DateOnly(year, 1, 1))
                problems.Add((campaign is null ? "LawDueOn" : "CampaignDueOn", $"截止日期 {due:yyyy-MM-dd} 早于 {year} 年度，没有企业属于这个阶段，请核对年份。"));
            else if (due < today && !answers.IsConfirmed)
                problems.Add(("Confirmed", $"截止日期 {due:yyyy-MM-dd} 已经过去，保存后范围内未报告的企业立即算作逾期；确实如此的，请勾选。"));
        }

        return problems.Count > 0 ? (null, problems) : (new CampaignPhase
        {
            Id = before?.Id ?? 0,
            Year = year,
            Name = name,
            Scope = scope,
            BeginsOn = begins!.Value,
            LawDueOn = law,
            CampaignDueOn = campaign,
            Remark = remark,
            Version = before?.Version ?? 0,
        }, problems);

        int ReadYear()
        {
            if (int.TryParse(Normal.Text(answers.Year ?? ""), NumberStyles.None, CultureInfo.InvariantCulture, out var read) && read >= FirstYear && read <= today.Year + 1)
                return read;
            problems.Add(("Year", $"年度应在 {FirstYear} 至 {today.Year + 1} 之间。"));
            return today.Year;
        }

        List<string> Codes(string input, string? text, Func<string, string?> read, string problem)
        {
            var found = new List<string>();
            var words = Normal.Text(text ?? "").Split(Apart, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > MostCodes)
                problems.Add((input, $"最多填写 {MostCodes} 个代码；不限的请留空。"));
            foreach (var word in words.Take(MostCodes))
            {
                if (read(word) is { } code)
                    found.Add(code);
                else
                    problems.Add((input, string.Format(CultureInfo.InvariantCulture, problem, word)));
            }

            return found.Distinct().Order(StringComparer.Ordinal).ToList();
        }

        DateOnly? Day(string input, string? text, string what)
        {
            if (string.IsNullOrWhiteSpace(text))
                return null;
            if (DateOnly.TryParseExact(Normal.Text(text), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year >= year - 1 && day.Year <= year + 1)
                return day;
            problems.Add((input, $"{what}“{text}”无效，请按 {today:yyyy-MM-dd} 的格式填写，应在 {year - 1} 至 {year + 1} 年之间。"));
            return null;
        }
    }

    private static bool IsSame(PhaseScope a, PhaseScope b) =>
        a.Scale == b.Scale && a.Industries.Order(StringComparer.Ordinal).SequenceEqual(b.Industries.Order(StringComparer.Ordinal))
        && a.Regions.Order(StringComparer.Ordinal).SequenceEqual(b.Regions.Order(StringComparer.Ordinal));
}
