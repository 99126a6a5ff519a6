using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Audit;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;

namespace RiskReport.Web.Identity;

/// <summary>
/// Has a person prove within a session to be who began it. Guesses are counted as at the sign-in, and each is entered as the deed refused that
/// it was made for: a session that somebody left open is no place to guess in.
/// </summary>
public sealed class PersonProof(PasswordSignIn passwords, SignInManager<Account> signIn, AuditLog audit)
{
    /// <summary>Null for a password that is wrong or held off. A field left empty is no guess.</summary>
    public async Task<Account?> PasswordAsync(AuditAction deed, string? password, ControllerBase page, CancellationToken ct)
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

    /// <summary>For a code that was wrong; whoever takes codes counts them.</summary>
    public Task RefusedAsync(AuditAction deed, ControllerBase page, CancellationToken ct)
    {
        var actor = page.Actor("");
        return audit.AppendAsync(new AuditDeed(deed, actor.Name, actor.RegionCode) { IsRefused = true }, actor, ct);
    }
}
