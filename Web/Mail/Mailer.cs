using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
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

    private readonly MailSettings? settings = MailSettings.Read(configuration);

    public bool IsConfigured => settings is not null;

    public async Task<MailOutcome> SendAsync(OutgoingMail mail, CancellationToken ct)
    {
        var message = Message(mail, settings ?? throw new InvalidOperationException("Mail:Host is not configured."));
        using var client = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds };
        try
        {
            await client.ConnectAsync(settings.Host, settings.Port, settings.Security, ct);
            if (!string.IsNullOrEmpty(settings.User))
                await client.AuthenticateAsync(settings.User, settings.Password ?? "", ct);
            await client.SendAsync(message, ct);
        }
        catch (SmtpCommandException e) when ((int)e.StatusCode >= 500 && e.ErrorCode is SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted)
        {
            logger.LogWarning(e, "The mail server refused {Name}", mail.Name);
            return MailOutcome.Refused;
        }
        catch (Exception e) when (e is CommandException or ProtocolException or ServiceNotConnectedException or ServiceNotAuthenticatedException
            or AuthenticationException or SslHandshakeException or SocketException or IOException or TimeoutException or NotSupportedException)
        {
            logger.LogError(e, "{Name} could not be handed to the mail server", mail.Name);
            return MailOutcome.Failed;
        }

        await TryQuitAsync(client, ct);
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
    private static async Task TryQuitAsync(SmtpClient client, CancellationToken ct)
    {
        try
        {
            await client.DisconnectAsync(quit: true, ct);
        }
        catch (Exception e) when (e is CommandException or ProtocolException or IOException or SocketException)
        {
            // gone already
        }
    }
}
