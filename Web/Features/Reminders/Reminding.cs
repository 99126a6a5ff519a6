using RiskReport.Data.Reminders;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Campaigns;
using RiskReport.Domain.Reminders;
using RiskReport.Web.Features.Shared;
using RiskReport.Web.Mail;

namespace RiskReport.Web.Features.Reminders;

/// <summary>Who is reminded, when and on which ways, as the configuration has it.</summary>
public sealed class Reminding(
    ReminderStore store, ReminderMailQueue mails, ReminderTemplateStore templates, Mailer mailer, Startup.ReferenceHolder reference, IConfiguration configuration, TimeProvider clock)
{
    private const int UsualHour = 8;

    private readonly ReminderLadder ladder = ReminderLadder.Read(configuration["Reminders:DaysBefore"], configuration.GetValue<int?>("Reminders:OverdueEvery"));

    private readonly int hour = configuration.GetValue("Reminders:Hour", UsualHour);

    public bool ByMail => mailer.IsConfigured;

    private DateOnly Today => ChinaTime.Today(clock);

    /// <summary>The next piece of today's looking. False when there is nothing more to do.</summary>
    public async Task<bool> RemindAsync(CancellationToken ct)
    {
        if (ChinaTime.Now(clock).Hour < hour)
            return false;
        var run = await store.RunAsync(Today, ct);
        var phases = reference.Current.Phases;
        return run.FinishedAt is null
            && await store.RemindAsync(run, report => ladder.Of(report, phases, run.Since, run.OnDay), await templates.CurrentAsync(ct), ByMail, ct);
    }

    /// <summary>The next message. False when there is none.</summary>
    public async Task<bool> SendAsync(CancellationToken ct)
    {
        if (!ByMail)
            return false;
        var calendarDone = ChinaTime.Now(clock).Hour >= hour && (await store.RunAsync(Today, ct)).FinishedAt is not null;
        var gathered = await mails.GatherAsync(Today, calendarDone, PublicAddress.Configured(configuration), ct);
        if (await mails.TakeAsync(ct) is not { } mail)
            return gathered > 0;
        var outcome = await mailer.SendAsync(new OutgoingMail(mail.Address, mail.Subject, mail.Body, $"reminder-{mail.Id}"), ct);
        await mails.EndAsync(mail, outcome switch
        {
            MailOutcome.Sent => ReminderMailStatus.Sent,
            MailOutcome.Refused => ReminderMailStatus.Refused,
            _ => mail.Attempts < ReminderMail.MostAttempts ? ReminderMailStatus.Waiting : ReminderMailStatus.GivenUp,
        }, CancellationToken.None);
        return true;
    }

    /// <summary>How many were asked for the report of this year.</summary>
    public async Task<int> AskAsync(Scope scope, Actor actor, CancellationToken ct)
    {
        var (today, phases) = (Today, reference.Current.Phases);
        return await store.AskAsync(
            today.Year, today, report => Asked(report, phases, today), (await templates.CurrentAsync(ct))[ReminderKind.Asked], ByMail, scope, actor, ct);
    }

    private static Reminder Asked(OwedReport report, IReadOnlyList<CampaignPhase> phases, DateOnly today) =>
        new(report, ReminderKind.Asked, ReminderLadder.DueOn(report, phases) ?? new DateOnly(report.Year, 12, 31), today);
}
