using System.Globalization;
using RiskReport.Domain.Campaigns;
using RiskReport.Domain.Declarations;

namespace RiskReport.Domain.Reminders;

/// <summary>On which days before the last one an enterprise is reminded, of a report and of one that was returned, and how often after it.</summary>
public sealed record ReminderLadder(IReadOnlyList<int> DaysBefore, IReadOnlyList<int> DaysBeforeReturn, int EveryAfter)
{
    public static readonly ReminderLadder Usual = new([30, 14, 7, 1], [3, 1], 7);

    /// <summary>After half a year it is no longer a matter of reminding.</summary>
    public const int LongestAfter = 180;

    /// <summary>From the configuration; what is none ends the start.</summary>
    public static ReminderLadder Read(string? daysBefore, string? daysBeforeReturn, int? everyAfter)
    {
        if (everyAfter is < 1 or > 60)
            throw new InvalidOperationException($"Reminders:OverdueEvery must be a number of days from 1 to 60, not {everyAfter}.");
        return new ReminderLadder(
            Days(daysBefore, "DaysBefore", Usual.DaysBefore), Days(daysBeforeReturn, "DaysBeforeReturn", Usual.DaysBeforeReturn), everyAfter ?? Usual.EveryAfter);
    }

    /// <summary>
    /// The reminder that falls on a day, or fell on one behind <paramref name="since"/> on which nobody looked; null where there is none.
    /// What is not filed goes by the first phase that the enterprise belongs to.
    /// </summary>
    public Reminder? Of(OwedReport report, IEnumerable<CampaignPhase> phases, DateOnly since, DateOnly today)
    {
        since = report.ToldOn > since ? report.ToldOn.Value : since;
        return report.Status switch
        {
            DeclarationStatus.Returned => Step(report.ReturnDueOn, DaysBeforeReturn, ReminderKind.ReturnDue, ReminderKind.Returned),
            DeclarationStatus.NotFiled or DeclarationStatus.Draft => Step(DueOn(report, phases), DaysBefore, ReminderKind.Due, ReminderKind.Overdue),
            _ => null,
        };

        Reminder? Step(DateOnly? day, IReadOnlyList<int> before, ReminderKind near, ReminderKind over) =>
            day is { } due && Falls(due, before, since, today) ? new Reminder(report, due < today ? over : near, due, today) : null;
    }

    /// <summary>By when the enterprise has to file; null where no phase is for it.</summary>
    public static DateOnly? DueOn(OwedReport report, IEnumerable<CampaignPhase> phases) => phases
        .Where(p => p.Year == report.Year && report.OwedSince <= p.DueOn && p.Scope.Covers(report.Scale, report.IndustryCode, report.TownshipCode))
        .Select(p => (DateOnly?)p.DueOn).Min();

    /// <summary>Whether a step of the ladder lies behind one day and not behind the other.</summary>
    private bool Falls(DateOnly due, IReadOnlyList<int> before, DateOnly since, DateOnly today) => due < today
        ? today.DayNumber - due.DayNumber <= LongestAfter && StepsAfter(due, today) > StepsAfter(due, since)
        : before.Any(days => due.AddDays(-days) is var step && step > since && step <= today);

    private static IReadOnlyList<int> Days(string? text, string key, IReadOnlyList<int> usual)
    {
        var days = (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(d => int.TryParse(d, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day <= 180
                ? day : throw new InvalidOperationException($"Reminders:{key} must be numbers of days up to 180, not '{d}'.")).ToList();
        return days.Count == 0 ? usual : days;
    }

    /// <summary>One on the first day after it, then one after each interval.</summary>
    private int StepsAfter(DateOnly due, DateOnly day) => day <= due ? 0 : 1 + ((day.DayNumber - due.DayNumber - 1) / EveryAfter);
}
