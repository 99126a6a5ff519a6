using System.Data.Common;
using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Abstractions.OpenIddictExceptions;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace RiskReport.Web.Identity;

/// <summary>
/// What OpenIddict leaves open of a client's signed assertion, after signature, kind, issuer, audience and expiry: that it is for this server alone, good for
/// a few minutes only, and was never shown before. Those shown stand among the tokens until they are swept.
/// </summary>
internal sealed class ClientAssertions(IOpenIddictTokenManager tokens, IOpenIddictApplicationManager clients, AttemptGuard guard, TimeProvider clock)
    : IOpenIddictServerHandler<ProcessAuthenticationContext>
{
    public static readonly OpenIddictServerHandlerDescriptor Descriptor = OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessAuthenticationContext>()
        .AddFilter<OpenIddictServerHandlerFilters.RequireClientAssertionPrincipal>()
        .UseScopedHandler<ClientAssertions>()
        .SetOrder(OpenIddictServerHandlers.ValidateClientSecret.Descriptor.Order + 500)
        .Build();

    private const int LongestId = 200;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    public async ValueTask HandleAsync(ProcessAuthenticationContext context)
    {
        var assertion = context.ClientAssertionPrincipal!;
        var now = clock.GetUtcNow();
        if (assertion.GetAudiences().Length != 1)
            Refuse("The assertion is for others too.");
        else if (assertion.GetExpirationDate() is not { } until || until > now + Longest)
            Refuse("The assertion is good for too long: five minutes at most.");
        else if (assertion.GetClaim(Claims.JwtId) is not { Length: > 0 and <= LongestId } id)
            Refuse("The assertion has no jti of at most 200 characters.");
        else if (!await IsNewAsync(assertion.GetClaim(Claims.Issuer)!, id, until, context.CancellationToken))
            Refuse("The assertion has been shown before.");
        else
        {
            var shown = context.Transaction.GetHttpRequest()!.HttpContext.Features.Get<ShownAssertion>()!;
            shown.IsRight = true;
            await guard.EndAsync(shown.Attempt!, isRight: true, context.CancellationToken);
        }

        void Refuse(string why) => context.Reject(Errors.InvalidClient, why);
    }

    /// <summary>Of two that come at once, on whichever instance, the unique index of the references lets one in.</summary>
    private async Task<bool> IsNewAsync(string clientId, string id, DateTimeOffset until, CancellationToken ct)
    {
        var client = (await clients.FindByClientIdAsync(clientId, ct))!;
        try
        {
            await tokens.CreateAsync(new OpenIddictTokenDescriptor
            {
                ApplicationId = await clients.GetIdAsync(client, ct),
                CreationDate = clock.GetUtcNow(),
                ExpirationDate = until,
                ReferenceId = $"{clientId}\n{id}", // kept as its hash
                Status = Statuses.Redeemed,
                Subject = clientId,
                Type = TokenTypeIdentifiers.Private.ClientAssertion,
            }, ct);
            return true;
        }
        catch (Exception e) when (e is ValidationException || (e.InnerException is DbException inner && Data.Database.IsUniqueViolation(inner)))
        {
            return false;
        }
    }
}
