using System.Threading.Channels;

namespace RiskReport.Web.Mail;

/// <summary>
/// Sends letters with nobody waiting, so that how long an answer takes does not tell whether there was one to send. They carry codes of which
/// only hashes are kept, so they wait in memory alone: what is lost with the program is asked for again.
/// </summary>
public sealed class LetterBox(Mailer mailer, TimeProvider clock, ILogger<LetterBox> logger) : BackgroundService
{
    private const int Most = 1_000;

    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)];

    private readonly Channel<(OutgoingMail Mail, int Tries)> waiting =
        Channel.CreateBounded<(OutgoingMail, int)>(new BoundedChannelOptions(Most) { SingleReader = true });

    public bool IsConfigured => mailer.IsConfigured;

    public void Post(OutgoingMail mail) => Post(mail, 0);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (mail, tries) in waiting.Reader.ReadAllAsync(stoppingToken))
        {
            if (await TrySendAsync(mail, stoppingToken) is MailOutcome.Failed && tries < Pauses.Length)
                _ = PostLaterAsync(mail, tries, stoppingToken);
        }
    }

    /// <summary>One letter that cannot be sent must not end the sending.</summary>
    private async Task<MailOutcome> TrySendAsync(OutgoingMail mail, CancellationToken ct)
    {
        try
        {
            return await mailer.SendAsync(mail, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.LogError(e, "A letter could not be sent");
            return MailOutcome.Failed;
        }
    }

    private void Post(OutgoingMail mail, int tries)
    {
        if (IsConfigured && !waiting.Writer.TryWrite((mail, tries)))
            logger.LogError("A letter was dropped, since {Count} wait already", Most);
    }

    private async Task PostLaterAsync(OutgoingMail mail, int tries, CancellationToken ct)
    {
        await Task.Delay(Pauses[tries], clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!ct.IsCancellationRequested)
            Post(mail, tries + 1);
    }
}
