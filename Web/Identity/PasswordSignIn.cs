using System.Diagnostics;
using Microsoft.AspNetCore.Identity;

namespace RiskReport.Web.Identity;

/// <summary>
/// Checks a name and a password. Unknown, wrong and locked take the same work and at least the same time,
/// so the answer does not tell which names exist.
/// </summary>
public sealed class PasswordSignIn(UserManager<Account> users, IPasswordHasher<Account> hasher, IdentityDb db)
{
    private static readonly TimeSpan SlowestRefusal = TimeSpan.FromMilliseconds(300);

    private static string? nobodysHash;

    public async Task<Account?> CheckAsync(string name, string password)
    {
        var watch = Stopwatch.StartNew();
        var account = await users.FindByNameAsync(name);
        if (account is null || await users.IsLockedOutAsync(account))
            VerifyNobodys(password);
        else if (await users.CheckPasswordAsync(account, password))
        {
            await users.ResetAccessFailedCountAsync(account);
            return account;
        }
        else
            await CountFailureAsync(account);

        // the counting above writes; what is left of the time hides that. Real time, whatever clock the rest runs on.
        if (SlowestRefusal - watch.Elapsed is { Ticks: > 0 } rest)
            await Task.Delay(rest);
        return null;
    }

    private void VerifyNobodys(string password)
    {
        var nobody = new Account { Role = default, RegionCode = "", CreatedAt = default, CreatedBy = "" };
        nobodysHash ??= hasher.HashPassword(nobody, OneTimePassword.New());
        hasher.VerifyHashedPassword(nobody, nobodysHash, password);
    }

    /// <summary>Guesses made side by side are each counted; the one that lost the race tries again.</summary>
    private async Task CountFailureAsync(Account account)
    {
        for (var tries = 0; tries < 20 && !(await users.AccessFailedAsync(account)).Succeeded; tries++)
            await db.Entry(account).ReloadAsync();
    }
}
