using Microsoft.AspNetCore;
using Microsoft.IdentityModel.JsonWebTokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace RiskReport.Web.Identity;

/// <summary>An assertion that is looked at, in a request that is refused for nothing else before.</summary>
/// <param name="ClientId">Whom it says it is of, whoever has signed it.</param>
/// <param name="Attempt">None where there is no such client.</param>
internal sealed record ShownAssertion(string? ClientId, LookedAttempt? Attempt)
{
    public bool IsRight { get; set; }
}

/// <summary>
/// Stands in front of all that OpenIddict looks at in a client's assertion, and slows down wrong ones as wrong secrets are.
/// What passes here and is not right in the end was wrong; whatever else a request is refused for, such as its kind of grant, says
/// nothing about the assertion.
/// </summary>
internal sealed class AssertionGuard(AttemptGuard guard, IOpenIddictApplicationManager clients) : IOpenIddictServerHandler<ProcessAuthenticationContext>
{
    public static readonly OpenIddictServerHandlerDescriptor Descriptor = OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessAuthenticationContext>()
        .AddFilter<OpenIddictServerHandlerFilters.RequireClientAssertionValidated>()
        .UseScopedHandler<AssertionGuard>()
        .SetOrder(OpenIddictServerHandlers.ValidateClientAssertion.Descriptor.Order - 500)
        .Build();

    public async ValueTask HandleAsync(ProcessAuthenticationContext context)
    {
        if (context.ClientAssertion is not { Length: > 0 } assertion)
            return;
        var clientId = Issuer(assertion) ?? context.ClientId;
        LookedAttempt? attempt = null;
        if (clientId is { Length: > 0 } && await clients.FindByClientIdAsync(clientId, context.CancellationToken) is not null)
        {
            attempt = await guard.LookAsync(AttemptGuard.Client, clientId, context.CancellationToken);
            if (attempt is null)
            {
                context.Reject(Errors.InvalidClient, "Too many wrong assertions have come from here: try again later.");
                return;
            }
        }

        context.Transaction.GetHttpRequest()!.HttpContext.Features.Set(new ShownAssertion(clientId, attempt));
    }

    /// <summary>Whom an assertion says it is of; nobody has to be named besides.</summary>
    public static string? Issuer(string? assertion)
    {
        try
        {
            return assertion is not null && new JsonWebToken(assertion).Issuer is { Length: > 0 } issuer ? issuer : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
