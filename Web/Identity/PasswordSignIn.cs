using System.Diagnostics;
using Microsoft.AspNetCore.Identity;
using RiskReport.Data.Accounts;
using RiskReport.Domain.Accounts;

namespace RiskReport.Web.Identity;

public enum PasswordVerdict
{
    Refused,

    /// <summary>The request for an account waits for the office.</summary>
    WaitsForOffice,

    /// <summary>The account waits for the security administrator.</summary>
    WaitsForSecurity,
    Good,
}

/// <summary>
/// Checks a name and a password. Unknown, wrong and held off take the same work and at least the same time,
/// so the answer does not tell which names exist. What waits for somebody's yes is told of to whoever knows its password.
/// </summary>
public sealed class PasswordSignIn(
    UserManager<Account> users, IPasswordHasher<Account> hasher, AttemptGuard guard, AccountRequestStore requests, TimeProvider clock)
{
    /// <summary>How long a password that somebody else has set opens the page that replaces it.</summary>
    public static readonly TimeSpan OneTimeLifetime = TimeSpan.FromDays(7);

    private static readonly TimeSpan SlowestRefusal = TimeSpan.FromMilliseconds(300);

    private static readonly Account Nobody = new() { Role = default, RegionCode = "", CreatedAt = default, CreatedBy = "" };

    private static string? nobodysHash;

    public async Task<(PasswordVerdict Verdict, Account? Account)> CheckAsync(string name, string password, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        var (verdict, account) = await LookAsync(name, password, ct);
        if (verdict is PasswordVerdict.Good)
            return (verdict, account);

        // the counting writes more or less; what is left of the time hides that. Real time, whatever clock the rest runs on.
        if (SlowestRefusal - watch.Elapsed is { Ticks: > 0 } rest)
            await Task.Delay(rest, ct);
        return (verdict, null);
    }

    private async Task<(PasswordVerdict Verdict, Account? Account)> LookAsync(string name, string password, CancellationToken ct)
    {
        var normalized = users.NormalizeName(name)!;
        var account = await users.FindByNameAsync(name);
        // counted by the name that was found: to a database's collation some characters are nothing, and every other row of them would have a count of its own
        if (await guard.BeginAsync(AttemptGuard.SignIn, account?.NormalizedUserName ?? normalized, ct) is not { } attempt)
        {
            VerifyNobodys(password);
            return (PasswordVerdict.Refused, null);
        }

        var verdict = account is null ? await OfRequestAsync(normalized, password, ct) : await OfAccountAsync(account, password);
        if (verdict is not PasswordVerdict.Refused)
            await guard.SucceededAsync(attempt, ct);
        return (verdict, verdict is PasswordVerdict.Good ? account : null);
    }

    private async Task<PasswordVerdict> OfAccountAsync(Account account, string password) =>
        !await users.CheckPasswordAsync(account, password) || account.State is AccountState.Ended || IsStale(account) ? PasswordVerdict.Refused
        : account.State is AccountState.Waiting ? PasswordVerdict.WaitsForSecurity
        : PasswordVerdict.Good;

    private bool IsStale(Account account) =>
        account.MustChangePassword && clock.GetUtcNow().UtcDateTime - (account.PasswordSetAt ?? account.CreatedAt) > OneTimeLifetime;

    private async Task<PasswordVerdict> OfRequestAsync(string normalizedName, string password, CancellationToken ct)
    {
        if (await requests.WaitingHashAsync(normalizedName, ct) is { } hash)
            return hasher.VerifyHashedPassword(Nobody, hash, password) == PasswordVerificationResult.Failed ? PasswordVerdict.Refused : PasswordVerdict.WaitsForOffice;
        VerifyNobodys(password);
        return PasswordVerdict.Refused;
    }

    private void VerifyNobodys(string password)
    {
        nobodysHash ??= hasher.HashPassword(Nobody, OneTimePassword.New());
        hasher.VerifyHashedPassword(Nobody, nobodysHash, password);
    }
}
