using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using RiskReport.Domain.Webhooks;

namespace RiskReport.Web.Features.Webhooks;

/// <summary>Secrets must be readable to sign with them, so they are sealed by the keys beside the database.</summary>
public sealed class WebhookSecrets(IDataProtectionProvider protection, TimeProvider clock)
{
    private readonly IDataProtector seal = protection.CreateProtector("RiskReport.Webhook");

    public (string Plain, string Sealed) New()
    {
        var plain = WebhookSecret.New();
        return (plain, seal.Protect(plain));
    }

    /// <summary>What a call is signed by now; null when the keys that sealed it are lost.</summary>
    public IReadOnlyList<string>? Of(Webhook webhook)
    {
        try
        {
            return webhook is { PreviousSecret: { } previous, PreviousSecretUntil: { } until } && clock.GetUtcNow().UtcDateTime < until
                ? [seal.Unprotect(webhook.Secret), seal.Unprotect(previous)]
                : [seal.Unprotect(webhook.Secret)];
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
