using System.Globalization;
using MailKit.Security;
using RiskReport.Domain.Mail;

namespace RiskReport.Web.Mail;

/// <summary>The server that takes the mail, from the configuration's Mail section. Without a host nothing is sent.</summary>
public sealed record MailSettings
{
    public required string Host { get; init; }
    public required int Port { get; init; }
    public required SecureSocketOptions Security { get; init; }
    public required string From { get; init; }
    public string? User { get; init; }
    public string? Password { get; init; }

    /// <summary>Null without a host. What is wrong in it ends the start: half a configuration would lose mail in silence.</summary>
    public static MailSettings? Read(IConfiguration configuration)
    {
        var mail = configuration.GetSection("Mail");
        if (string.IsNullOrWhiteSpace(mail["Host"]))
            return null;

        var security = mail["Security"]?.ToLowerInvariant() switch
        {
            null or "" or "starttls" => SecureSocketOptions.StartTls,
            "tls" => SecureSocketOptions.SslOnConnect,
            "none" => SecureSocketOptions.None,
            var other => throw new InvalidOperationException($"Mail:Security must be starttls, tls or none, not '{other}'."),
        };
        var from = mail["From"] ?? "";
        if (MailAddress.Problem(from) is not null)
            throw new InvalidOperationException($"Mail:From must be the address that mail is sent from, not '{from}'.");
        return new MailSettings
        {
            Host = mail["Host"]!,
            Port = string.IsNullOrEmpty(mail["Port"]) ? UsualPort(security) : int.Parse(mail["Port"]!, CultureInfo.InvariantCulture),
            Security = security,
            From = from,
            User = mail["User"],
            Password = mail["Password"],
        };
    }

    private static int UsualPort(SecureSocketOptions security) => security switch
    {
        SecureSocketOptions.StartTls => 587,
        SecureSocketOptions.SslOnConnect => 465,
        _ => 25,
    };
}
