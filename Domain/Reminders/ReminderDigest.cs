namespace RiskReport.Domain.Reminders;

/// <summary>Everything that one receiver is told on a day, as one message.</summary>
public static class ReminderDigest
{
    private const int MostWritten = 50;

    /// <param name="day">Is named, since the message may come later.</param>
    public static ReminderText Of(IReadOnlyList<ReminderText> texts, DateOnly day, string? site)
    {
        var bodies = texts.Take(MostWritten).Select(t => t.Body).ToList();
        if (texts.Count > MostWritten)
            bodies.Add($"另有 {texts.Count - MostWritten} 项，请登录系统查看。");
        bodies.Add($"以上是{day.Year}年{day.Month}月{day.Day}日的情况，此后已经提交的，无需再办。");
        bodies.Add(site is null ? "请登录工业企业安全生产风险报告系统办理。本邮件由系统自动发出，请勿回复。" : $"登录地址：{site}\n本邮件由系统自动发出，请勿回复。");
        return new ReminderText(SubjectOf(texts), string.Join("\n\n", bodies));
    }

    public static string SubjectOf(IReadOnlyList<ReminderText> texts) => texts is [var one] ? one.Subject : $"安全生产风险报告提醒（{texts.Count} 项）";
}
