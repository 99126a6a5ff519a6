using System.Diagnostics;
using Microsoft.AspNetCore.Identity;
using RiskReport.Data.Accounts;

namespace RiskReport.Web.Identity;

/// <summary>
/// Checks a name and a password. Unknown, wrong and locked take the same work and at least the same time,
/// so the answer does not tell which names exist. A request that waits for the office is told of to whoever knows its password.
/// </summary>
public sealed class PasswordSignIn(UserManager<Account> users, IPasswordHasher<Account> hasher, IdentityDb db, AccountRequestStore requests)
{
    private static readonly TimeSpan SlowestRefusal = TimeSpan.FromMilliseconds(300);

    private static readonly Account Nobody = new() { Role = default, RegionCode = "", CreatedAt = default, CreatedBy = "" };

    private static string? nobodysHash;

    public async Task<(Account? Account, bool IsWaiting)> CheckAsync(string name, string password)
    {
        var watch = Stopwatch.StartNew();
        var isWaiting = false;
        var account = await users.FindByNameAsync(name);
        if (account is null)
            isWaiting = await IsWaitingAsync(name, password);
        else if (await users.IsLockedOutAsync(account))
            VerifyNobodys(password);
        else if (await users.CheckPasswordAsync(account, password))
        {
            await users.ResetAccessFailedCountAsync(account);
            return (account, false);
        }
        else
            await CountFailureAsync(account);

        // the counting above writes; what is left of the time hides that. Real time, whatever clock the rest runs on.
        if (SlowestRefusal - watch.Elapsed is { Ticks: > 0 } rest)
            await Task.Delay(rest);
        return (null, isWaiting);
    }

    private async Task<bool> IsWaitingAsync(string name, string password)
    {
        if (await requests.HashToTryAsync(users.NormalizeName(name)!, CancellationToken.None) is { } hash)
            return hasher.VerifyHashedPassword(Nobody, hash, password) != PasswordVerificationResult.Failed;
        VerifyNobodys(password);
        return false;
    }

    private void VerifyNobodys(string password)
    {
        nobodysHash ??= hasher.HashPassword(Nobody, OneTimePassword.New());
        hasher.VerifyHashedPassword(Nobody, nobodysHash, password);
    }

    /// <summary>Guesses made side by side are each counted; the one that lost the race tries again.</summary>
    private async Task CountFailureAsync(Account account)
    {
        for (var tries = 0; tries < 20 && !(await users.AccessFailedAsync(account)).Succeeded; tries++)
            await db.Entry(account).ReloadAsync();
    }
}
