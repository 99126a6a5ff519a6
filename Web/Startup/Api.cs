using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.EntityFrameworkCore.Models;
using OpenIddict.Server;
using RiskReport.Data.Api;
using RiskReport.Data.Webhooks;
using RiskReport.Domain.Webhooks;
using RiskReport.Web.Background;
using RiskReport.Web.Features.Api;
using RiskReport.Web.Features.Webhooks;
using RiskReport.Web.Identity;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace RiskReport.Web.Startup;

internal static class Api
{
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(1);

    public static void AddApi(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddWebhooks(configuration, environment);
        services.Configure<ApiLimits>(configuration.GetSection("Api"));
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, ApiLimit>();
        services.AddSingleton<ApiClientQueries>();
        services.AddSingleton<ApiFilingWriter>();
        services.AddSingleton<FileByApi>();
        services.AddSingleton<TokenSweeper>();
        services.AddHostedService(p => p.GetRequiredService<TokenSweeper>());
        services.AddScoped<ApiGuard>();
        services.AddScoped<ApiClientDesk>();
        TokenAudit.Add(services);
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>>(p => new TokenKeys(Storage.KeyFolder(configuration, p.GetRequiredService<IHostEnvironment>())));
        services.AddOpenIddict()
            .AddCore(o =>
            {
                o.UseEntityFrameworkCore().UseDbContext<IdentityDb>()
                    .ReplaceDefaultEntities<ApiClient, ApiAuthorization, OpenIddictEntityFrameworkCoreScope<long>, ApiToken, long>();
                o.ReplaceApplicationManager<ApiClient, ApiClientManager>();
            })
            .AddServer(o =>
            {
                o.SetTokenEndpointUris("connect/token").SetAuthorizationEndpointUris("connect/authorize")
                    .SetRevocationEndpointUris("connect/revoke").SetIntrospectionEndpointUris("connect/introspect");
                o.AllowClientCredentialsFlow().AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
                o.SetAccessTokenLifetime(TokenLifetime).SetAuthorizationCodeLifetime(CodeLifetime);
                // what a client may ask for is among its permissions; nothing else is looked up
                o.RegisterScopes([.. ApiScopes.All]).DisableScopeValidation();
                o.Configure(x =>
                {
                    x.CodeChallengeMethods.Clear();
                    x.CodeChallengeMethods.Add(OpenIddictConstants.CodeChallengeMethods.Sha256);
                    // a page that sends itself on needs a script within it, and what stands behind # is for scripts
                    x.ResponseModes.IntersectWith([OpenIddictConstants.ResponseModes.Query]);
                    x.PromptValues.IntersectWith([OpenIddictConstants.PromptValues.Login, OpenIddictConstants.PromptValues.None]);
                });
                if (configuration["PublicAddress"] is { Length: > 0 } address)
                    o.SetIssuer(address);
                o.AddEventHandler(Discovery.Descriptor);
                o.AddEventHandler(AssertionGuard.Descriptor);
                o.AddEventHandler(ClientAssertions.Descriptor);
                // before the answer is written
                o.AddEventHandler<ApplyTokenResponseContext>(h => h.UseScopedHandler<TokenAudit>().SetOrder(int.MinValue));
                o.AddEventHandler<ApplyIntrospectionResponseContext>(h => h.UseScopedHandler<TokenAudit>().SetOrder(int.MinValue));
                o.AddEventHandler<HandleRevocationRequestContext>(h => h.UseScopedHandler<TokenAudit>().SetOrder(int.MinValue));
                o.AddEventHandler<ApplyRevocationResponseContext>(h => h.UseScopedHandler<TokenAudit>().SetOrder(int.MinValue));
                // whether plain http may be answered is decided by PlainHttp, for the API too
                o.UseAspNetCore().EnableTokenEndpointPassthrough().EnableAuthorizationEndpointPassthrough().DisableTransportSecurityRequirement();
            })
            .AddValidation(o =>
            {
                o.UseLocalServer();
                o.AddAudiences(ApiScopes.Audience);
                // a token in an address would stand in logs
                o.UseAspNetCore().DisableAccessTokenExtractionFromQueryString().DisableAccessTokenExtractionFromBodyForm();
                o.AddEventHandler(ApiGuard.Descriptor);
            });
    }

    private static void AddWebhooks(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddSingleton(new WebhookReach(environment.IsDevelopment(), Proxies.Networks(configuration, "Webhooks:AllowedNetworks")));
        services.AddSingleton<WebhookStore>();
        services.AddSingleton<WebhookQueue>();
        services.AddSingleton<WebhookSecrets>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<WebhookWorker>();
        services.AddHostedService(p => p.GetRequiredService<WebhookWorker>());
    }
}
