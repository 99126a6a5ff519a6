using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Identity;
using RiskReport.Data.Accounts;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Web.Features.Shared;
using RiskReport.Web.Mail;

namespace RiskReport.Web.Identity;

/// <summary>
/// A forgotten password is set anew by a code that was sent to the confirmed mailbox. Whoever asks is told the same, after the same time,
/// whether there was anything to send; the second factor stays as it is.
/// </summary>
public sealed class PasswordReset(
    UserManager<Account> users, PasswordChange passwords, AttemptGuard guard, MailedCodeStore codes, LetterBox letters, AccountAudit audit, IConfiguration configuration)
{
    private static readonly TimeSpan Slowest = TimeSpan.FromMilliseconds(300);

    public async Task AskAsync(string name, string address, HttpContext context, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        var account = await users.FindByNameAsync(name);
        // counted whatever comes of it: nobody's mailbox is filled by asking again and again
        var mayAsk = await guard.BeginAsync(AttemptGuard.Mail, account?.NormalizedUserName ?? users.NormalizeName(name)!, ct) is not null;
        if (mayAsk && account is { State: AccountState.Active, EmailConfirmed: true, Email: { } mailbox }
            && string.Equals(mailbox, address, StringComparison.OrdinalIgnoreCase))
            await SendAsync(account, mailbox, context, ct);
        else
            await audit.RefusedAsync(AuditAction.ResetAsked, account, context, ct);

        // one way writes more than the other; what is left of the time hides that. Real time, whatever clock the rest runs on.
        if (Slowest - watch.Elapsed is { Ticks: > 0 } rest)
            await Task.Delay(rest, ct);
    }

    /// <summary>What stands against the password; null for a code that is not good (any more). Nothing is done.</summary>
    public async Task<IReadOnlyList<string>?> SetAsync(string? code, string fresh, HttpContext context, CancellationToken ct)
    {
        var plain = ActivationCode.Plain(code);
        if (await codes.FindAsync(plain, ct) is not { } id || await users.FindByIdAsync(id.ToString(CultureInfo.InvariantCulture)) is not { } account)
        {
            await audit.RefusedAsync(AuditAction.PasswordRecovered, null, context, ct);
            return null;
        }

        var broken = await passwords.BrokenAsync(account, fresh, ct);
        if (broken.Count > 0)
            return broken;
        var who = AttemptGuard.Who(account.NormalizedUserName!);
        var hash = users.PasswordHasher.HashPassword(account, fresh);
        if (!await codes.SetPasswordAsync(
            id, plain, hash, who, (connection, transaction) => passwords.RememberAsync(id, account.PasswordHash, connection, transaction, ct),
            AccountAudit.Deed(AuditAction.PasswordRecovered, account), AccountAudit.Who(account, context), ct))
            return null;
        passwords.Tell(account);
        return [];
    }

    private async Task SendAsync(Account account, string mailbox, HttpContext context, CancellationToken ct)
    {
        var code = await codes.MakeAsync(
            MailedCodeKind.Password, new CodeFor(account.Id, mailbox, account.SecurityStamp!), AccountAudit.Deed(AuditAction.ResetAsked, account),
            AccountAudit.Who(account, context), ct);
        letters.Post(Letters.ResetPassword(mailbox, account.UserName!, code, PublicAddress.Configured(configuration)));
    }
}
