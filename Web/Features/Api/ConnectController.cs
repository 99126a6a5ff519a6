using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using RiskReport.Web.Features.Errors;
using RiskReport.Web.Identity;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace RiskReport.Web.Features.Api;

/// <summary>
/// Where tokens come from. OpenIddict has looked at client, secret, grant, scopes, redirection and code verifier before it comes here;
/// what is left is to say who the token is for. Persons consent by the administrator having let the client in.
/// </summary>
[Route("connect"), IgnoreAntiforgeryToken]
public sealed class ConnectController(
    SignInManager<Account> signIn, IOpenIddictApplicationManager clients, TimeProvider clock) : Controller
{
    public const string AuthorizePage = "/connect/authorize";

    /// <summary>A hundred years; a time span ends before the number that may stand there.</summary>
    private const long LongestAge = 3_155_760_000;

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

        return Refused(OpenIddictConstants.Errors.InvalidGrant, "The account is not valid any more.");
    }

    /// <summary>
    /// For a person who has signed in, what the client asks for as far as that person may do it on the pages too. A client that wants a fresh sign-in
    /// (prompt=login, max_age) gets one: the sign-in page leads back here, and the id_token says when. One that wants no page (prompt=none) gets none.
    /// </summary>
    [AllowAnonymous, HttpGet("authorize")]
    public async Task<IActionResult> Authorize()
    {
        var request = HttpContext.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("Not a request for a code.");
        var since = Since(request);
        if (await SessionGuard.SignedInAtAsync(HttpContext) is not { } signedInAt || signedInAt < since || request.HasPromptValue(PromptValues.Login))
            return request.HasPromptValue(PromptValues.None) ? Refused(OpenIddictConstants.Errors.LoginRequired, "The person has to sign in.") : Redirect(SignInPage(since));
        if (FirstThings.PageOf(User) is not null)   // who may be shown a page has been led there
            return Refused(OpenIddictConstants.Errors.InteractionRequired, "The person has to do something else first.");

        var account = await signIn.UserManager.GetUserAsync(User) ?? throw new InvalidOperationException("Nobody is signed in.");
        var person = await signIn.CreateUserPrincipalAsync(account);
        var identity = (ClaimsIdentity)person.Identity!;
        identity.SetClaim(Claims.Subject, await signIn.UserManager.GetUserIdAsync(account));
        identity.SetClaim(Claims.AuthenticationTime, signedInAt.ToUnixTimeSeconds());
        return SignIn(Granted(person, request.GetScopes().Where(s => s == Scopes.OpenId || ApiScopes.IsOpenTo(s, User.Caller().Role))), Scheme);
    }

    /// <summary>
    /// The same request as a form of the client's site: from there the browser brings no cookie of ours, and does when it is led on to the address.
    /// </summary>
    [AllowAnonymous, HttpPost("authorize")]
    public IActionResult AuthorizeByForm()
    {
        var address = Request.PathBase + Request.Path + QueryString.Create(Request.Form).ToUriComponent();
        if (address.Length > OddAddress.Longest)
            return BadRequest();
        Response.Headers.Location = address;
        return StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>After when the person must have signed in; a moment that is still to come would never be reached.</summary>
    private DateTimeOffset? Since(OpenIddictRequest request)
    {
        var now = clock.GetUtcNow();
        return request.HasPromptValue(PromptValues.Login) ? now
            : request.MaxAge is { } age ? now.AddSeconds(-Math.Clamp(age, 0, LongestAge))
            : FreshSignIn.Read(Request.Query[FreshSignIn.Since]) is { } since && since <= now ? since : null;
    }

    /// <summary>It leads back to the same request, but for what only a sign-in until then could have done.</summary>
    private string SignInPage(DateTimeOffset? since)
    {
        var query = Request.Query.Where(q => q.Key is not (Parameters.Prompt or Parameters.MaxAge or FreshSignIn.Since));
        if (since is { } moment)
            query = query.Append(new(FreshSignIn.Since, moment.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)));
        return "/signin?returnUrl=" + Uri.EscapeDataString(Request.Path + QueryString.Create(query).ToUriComponent());
    }

    private ForbidResult Refused(string error, string description) => Forbid(new AuthenticationProperties(new Dictionary<string, string?>
    {
        [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
        [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
    }), Scheme);

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
