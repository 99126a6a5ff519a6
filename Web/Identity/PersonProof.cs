using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Accounts;
using RiskReport.Data.Audit;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Identity;

/// <summary>How the person of a session proves to be who began it: by the password, or by signing in anew outside; and the deed that stands proven so.</summary>
public sealed record ProofState(bool IsExternal, AuditAction? Proven)
{
    /// <summary>Whether the page may ask for the rest of what the deed needs.</summary>
    public bool IsOpen(AuditAction deed) => !IsExternal || Proven == deed;

    /// <summary>What stands against a deed that was not proven.</summary>
    public PageProblem Problem(string field, string wrongPassword) =>
        IsExternal ? new PageProblem("", "身份核对没有办理、已经过期，或者已经用过，请重新核对身份。") : new PageProblem(field, wrongPassword);
}

/// <summary>
/// Has a person prove within a session to be who began it. Guesses are counted as at the sign-in, and each is entered as the deed refused that
/// it was made for: a session that somebody left open is no place to guess in. Who came from outside and has chosen no password here signs in
/// there anew instead: for this deed and this session, after it was asked, as the person that is linked; it is good once and for minutes.
/// </summary>
public sealed class PersonProof(
    PasswordSignIn passwords, SignInManager<Account> signIn, ExternalSignIn service, ExternalIdentityStore externals, ProofStore proofs, AuditLog audit,
    TimeProvider clock)
{
    public async Task<ProofState> StateAsync(ControllerBase page, CancellationToken ct) =>
        await IsExternalAsync((await signIn.UserManager.GetUserAsync(page.User))!, page, ct)
            ? new ProofState(true, await proofs.ProvenAsync(SessionOf(page), page.User.AccountId(), ct))
            : new ProofState(false, null);

    /// <summary>Null for a password that is wrong or held off, or without the proof from outside, which this takes. A field left empty is no guess.</summary>
    public async Task<Account?> ProveAsync(AuditAction deed, string? password, ControllerBase page, CancellationToken ct)
    {
        var account = (await signIn.UserManager.GetUserAsync(page.User))!;
        if (!await IsExternalAsync(account, page, ct))
            return await PasswordAsync(deed, password, page, ct);
        if (await proofs.TakeAsync(SessionOf(page), account.Id, deed, ct))
            return account;
        await RefusedAsync(deed, page, ct);
        return null;
    }

    /// <summary>The deed did not come about for another reason, such as a slip of the pen: the person need not go outside again.</summary>
    public Task GiveBackAsync(AuditAction deed, ControllerBase page, CancellationToken ct) =>
        proofs.GiveBackAsync(SessionOf(page), page.User.AccountId(), NewId(), deed, ct);

    /// <summary>What is to be asked for outside; null where the password is what proves.</summary>
    public async Task<string?> AskAsync(AuditAction deed, ControllerBase page, CancellationToken ct)
    {
        if (!await IsExternalAsync((await signIn.UserManager.GetUserAsync(page.User))!, page, ct))
            return null;
        var id = NewId();
        await proofs.AskAsync(SessionOf(page), page.User.AccountId(), id, deed, ct);
        return id;
    }

    /// <summary>Takes the answer from outside. The deed that it was asked for; null where nothing was.</summary>
    public async Task<(AuditAction? Deed, bool IsProven)> AnswerAsync(ControllerBase page, CancellationToken ct)
    {
        var (session, me) = (SessionOf(page), page.User.AccountId());
        var answer = await page.HttpContext.TakeExternalAsync();
        var asked = await proofs.AskedAsync(session, me, ct);
        var deed = AuditActionWords.Parse(asked?.ProofFor);
        if (asked is not null && answer is not null && answer.Proof == asked.ProofId && ExternalAnswers.IsFresh(answer.Person, new DateTimeOffset(asked.ProofAskedAt), clock.GetUtcNow())
            && await externals.FindAsync(ExternalSignIn.IdentityOf(answer.Person), ct) is { } link && link.AccountId == me
            && await proofs.ProveAsync(session, me, asked.ProofId, ct))
            return (deed, true);
        if (asked is not null)
            await proofs.DropAsync(session, me, asked.ProofId, ct);
        await RefusedAsync(deed ?? AuditAction.ExternalSignedIn, page, ct);
        return (deed, false);
    }

    /// <summary>For a code that was wrong; whoever takes codes counts them.</summary>
    public Task RefusedAsync(AuditAction deed, ControllerBase page, CancellationToken ct)
    {
        var actor = page.Actor("");
        return audit.AppendAsync(new AuditDeed(deed, actor.Name, actor.RegionCode) { IsRefused = true }, actor, ct);
    }

    private async Task<Account?> PasswordAsync(AuditAction deed, string? password, ControllerBase page, CancellationToken ct)
    {
        if (password is not { Length: > 0 and <= PasswordProfile.Longest })
            return null;
        if (await passwords.CheckAsync(page.Caller().Name, password, ct) is (_, { } account))
        {
            // a password that was hashed anew ends the other sessions, not the one that it was given in
            if (!page.User.HasClaim(signIn.Options.ClaimsIdentity.SecurityStampClaimType, account.SecurityStamp!))
                await signIn.RefreshSignInAsync(account);
            return account;
        }

        await RefusedAsync(deed, page, ct);
        return null;
    }

    private async Task<bool> IsExternalAsync(Account account, ControllerBase page, CancellationToken ct) =>
        service.IsConfigured && !account.HasOwnPassword && AccountClaims.CameFromOutside(page.User) && await externals.OfAsync(account.Id, ct) is not null;

    private static string SessionOf(ControllerBase page) => CurrentSession.IdOf(page.HttpContext);

    private static string NewId() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
