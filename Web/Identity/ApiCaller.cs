using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Validation;
using RiskReport.Data.Api;
using RiskReport.Domain.Accounts;
using static OpenIddict.Validation.OpenIddictValidationEvents;

namespace RiskReport.Web.Identity;

/// <summary>Who calls the API: a system by itself, or a person through a program.</summary>
/// <param name="Scope">Of a person through a program what both may see.</param>
/// <param name="Person">Nobody where it is a system.</param>
public sealed record ApiCaller(long ClientKey, string ClientId, Scope Scope, Caller? Person)
{
    /// <summary>As much of a client's name as leaves room for an address.</summary>
    private const int MostOfName = 50;

    public string Name => Person?.Name ?? ClientId;

    /// <summary>A person is entered as on the pages, and by which program.</summary>
    public Actor Actor(HttpContext context, string reason) => Person is { } person
        ? person.Actor(context, reason, $"接口 {(ClientId.Length <= MostOfName ? ClientId : ClientId[..MostOfName])}")
        : new Actor(ClientId, Caller.From(context, "接口"), reason) { Role = "client", RegionCode = Scope.RegionCode };
}

/// <summary>
/// Looks on every call whether a token still holds: not revoked, its client not ended, the person's account and region as they were.
/// The region is the client's as it is now, never what a token says. A token is a system's where it was made for the client itself, and else a person's or nobody's.
/// </summary>
internal sealed class ApiGuard(ApiClientQueries clients) : IOpenIddictValidationHandler<ProcessAuthenticationContext>
{
    public static OpenIddictValidationHandlerDescriptor Descriptor { get; } = OpenIddictValidationHandlerDescriptor.CreateBuilder<ProcessAuthenticationContext>()
        .UseScopedHandler<ApiGuard>()
        .SetOrder(OpenIddictValidationHandlers.ValidateAccessToken.Descriptor.Order + 500)
        .Build();

    public async ValueTask HandleAsync(ProcessAuthenticationContext context)
    {
        if (context.AccessTokenPrincipal is not { } principal || context.Transaction.GetHttpRequest()?.HttpContext is not { } http)
            return;
        var grant = long.TryParse(principal.GetTokenId(), CultureInfo.InvariantCulture, out var id) ? await clients.GrantAsync(id, http.RequestAborted) : null;
        var caller = grant is null ? null
            : principal.GetClaim(OpenIddictConstants.Claims.Subject) == grant.ClientId ? new ApiCaller(grant.ClientKey, grant.ClientId, new Scope(grant.RegionCode), null)
            : principal.HasClaim(c => c.Type == AccountClaims.Region) ? await PersonAsync(grant, principal, http)
            : null;
        if (caller is null)
            context.Reject(OpenIddictConstants.Errors.InvalidToken, "The token is not valid any more.");
        else
            http.Features.Set(caller);
    }

    private static async Task<ApiCaller?> PersonAsync(ApiGrant grant, ClaimsPrincipal principal, HttpContext context)
    {
        principal = AccountClaims.OfToken(principal);
        if (!await SessionGuard.HoldsAsync(context, principal))
            return null;
        var person = principal.Caller();
        return person.Scope.Within(grant.RegionCode) is { } scope ? new ApiCaller(grant.ClientKey, grant.ClientId, scope, person) : null;
    }
}
