using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using RiskReport.Data.Accounts;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Fields;

namespace RiskReport.Web.Identity;

/// <summary>
/// The second factor: six digits by the clock from a secret that is kept sealed, each taken once, or one of ten recovery codes.
/// A password that is reset leaves it alone.
/// </summary>
public sealed class SecondFactors(
    SecondFactorStore store, AttemptGuard guard, IDataProtectionProvider protection, RequiredFactors required, TimeProvider clock)
{
    private readonly IDataProtector secrets = protection.CreateProtector("RiskReport.SecondFactor");

    public bool IsRequired(Role role) => required.Of(role);

    public async Task<bool> HasAsync(long accountId, CancellationToken ct) => await store.FindAsync(accountId, ct) is not null;

    /// <summary>A new secret, sealed, for the page that shows it; it is kept only when its first code has come back.</summary>
    public string NewSecret() => secrets.Protect(Convert.ToHexString(RandomNumberGenerator.GetBytes(TimeCode.SecretBytes)));

    /// <summary>Null for what was not sealed here.</summary>
    public byte[]? Open(string? secret)
    {
        try
        {
            return string.IsNullOrEmpty(secret) ? null : Convert.FromHexString(secrets.Unprotect(secret));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The recovery codes; null when the code is not of this secret, or there is a factor already.</summary>
    public async Task<IReadOnlyList<string>?> AddAsync(Account account, string? secret, string? code, Actor actor, CancellationToken ct)
    {
        if (Open(secret) is not { } key || await guard.BeginAsync(AttemptGuard.Code, account.NormalizedUserName!, ct) is not { } attempt
            || TimeCode.Match(key, Digits(code), clock.GetUtcNow(), 0) is not { } step)
            return null;
        await guard.SucceededAsync(attempt, ct);
        return await store.AddAsync(account.Id, secret!, step, actor, ct);
    }

    /// <summary>Takes a code, whichever of the two kinds it is.</summary>
    public async Task<bool> TakeAsync(Account account, string? code, CancellationToken ct)
    {
        if (await store.FindAsync(account.Id, ct) is not { } factor
            || await guard.BeginAsync(AttemptGuard.Code, account.NormalizedUserName!, ct) is not { } attempt
            || !await IsRightAsync(account.Id, factor, code, ct))
            return false;
        await guard.SucceededAsync(attempt, ct);
        return true;
    }

    private async Task<bool> IsRightAsync(long accountId, SecondFactor factor, string? code, CancellationToken ct)
    {
        if (Digits(code) is { Length: TimeCode.Digits } digits)
            return Open(factor.Secret) is { } key && TimeCode.Match(key, digits, clock.GetUtcNow(), factor.LastStep) is { } step
                && await store.TakeStepAsync(accountId, step, ct);
        return ActivationCode.Plain(code) is { Length: ActivationCode.Length } plain && await store.TakeCodeAsync(accountId, plain, ct);
    }

    /// <summary>As it is typed: blanks in between, full-width digits.</summary>
    private static string Digits(string? code) => Normal.Code(code ?? "").Replace(" ", "", StringComparison.Ordinal);
}
