using System.Data.Common;
using Microsoft.AspNetCore.Identity;
using RiskReport.Data.Accounts;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Web.Mail;

namespace RiskReport.Web.Identity;

/// <summary>A person replaces the own password, by the profile's rules; those used before stand as hashes.</summary>
public sealed class PasswordChange(
    UserManager<Account> users, IPasswordHasher<Account> hasher, PasswordRules rules, PasswordHistory history, AccountAudit audit, LetterBox letters,
    TimeProvider clock)
{
    /// <param name="current">Null for whoever has chosen none yet and has proven otherwise to be the person.</param>
    /// <returns>What stands against it; nothing is good.</returns>
    public async Task<IReadOnlyList<string>> MakeAsync(Account account, string? current, string fresh, Actor actor, CancellationToken ct)
    {
        var broken = await BrokenAsync(account, fresh, ct);
        var before = account.PasswordHash;
        await audit.ChangeAsync(AuditAction.PasswordChanged, account, actor, async transaction =>
        {
            if (broken.Count > 0)
                return false;
            account.MustChangePassword = false; // saved together with the new hash, or not at all
            account.PasswordSetAt = clock.GetUtcNow().UtcDateTime;
            if (current is null)
                account.PasswordHash = null;
            var result = current is null ? await users.AddPasswordAsync(account, fresh) : await users.ChangePasswordAsync(account, current, fresh);
            broken.AddRange(result.Errors.Select(e => IdentityWords.Of(e, account.UserName!)));
            if (broken.Count == 0)
                await RememberAsync(account.Id, before, transaction.Connection!, transaction, ct);
            return broken.Count == 0;
        }, ct);
        if (broken.Count == 0)
            Tell(account);
        return broken;
    }

    /// <summary>What is wrong with a password that somebody wants to have.</summary>
    public async Task<List<string>> BrokenAsync(Account account, string fresh, CancellationToken ct)
    {
        var broken = rules.Broken(account.UserName!, fresh).ToList();
        if (broken.Count == 0 && await IsUsedAsync(account, fresh, ct))
            broken.Add($"新密码不能与最近 {rules.Profile.History} 次用过的密码相同。");
        return broken;
    }

    /// <summary>Within the transaction that sets another.</summary>
    public async Task RememberAsync(long accountId, string? before, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        if (before is not null && rules.Profile.History > 1)
            await history.AddAsync(accountId, before, rules.Profile.History - 1, connection, transaction, ct);
    }

    public void Tell(Account account)
    {
        if (account is { EmailConfirmed: true, Email: { } address })
            letters.Post(Letters.PasswordChanged(address, account.UserName!, clock));
    }

    private async Task<bool> IsUsedAsync(Account account, string fresh, CancellationToken ct)
    {
        if (rules.Profile.History == 0)
            return false;
        var hashes = await history.OfAsync(account.Id, rules.Profile.History - 1, ct);
        return hashes.Append(account.PasswordHash).OfType<string>().Any(h => hasher.VerifyHashedPassword(account, h, fresh) != PasswordVerificationResult.Failed);
    }
}
