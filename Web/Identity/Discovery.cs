using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace RiskReport.Web.Identity;

/// <summary>
/// What OpenIddict leaves open in the discovery document. Where the public address is known, the others are made from it as the issuer is, whatever host
/// a request names; and RFC 8414 wants it said by what a client may sign.
/// </summary>
internal sealed class Discovery : IOpenIddictServerHandler<HandleConfigurationRequestContext>
{
    public static readonly OpenIddictServerHandlerDescriptor Descriptor = OpenIddictServerHandlerDescriptor.CreateBuilder<HandleConfigurationRequestContext>()
        .UseSingletonHandler<Discovery>()
        .SetOrder(OpenIddictServerHandlers.Discovery.AttachIssuer.Descriptor.Order - 500)
        .Build();

    public ValueTask HandleAsync(HandleConfigurationRequestContext context)
    {
        context.BaseUri = context.Options.Issuer ?? context.BaseUri;
        foreach (var door in new[] { "token", "introspection", "revocation" })
            context.Metadata[door + "_endpoint_auth_signing_alg_values_supported"] = ClientKey.Algorithms;
        return default;
    }
}
