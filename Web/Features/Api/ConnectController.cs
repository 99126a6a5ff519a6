using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using RiskReport.Data.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Web.Identity;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace RiskReport.Web.Features.Api;

/// <summary>
/// Where tokens come from. OpenIddict has looked at client, secret, grant, scopes, redirection and code verifier before it comes here;
/// what is left is to say who the token is for. Persons consent by the administrator having let the client in.
/// </summary>
[Route("connect"), IgnoreAntiforgeryToken]
public sealed class ConnectController(
    SignInManager<Account> signIn, IOpenIddictApplicationManager clients, SessionStore sessions, TimeProvider clock) : Controller
{
    public const string AuthorizePage = "/connect/authorize";

    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    [AllowAnonymous, HttpPost("token")]
    public async Task<IActionResult> Token(CancellationToken ct)
    {
        var request = HttpContext.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("Not a request for a token.");
        if (request.IsClientCredentialsGrantType())
            return await SystemAsync(request, ct);

        var person = (await HttpContext.AuthenticateAsync(Scheme)).Principal!;
        if (await SessionGuard.HoldsAsync(HttpContext, AccountClaims.OfToken(person)))
        {
            HttpContext.Features.Set(new TokenPerson(AccountClaims.OfToken(person).Caller()));
            return SignIn(person, Scheme);
        }

        return Forbid(new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = OpenIddictConstants.Errors.InvalidGrant,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = "The account is not valid any more.",
        }), Scheme);
    }

    /// <summary>
    /// For a person who has signed in, what the client asks for as far as that person may do it on the pages too. A client that wants a fresh sign-in
    /// (prompt=login, max_age) gets one: the session ends, and the sign-in page leads back here; the id_token says when.
    /// </summary>
    [AllowAnonymous, HttpGet("authorize")]
    public async Task<IActionResult> Authorize(CancellationToken ct)
    {
        var request = HttpContext.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("Not a request for a code.");
        if (await SessionGuard.SignedInAtAsync(HttpContext) is not { } signedInAt)
            return Redirect(SignInPage());
        if (request.HasPromptValue(PromptValues.Login) || (request.MaxAge is { } age && clock.GetUtcNow() - signedInAt > TimeSpan.FromSeconds(age)))
        {
            await sessions.EndAsync(CurrentSession.IdOf(HttpContext), User.AccountId(), AuditAction.SignedOut, this.Actor("应其他系统要求重新登录"), ct);
            await signIn.SignOutAsync();
            return Redirect(SignInPage());
        }

        var account = await signIn.UserManager.GetUserAsync(User) ?? throw new InvalidOperationException("Nobody is signed in.");
        var person = await signIn.CreateUserPrincipalAsync(account);
        var identity = (ClaimsIdentity)person.Identity!;
        identity.SetClaim(Claims.Subject, await signIn.UserManager.GetUserIdAsync(account));
        identity.RemoveClaims(AccountClaims.Enterprise).RemoveClaims(AccountClaims.Region).RemoveClaims(AccountClaims.Capacity);
        // acts for what the session acts for, which another session of the same person may have left behind
        identity.AddClaims(User.Claims.Where(c => c.Type is AccountClaims.Enterprise or AccountClaims.Region or AccountClaims.Capacity));
        identity.SetClaim(Claims.AuthenticationTime, signedInAt.ToUnixTimeSeconds());
        return SignIn(Granted(person, request.GetScopes().Where(s => s == Scopes.OpenId || ApiScopes.IsOpenTo(s, User.Caller().Role))), Scheme);
    }

    /// <summary>It leads back to the same request, without what a fresh sign-in has done.</summary>
    private string SignInPage() => "/signin?returnUrl=" + Uri.EscapeDataString(
        Request.Path + QueryString.Create(Request.Query.Where(q => q.Key is not (Parameters.Prompt or Parameters.MaxAge))).ToUriComponent());

    private async Task<IActionResult> SystemAsync(OpenIddictRequest request, CancellationToken ct)
    {
        var client = await clients.FindByClientIdAsync(request.ClientId!, ct) ?? throw new InvalidOperationException("The client has vanished.");
        var scopes = request.GetScopes() is { Length: > 0 } asked ? asked
            : [.. ApiScopes.Of(await clients.GetPermissionsAsync(client, ct))];
        var identity = new ClaimsIdentity(Scheme, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, request.ClientId);
        return SignIn(Granted(new ClaimsPrincipal(identity), scopes), Scheme);
    }

    private static ClaimsPrincipal Granted(ClaimsPrincipal principal, IEnumerable<string> scopes)
    {
        principal.SetScopes(scopes);
        principal.SetResources(ApiScopes.Audience);
        principal.SetDestinations(c => c.Type == Claims.AuthenticationTime ? [Destinations.AccessToken, Destinations.IdentityToken] : [Destinations.AccessToken]);
        return principal;
    }
}
