using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using RiskReport.Domain.Audit;
using RiskReport.Web.Features.Shared;

namespace RiskReport.Web.Identity;

/// <summary>
/// OpenID Connect towards the service outside: code flow with PKCE, state and nonce. The answer comes as a query, so that the cookies
/// which hold state and nonce can stay SameSite=Lax. What it says of the person is kept for a few minutes in a cookie of its own, for the page that decides.
/// </summary>
internal static class ExternalScheme
{
    public const string Name = "external";
    public const string Callback = "/signin/external/callback";
    public const string Done = "/signin/external/done";
    public const string Issuer = "iss";
    public const string Subject = "sub";
    public const string Acr = "acr";
    public const string Amr = "amr";
    public const string SignedInAt = "auth_time";

    /// <summary>What is to be done with the answer: the account that asked to be linked; nothing where somebody signs in.</summary>
    public const string LinkTo = ".link-to";

    /// <summary>The proof that a session has asked for: the person is to sign in anew there, whoever that browser knows already.</summary>
    public const string Proof = ".proof";

    /// <summary>Nothing is proven, but another system wants the person who signs in to do so anew.</summary>
    public const string Fresh = ".fresh";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    public static void Add(AuthenticationBuilder authentication, ExternalSignIn service, IConfiguration configuration, IHostEnvironment environment)
    {
        authentication.AddCookie(IdentityConstants.ExternalScheme, o =>
        {
            o.Cookie = new SafeCookie("riskreport-external", configuration, environment);
            o.ExpireTimeSpan = Lifetime;
            o.SlidingExpiration = false;
        });
        authentication.AddOpenIdConnect(Name, o => Configure(o, service, configuration, environment));
        authentication.Services.AddOptions<OpenIdConnectOptions>(Name).Configure<TimeProvider>((o, clock) =>
            o.TokenValidationParameters.LifetimeValidator = (from, to, _, _) =>
                to is { } end && end + Skew > clock.GetUtcNow().UtcDateTime && (from is not { } begin || begin - Skew < clock.GetUtcNow().UtcDateTime));
    }

    private static void Configure(OpenIdConnectOptions options, ExternalSignIn service, IConfiguration configuration, IHostEnvironment environment)
    {
        options.SignInScheme = IdentityConstants.ExternalScheme;
        options.Authority = service.Authority;
        options.RequireHttpsMetadata = !ExternalSignIn.IsPlain(service.Authority);
        options.ClientId = service.ClientId;
        options.ClientSecret = service.ClientSecret;
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.Scope.Clear();
        options.Scope.Add(OpenIdConnectScope.OpenId); // who it is, and nothing else of the person
        options.CallbackPath = Callback;
        options.MapInboundClaims = false;
        options.ClaimActions.Clear();
        options.DisableTelemetry = true;
        options.BackchannelTimeout = Patience;
        options.ProtocolValidator.NonceLifetime = Lifetime;
        options.CorrelationCookie = new SafeCookie("riskreport-state", configuration, environment);
        options.NonceCookie = new SafeCookie("riskreport-nonce", configuration, environment);
        options.Events.OnRedirectToIdentityProvider = context =>
        {
            context.ProtocolMessage.RedirectUri = PublicAddress.Of(context.Request, Callback);
            if (context.Properties.Items.ContainsKey(Proof) || context.Properties.Items.ContainsKey(Fresh))
                (context.ProtocolMessage.Prompt, context.ProtocolMessage.MaxAge) = (OpenIdConnectPrompt.Login, "0");
            return Task.CompletedTask;
        };
        options.Events.OnTokenValidated = context =>
        {
            var kept = context.Principal!.Claims.Where(c => c.Type is Subject or Acr or Amr or SignedInAt).Prepend(new Claim(Issuer, context.SecurityToken.Issuer));
            context.Principal = new ClaimsPrincipal(new ClaimsIdentity(kept, Name));
            return Task.CompletedTask;
        };
        options.Events.OnRemoteFailure = FailedAsync;
    }

    /// <summary>A wrong state, nonce, issuer or signature, or a no of the service: the page that decides finds nothing there and says so.</summary>
    private static async Task FailedAsync(RemoteFailureContext context)
    {
        await context.HttpContext.SignOutAsync(IdentityConstants.ExternalScheme);
        context.HandleResponse();
        if (context.Properties is { RedirectUri: { } asker } properties && properties.Items.ContainsKey(Proof))
        {
            context.Response.Redirect(asker); // it knows for what, and enters that
            return;
        }

        await context.HttpContext.RequestServices.GetRequiredService<AccountAudit>()
            .RefusedAsync(AuditAction.ExternalSignedIn, null, context.HttpContext, context.HttpContext.RequestAborted);
        context.Response.Redirect(context.Properties?.Items.ContainsKey(Fresh) is true ? context.Properties.RedirectUri! : Done);
    }
}
