using System.Threading.RateLimiting;
using Microsoft.AspNetCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using OpenIddict.Abstractions;
using OpenIddict.Core;
using OpenIddict.Server;
using RiskReport.Data.Audit;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Web.Startup;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace RiskReport.Web.Identity;

/// <summary>A wrong secret, which has an entry of its own.</summary>
internal sealed record WrongSecret;

/// <summary>
/// Enters who asked for a token or revoked one, before the answer goes out: a token that cannot be entered is not given, and none revoked, since that is one
/// transaction with its entry. How often one network may ask is limited in front of it. A name that no client has may be anything, a secret too: a piece of it is kept, and not of more than a few a minute.
/// </summary>
internal sealed class TokenAudit(
    AuditLog audit, OpenIddictApplicationManager<ApiClient> clients, AttemptGuard guard, IdentityDb db, [FromKeyedServices(nameof(TokenAudit))] RateLimiter strangers, ILogger<TokenAudit> logger)
    : IOpenIddictServerHandler<ApplyTokenResponseContext>, IOpenIddictServerHandler<HandleRevocationRequestContext>,
        IOpenIddictServerHandler<ApplyRevocationResponseContext>, IOpenIddictServerHandler<ApplyIntrospectionResponseContext>
{
    private const int MostOfName = 12;
    private const int StrangersPerMinute = 60;

    public static void Add(IServiceCollection services) => services.AddKeyedSingleton<RateLimiter>(nameof(TokenAudit), (p, _) =>
        new MinuteLimiter(StrangersPerMinute, p.GetRequiredService<TimeProvider>()));

    public ValueTask HandleAsync(ApplyTokenResponseContext context) =>
        EnterAsync(AuditAction.TokenGiven, context.Request, context.Response.Error is not null, context.Transaction);

    /// <summary>Client and token have been looked at; what OpenIddict writes now is kept with the entry, or not at all.</summary>
    public async ValueTask HandleAsync(HandleRevocationRequestContext context) =>
        await db.Database.BeginTransactionAsync(context.Transaction.GetHttpRequest()!.HttpContext.RequestAborted);

    public ValueTask HandleAsync(ApplyRevocationResponseContext context) =>
        EnterAsync(AuditAction.TokenRevoked, context.Request, context.Response.Error is not null, context.Transaction);

    /// <summary>Who asks about a token leaves an entry only where the assertion was wrong, as with a secret.</summary>
    public ValueTask HandleAsync(ApplyIntrospectionResponseContext context) =>
        context.Response.Error is not null && context.Transaction.GetHttpRequest()!.HttpContext.Features.Get<ShownAssertion>() is { IsRight: false }
            ? EnterAsync(AuditAction.ClientRefused, context.Request, true, context.Transaction) : default;

    private async ValueTask EnterAsync(AuditAction action, OpenIddictRequest? request, bool isRefused, OpenIddictServerTransaction transaction)
    {
        var http = transaction.GetHttpRequest()!.HttpContext;
        if (http.Features.Get<WrongSecret>() is not null)
            return;
        var clientId = request?.ClientId ?? AssertionGuard.Issuer(request?.ClientAssertion);
        if (http.Features.Get<ShownAssertion>() is { IsRight: false } wrong)
        {
            (action, clientId) = (AuditAction.ClientRefused, wrong.ClientId);
            if (wrong.Attempt is { } attempt)
                await guard.EndAsync(attempt, isRight: false, http.RequestAborted);
        }

        var from = Caller.From(http, "接口");
        if (clientId is { Length: > 0 } && await clients.FindByClientIdAsync(clientId, http.RequestAborted) is { } client)
        {
            var system = new Actor(clientId, from, "") { Role = "client", RegionCode = client.RegionCode };
            var actor = http.Features.Get<TokenPerson>()?.Person.Actor(http, "", "接口") ?? system;
            await AppendAsync(new AuditDeed(action, clientId, client.RegionCode) { IsRefused = isRefused }, actor, http.RequestAborted);
            return;
        }

        using var lease = strangers.AttemptAcquire();
        if (lease.IsAcquired)
            await audit.AppendAsync(
                new AuditDeed(action, $"未知客户端 {clientId?[..Math.Min(clientId.Length, MostOfName)]}".TrimEnd(), Scope.City.RegionCode) { IsRefused = true },
                new Actor("", from, ""), http.RequestAborted);
        else
            logger.LogWarning("More unknown clients ask for tokens than are entered into the audit trail, now from {Network}", Networks.Of(http));
    }

    private async Task AppendAsync(AuditDeed deed, Actor actor, CancellationToken ct)
    {
        if (db.Database.CurrentTransaction is not { } revoking)
        {
            await audit.AppendAsync(deed, actor, ct);
            return;
        }

        await audit.AppendAsync(deed, actor, db.Database.GetDbConnection(), revoking.GetDbTransaction(), ct);
        await revoking.CommitAsync(ct);
    }
}

/// <summary>Whom a token is for that is not a system's.</summary>
internal sealed record TokenPerson(Caller Person);
