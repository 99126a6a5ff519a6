using System.Buffers.Text;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Core;
using RiskReport.Data.Audit;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Api;
using RiskReport.Domain.Audit;
using RiskReport.Domain.Reference;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Abstractions.OpenIddictExceptions;

namespace RiskReport.Web.Identity;

/// <summary>What a client is to be. With an address to come back to, persons sign in through it; without one it acts by itself.</summary>
public sealed record NewApiClient(string ClientId, string Scopes, string? RegionCode, string? RedirectUri)
{
    /// <summary>PEM; the client then signs with its private key and is given no secret.</summary>
    public string? PublicKey { get; init; }
}

/// <summary>Lets clients in, gives them new secrets, and ends them. A secret is told once; only its hash is kept.</summary>
public sealed partial class ApiClientDesk(OpenIddictApplicationManager<ApiClient> clients, IdentityDb db, AuditLog audit, ReferenceData reference, TimeProvider clock)
{
    private const int SecretBytes = 32;

    /// <summary>The secret, where it is to have one, or what is wrong.</summary>
    public async Task<(string? Secret, IReadOnlyList<ApiProblem> Problems)> AddAsync(NewApiClient wanted, Actor actor, CancellationToken ct)
    {
        var problems = new List<ApiProblem>();
        if (!IdShape().IsMatch(wanted.ClientId))
            Refuse("ClientId", "客户端标识应为 3 至 64 个小写字母、数字、点或连字符，以字母开头，例如 kunshan-platform。");
        else if (await clients.FindByClientIdAsync(wanted.ClientId, ct) is not null)
            Refuse("ClientId", Taken());
        var scopes = wanted.Scopes.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Distinct().ToList();
        foreach (var unknown in scopes.Except(ApiScopes.All))
            Refuse("Scope", $"权限“{unknown}”不能识别，可用 {string.Join("、", ApiScopes.All)}。");
        if (scopes.Count == 0)
            Refuse("Scope", $"请至少指定一项权限（scope），可用 {string.Join("、", ApiScopes.All)}。");
        var region = wanted.RegionCode ?? Scope.City.RegionCode;
        if (reference.Regions.Find(region) is not { } place)
            Refuse("Region", $"地区代码“{region}”不存在，请核对。");
        else
            region = place.Code;
        Uri? redirect = null;
        if (wanted.RedirectUri is { } uri && !(Uri.TryCreate(uri, UriKind.Absolute, out redirect) && IsSafe(redirect)))
            Refuse("Redirect", $"返回地址“{uri}”应为完整的 https 地址，不带 # 部分（本机调试可以用 http://localhost 或 http://127.0.0.1）。");
        var (key, keyProblem) = wanted.PublicKey is { } pem ? ClientKey.Read(pem) : default;
        if (keyProblem is not null)
            Refuse("PublicKey", keyProblem);
        if (problems.Count > 0)
            return (null, problems);

        var client = new ApiClient { RegionCode = region };
        var descriptor = new OpenIddictApplicationDescriptor
        {
            ClientId = wanted.ClientId,
            ClientType = ClientTypes.Confidential,
            ConsentType = ConsentTypes.Implicit,
            JsonWebKeySet = key is null ? null : new JsonWebKeySet { Keys = { key } },
            Permissions = { Permissions.Endpoints.Token, Permissions.Endpoints.Revocation, Permissions.Endpoints.Introspection },
        };
        descriptor.Permissions.UnionWith(scopes.Select(s => Permissions.Prefixes.Scope + s));
        descriptor.Permissions.UnionWith(redirect is null ? [Permissions.GrantTypes.ClientCredentials]
            : [Permissions.GrantTypes.AuthorizationCode, Permissions.Endpoints.Authorization, Permissions.ResponseTypes.Code]);
        if (redirect is not null)
            descriptor.RedirectUris.Add(redirect);
        await clients.PopulateAsync(client, descriptor, ct);
        var secret = key is null ? NewSecret() : null;
        if (await KeepAsync(AuditAction.ClientAdded, client, actor, () => clients.CreateAsync(client, secret, ct), ct))
            return (secret, []);
        Refuse("ClientId", Taken());
        return (null, problems);

        string Taken() => $"客户端“{wanted.ClientId}”已存在，请换一个标识；忘记密钥的请更换密钥。";
        void Refuse(string field, string message) => problems.Add(new ApiProblem("CLIENT", field, message));
    }

    public async Task<IReadOnlyList<ApiClient>> AllAsync(CancellationToken ct) => await db.Set<ApiClient>().AsNoTracking().OrderBy(c => c.ClientId).ToListAsync(ct);

    /// <summary>
    /// A new secret; the one before stays good for <see cref="ApiClientManager.Overlap"/>, within which there is no third one: the client may still use
    /// the first. Nothing, and nothing against it, when there is no such client (any more).
    /// </summary>
    /// <param name="endsOld">From now on the new one alone is good, such as when the one before has leaked.</param>
    public async Task<(string? Secret, string? Problem)> RotateAsync(string clientId, bool endsOld, Actor actor, CancellationToken ct)
    {
        if (await clients.FindByClientIdAsync(clientId, ct) is not { EndedAt: null, HasKey: false } client)
            return default;
        if (Overlapping(client, endsOld, "密钥") is { } problem)
            return (null, problem);
        (client.PreviousSecret, client.PreviousSecretUntil) = endsOld ? default((string?, DateTime?)) : (client.ClientSecret, UntilWhen());
        var secret = NewSecret();
        return await KeepAsync(AuditAction.ClientRenewed, client, actor, () => clients.UpdateAsync(client, secret, ct), ct)
            ? (secret, null)
            : (null, Busy(clientId));
    }

    /// <summary>Another public key for a client that has one, by the rules of secrets.</summary>
    public async Task<(bool IsDone, string? Problem)> ReplaceKeyAsync(string clientId, string pem, bool endsOld, Actor actor, CancellationToken ct)
    {
        if (await clients.FindByClientIdAsync(clientId, ct) is not { EndedAt: null, HasKey: true } client)
            return default;
        var (key, problem) = ClientKey.Read(pem);
        var keys = (await clients.GetJsonWebKeySetAsync(client, ct))!;
        // where the old ones end at once, either of two may be the one that stays
        if (keys.Keys.Any(k => k.Kid == key?.Kid) && !(endsOld && keys.Keys.Count > 1))
            problem = $"没有更换：这就是 {clientId} 正在使用的公钥，请核对。";
        if ((problem ?? Overlapping(client, endsOld, "公钥")) is { } refused)
            return (false, refused);
        var descriptor = new OpenIddictApplicationDescriptor();
        await clients.PopulateAsync(descriptor, client, ct);
        descriptor.JsonWebKeySet = new JsonWebKeySet { Keys = { key! } };
        if (!endsOld)
            descriptor.JsonWebKeySet.Keys.Add(keys.Keys[0]);
        client.PreviousSecretUntil = endsOld ? null : UntilWhen();
        return await KeepAsync(AuditAction.ClientRenewed, client, actor, () => clients.UpdateAsync(client, descriptor, ct), ct) ? (true, null) : (false, Busy(clientId));
    }

    /// <summary>Its tokens are refused from now on. Neither, when there is no such client (any more).</summary>
    public async Task<(bool IsDone, string? Problem)> EndAsync(string clientId, Actor actor, CancellationToken ct)
    {
        if (await clients.FindByClientIdAsync(clientId, ct) is not { EndedAt: null } client)
            return default;
        client.EndedAt = clock.GetUtcNow().UtcDateTime;
        return await KeepAsync(AuditAction.ClientEnded, client, actor, () => clients.UpdateAsync(client, ct), ct) ? (true, null) : (false, Busy(clientId));
    }

    /// <summary>The change and its entry in the audit trail, or neither: false when somebody has made or changed the client at the same moment.</summary>
    private async Task<bool> KeepAsync(AuditAction action, ApiClient client, Actor actor, Func<ValueTask> change, CancellationToken ct)
    {
        (client.ChangedAt, client.ChangedBy, client.ChangedFrom, client.ChangeReason) = (clock.GetUtcNow().UtcDateTime, actor.Name, actor.From, actor.Reason);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var before = await HashAsync();
        try
        {
            await change();
        }
        // OpenIddict looks for the same name before it writes; of what it looks at nothing else can be wrong
        catch (Exception e) when (e is ConcurrencyException or ValidationException || (e.InnerException is DbException inner && Data.Database.IsUniqueViolation(inner)))
        {
            return false;
        }

        var subject = action is AuditAction.ClientAdded
            ? string.Join(' ', [client.ClientId!, .. ApiScopes.Of(await clients.GetPermissionsAsync(client, ct)).Order(StringComparer.Ordinal)])
            : client.ClientId!;
        await audit.AppendAsync(
            new AuditDeed(action, subject, client.RegionCode) { HashBefore = before, HashAfter = await HashAsync() },
            actor, db.Database.GetDbConnection(), transaction.GetDbTransaction(), ct);
        await transaction.CommitAsync(ct);
        return true;

        // of the row, not of what is about to be written; of a secret there is a hash already
        async Task<string?> HashAsync() => ContentHash.Of(await db.Set<ApiClient>().AsNoTracking().Where(c => c.ClientId == client.ClientId).Select(c => new
        {
            c.ClientId,
            c.RegionCode,
            c.Permissions,
            c.RedirectUris,
            c.JsonWebKeySet,
            c.ClientSecret,
            c.PreviousSecret,
            c.PreviousSecretUntil,
            c.EndedAt,
        }).SingleOrDefaultAsync(ct));
    }

    private string? Overlapping(ApiClient client, bool endsOld, string what) =>
        !endsOld && client.PreviousSecretUntil is { } until && until > clock.GetUtcNow().UtcDateTime
            ? $"没有更换：{client.ClientId} 上一次更换前的{what} {ChinaTime.FromUtc(until):yyyy-MM-dd HH:mm} 前仍然有效，对方可能还在使用。" +
                $"请到期后再更换；{what}已经泄露，或者对方已不再使用旧{what}的，请勾选“立即作废旧{what}”。"
            : null;

    private DateTime UntilWhen() => clock.GetUtcNow().UtcDateTime + ApiClientManager.Overlap;

    private static string Busy(string clientId) => $"没有办理：{clientId} 刚刚由其他人处理，请核对现在的状态。";

    private static bool IsSafe(Uri address) => address.Fragment.Length == 0
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));

    private static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    [GeneratedRegex("^[a-z][a-z0-9.-]{2,63}\\z")]
    private static partial Regex IdShape();
}
