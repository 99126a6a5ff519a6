using MailKit.Net.Smtp;
using MimeKit;
using RiskReport.Domain.Mail;

namespace RiskReport.Web.Mail;

/// <summary>A message in plain text to one address. A name that is given makes a second sending of it recognisable as the same.</summary>
public sealed record OutgoingMail(string To, string Subject, string Text, string? Name = null);

/// <summary>What came of it. Refused for good is not tried again; what failed may be.</summary>
public enum MailOutcome
{
    Sent = 1,
    Refused = 2,
    Failed = 3,
}

/// <summary>Hands mail to the configured server, one message to a connection.</summary>
public sealed class Mailer(IConfiguration configuration, TimeProvider clock, ILogger<Mailer> logger)
{
    private const string Sender = "工业企业安全生产风险报告";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>With the whole conversation; less than the time after which a worker is taken for dead.</summary>
    private static readonly TimeSpan LongestTalk = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(2);

    private readonly MailSettings? settings = MailSettings.Read(configuration);

    public bool IsConfigured => settings is not null;

    public async Task<MailOutcome> SendAsync(OutgoingMail mail, CancellationToken ct)
    {
        var message = Message(mail, settings ?? throw new InvalidOperationException("Mail:Host is not configured."));
        using var client = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds };
        using var talk = CancellationTokenSource.CreateLinkedTokenSource(ct);
        talk.CancelAfter(LongestTalk);
        try
        {
            await client.ConnectAsync(settings.Host, settings.Port, settings.Security, talk.Token);
            if (!string.IsNullOrEmpty(settings.User))
                await client.AuthenticateAsync(settings.User, settings.Password ?? "", talk.Token);
            await client.SendAsync(message, talk.Token);
        }
        catch (SmtpCommandException e) when ((int)e.StatusCode >= 500 && e.ErrorCode is SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted)
        {
            logger.LogWarning("The mail server refused {Name}: {Status}", mail.Name, e.StatusCode);
            return MailOutcome.Refused;
        }
        catch (SmtpCommandException e) when (!ct.IsCancellationRequested)
        {
            // not its words, which name the receiver
            logger.LogError("The mail server did not take {Name}: {Status}", mail.Name, e.StatusCode);
            return MailOutcome.Failed;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            logger.LogError(e, "{Name} could not be handed to the mail server", mail.Name);
            return MailOutcome.Failed;
        }

        await TryQuitAsync(client);
        return MailOutcome.Sent;
    }

    /// <summary>Nothing of what a person wrote may become a header: an address is one plain address, a subject is one line.</summary>
    private MimeMessage Message(OutgoingMail mail, MailSettings settings)
    {
        if (MailAddress.Problem(mail.To) is not null || mail.Subject.Any(char.IsControl))
            throw new ArgumentException("The address is none, or the subject has more than one line.", nameof(mail));

        var message = new MimeMessage
        {
            Subject = mail.Subject,
            Date = Domain.ChinaTime.Now(clock),
            Body = new TextPart("plain") { Text = mail.Text },
        };
        message.From.Add(new MailboxAddress(Sender, settings.From));
        message.To.Add(new MailboxAddress("", mail.To));
        message.Headers.Add("Auto-Submitted", "auto-generated");
        if (mail.Name is { } name)
            message.MessageId = $"{name}@{settings.From[(settings.From.IndexOf('@', StringComparison.Ordinal) + 1)..]}";
        return message;
    }

    /// <summary>The server has the message; what it says to the farewell changes nothing.</summary>
    private async Task TryQuitAsync(SmtpClient client)
    {
        try
        {
            using var farewell = new CancellationTokenSource(LongestFarewell);
            await client.DisconnectAsync(quit: true, farewell.Token);
        }
        catch (Exception e)
        {
            logger.LogInformation(e, "The mail server took the message and then no farewell");
        }
    }
}
