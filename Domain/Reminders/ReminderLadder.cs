using System.Globalization;
using RiskReport.Domain.Campaigns;
using RiskReport.Domain.Declarations;

namespace RiskReport.Domain.Reminders;

/// <summary>On which days before the last one an enterprise is reminded, and how often after it.</summary>
public sealed record ReminderLadder(IReadOnlyList<int> DaysBefore, int EveryAfter)
{
    public static readonly ReminderLadder Usual = new([30, 14, 7, 1], 7);

    /// <summary>After half a year it is no longer a matter of reminding.</summary>
    public const int LongestAfter = 180;

    /// <summary>From the configuration; what is none ends the start.</summary>
    public static ReminderLadder Read(string? daysBefore, int? everyAfter)
    {
        if (everyAfter is < 1 or > 60)
            throw new InvalidOperationException($"Reminders:OverdueEvery must be a number of days from 1 to 60, not {everyAfter}.");
        var days = (daysBefore ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(d => int.TryParse(d, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day <= 180
                ? day : throw new InvalidOperationException($"Reminders:DaysBefore must be numbers of days up to 180, not '{d}'.")).ToList();
        return new ReminderLadder(days.Count == 0 ? Usual.DaysBefore : days, everyAfter ?? Usual.EveryAfter);
    }

    /// <summary>
    /// The reminder that falls on a day, or fell on one behind <paramref name="since"/> on which nobody looked; null where there is none.
    /// What is not filed goes by the first phase that the enterprise belongs to.
    /// </summary>
    public Reminder? Of(OwedReport report, IEnumerable<CampaignPhase> phases, DateOnly since, DateOnly today)
    {
        if (report.Status == DeclarationStatus.Returned)
            return report.ReturnDueOn is { } again && Falls(again, since, today, after: true) ? new Reminder(report, ReminderKind.Returned, again, today) : null;
        if (report.Status is not (DeclarationStatus.NotFiled or DeclarationStatus.Draft) || DueOn(report, phases) is not { } due)
            return null;
        var over = due < today;
        return Falls(due, since, today, over) ? new Reminder(report, over ? ReminderKind.Overdue : ReminderKind.Due, due, today) : null;
    }

    /// <summary>By when the enterprise has to file; null where no phase is for it.</summary>
    public static DateOnly? DueOn(OwedReport report, IEnumerable<CampaignPhase> phases) => phases
        .Where(p => p.Year == report.Year && report.OwedSince <= p.DueOn && p.Scope.Covers(report.Scale, report.IndustryCode, report.TownshipCode))
        .Select(p => (DateOnly?)p.DueOn).Min();

    /// <summary>Whether a step of the ladder lies behind one day and not behind the other.</summary>
    private bool Falls(DateOnly due, DateOnly since, DateOnly today, bool after) => after
        ? today.DayNumber - due.DayNumber <= LongestAfter && StepsAfter(due, today) > StepsAfter(due, since)
        : DaysBefore.Any(days => due.AddDays(-days) is var step && step > since && step <= today);

    /// <summary>One on the first day after it, then one after each interval.</summary>
    private int StepsAfter(DateOnly due, DateOnly day) => day <= due ? 0 : 1 + ((day.DayNumber - due.DayNumber - 1) / EveryAfter);
}
