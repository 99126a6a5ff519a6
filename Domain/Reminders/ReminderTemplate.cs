using System.Globalization;
using System.Text.RegularExpressions;

namespace RiskReport.Domain.Reminders;

/// <summary>The words of a kind of reminder, with names in braces for what differs from one enterprise to the next.</summary>
public sealed partial record ReminderTemplate(ReminderKind Kind, string Subject, string Body)
{
    public const int LongestSubject = 80;
    public const int LongestBody = 1000;

    /// <summary>What a subject may come to with names in it; longer ones are cut.</summary>
    public const int LongestFilled = 200;

    private const string Enterprise = "企业名称";
    private const string Township = "镇街";
    private const string Year = "年度";
    private const string Due = "截止日期";
    private const string Left = "剩余天数";
    private const string Over = "逾期天数";

    /// <summary>What the program comes with; an office may write its own.</summary>
    public static ReminderTemplate Shipped(ReminderKind kind) => kind switch
    {
        ReminderKind.Due => new(kind, "{年度}年度安全生产风险报告将于{截止日期}截止",
            "{企业名称}：贵单位{年度}年度安全生产风险报告尚未提交，截止日期为{截止日期}，还有{剩余天数}天。请登录系统填写并提交；没有较大以上安全风险的，也应当登录确认。"),
        ReminderKind.Overdue => new(kind, "{年度}年度安全生产风险报告已逾期{逾期天数}天",
            "{企业名称}：贵单位{年度}年度安全生产风险报告应于{截止日期}前提交，现已逾期{逾期天数}天。请尽快登录系统提交；逾期仍可提交。"),
        ReminderKind.Returned => new(kind, "退回的{年度}年度安全生产风险报告请尽快修改",
            "{企业名称}：贵单位{年度}年度安全生产风险报告被退回，应于{截止日期}前修改后重新提交，现已超过{逾期天数}天。退回理由显示在报告的相应栏目上。"),
        ReminderKind.Asked => new(kind, "{镇街}提醒贵单位提交{年度}年度安全生产风险报告",
            "{企业名称}：贵单位{年度}年度安全生产风险报告尚未提交，截止日期为{截止日期}。请登录系统填写并提交；有疑问的，请与{镇街}联系。"),
        ReminderKind.ReturnDue => new(kind, "退回的{年度}年度安全生产风险报告请于{截止日期}前修改",
            "{企业名称}：贵单位{年度}年度安全生产风险报告已被退回，请于{截止日期}前修改后重新提交，还有{剩余天数}天。退回理由显示在报告的相应栏目上。"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>What may stand in braces: before the last day nothing is overdue, and after it nothing is left.</summary>
    public static IReadOnlyList<string> Names(ReminderKind kind) => kind switch
    {
        ReminderKind.Due or ReminderKind.ReturnDue => [Enterprise, Township, Year, Due, Left],
        ReminderKind.Asked => [Enterprise, Township, Year, Due],
        _ => [Enterprise, Township, Year, Due, Over],
    };

    /// <summary>A sentence for everything that keeps it from being used, by the name of its input.</summary>
    public IReadOnlyList<(string Field, string Message)> Problems()
    {
        var problems = new List<(string, string)>();
        Check(nameof(Subject), "标题", Subject, LongestSubject, manyLines: false);
        Check(nameof(Body), "正文", Body, LongestBody, manyLines: true);
        return problems;

        void Check(string field, string word, string text, int longest, bool manyLines)
        {
            if (string.IsNullOrWhiteSpace(text))
                problems.Add((field, $"请填写{word}。"));
            if (text.Length > longest)
                problems.Add((field, $"{word}最多 {longest} 个字，现在有 {text.Length} 个。"));
            if (text.Any(c => char.IsControl(c) && !(manyLines && c == '\n')))
                problems.Add((field, manyLines ? $"{word}含有不能使用的控制字符，请删去。" : $"{word}只能有一行，请删去换行等控制字符。"));
            foreach (var name in Placeholder().Matches(text).Select(m => m.Groups[1].Value).Where(n => !Names(Kind).Contains(n)).Distinct())
                problems.Add((field, $"{word}中的“{{{name}}}”不能使用，可用的有：{string.Join("、", Names(Kind).Select(n => $"{{{n}}}"))}。"));
            if (Placeholder().Replace(text, "").AsSpan().IndexOfAny('{', '}') >= 0)
                problems.Add((field, $"{word}中的大括号不成对，请写成 {{{Enterprise}}} 的样子。"));
        }
    }

    public ReminderText Fill(Reminder reminder)
    {
        var values = new Dictionary<string, string>
        {
            [Enterprise] = reminder.Report.Name,
            [Township] = reminder.Report.Township,
            [Year] = reminder.Report.Year.ToString(CultureInfo.InvariantCulture),
            [Due] = $"{reminder.DueOn.Year}年{reminder.DueOn.Month}月{reminder.DueOn.Day}日",
            [Left] = reminder.DaysLeft.ToString(CultureInfo.InvariantCulture),
            [Over] = (-reminder.DaysLeft).ToString(CultureInfo.InvariantCulture),
        };
        return new ReminderText(Filled(Subject).ReplaceLineEndings(" ").ShortenedTo(LongestFilled), Filled(Body));

        // a name is what an enterprise wrote: it is put in as it is and never read again; what stands for nothing stays, so that no wording ends a run
        string Filled(string text) => Placeholder().Replace(
            text, m => string.Concat(values.GetValueOrDefault(m.Groups[1].Value, m.Value).Select(c => char.IsControl(c) ? ' ' : c)));
    }

    [GeneratedRegex(@"\{([^{}]*)\}")]
    private static partial Regex Placeholder();
}

public sealed record ReminderText(string Subject, string Body);

/// <summary>A template as it was written, with who and why; the highest version counts.</summary>
public sealed record TemplateVersion
{
    public required ReminderKind Kind { get; init; }
    public required int Version { get; init; }
    public required string Subject { get; init; }
    public required string Body { get; init; }
    public required DateTime ChangedAt { get; init; }
    public required string ChangedBy { get; init; }
    public required string ChangeReason { get; init; }

    public ReminderTemplate Template => new(Kind, Subject, Body);
}
