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

    private readonly ReminderLadder ladder = ReminderLadder.Read(
        configuration["Reminders:DaysBefore"], configuration["Reminders:DaysBeforeReturn"], configuration.GetValue<int?>("Reminders:OverdueEvery"));

    private readonly int hour = configuration.GetValue("Reminders:Hour", UsualHour);

    public bool ByMail => mailer.IsConfigured;

    private DateOnly Today => ChinaTime.Today(clock);

    /// <summary>Before the hour nobody is reminded or written to.</summary>
    private bool IsEarly => ChinaTime.Now(clock).Hour < hour;

    /// <summary>The next piece of today's looking. False when there is nothing more to do.</summary>
    public async Task<bool> RemindAsync(CancellationToken ct)
    {
        if (IsEarly)
            return false;
        var run = await store.RunAsync(Today, ct);
        var phases = reference.Current.Phases;
        return run.FinishedAt is null
            && await store.RemindAsync(run, report => ladder.Of(report, phases, run.Since, run.OnDay), await templates.CurrentAsync(ct), ByMail, ct);
    }

    /// <summary>The next message. False when there is none.</summary>
    public async Task<bool> SendAsync(CancellationToken ct)
    {
        if (!ByMail || IsEarly)
            return false;
        var calendarDone = (await store.RunAsync(Today, ct)).FinishedAt is not null;
        var gathered = await mails.GatherAsync(Today, calendarDone, PublicAddress.Configured(configuration), ct);
        if (await mails.TakeAsync(ct) is not { } mail)
            return gathered > 0;
        await mails.EndAsync(mail, await TrySendAsync(mail, ct) switch
        {
            MailOutcome.Sent => ReminderMailStatus.Sent,
            MailOutcome.Refused => ReminderMailStatus.Refused,
            _ => mail.Attempts < ReminderMail.MostAttempts ? ReminderMailStatus.Waiting : ReminderMailStatus.GivenUp,
        }, CancellationToken.None);
        return true;
    }

    /// <summary>An address that is none is not tried again.</summary>
    private async Task<MailOutcome> TrySendAsync(ReminderMail mail, CancellationToken ct)
    {
        try
        {
            return await mailer.SendAsync(new OutgoingMail(mail.Address, mail.Subject, mail.Body, $"reminder-{mail.Id}"), ct);
        }
        catch (ArgumentException)
        {
            return MailOutcome.Refused;
        }
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
