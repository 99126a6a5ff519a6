using System.Security.Claims;
using RiskReport.Domain.Accounts;

namespace RiskReport.Web.Identity;

/// <summary>
/// The identity service outside through which persons may sign in, from the configuration's ExternalSignIn section; without an authority
/// there is none. It says who somebody is and never what he may do: it opens the account that is linked to it, and makes none.
/// </summary>
public sealed record ExternalSignIn
{
    public required string Name { get; init; }
    public required string Authority { get; init; }
    public required string ClientId { get; init; }
    public required string ClientSecret { get; init; }

    /// <summary>The values of acr or amr that stand for our own second factor.</summary>
    public required IReadOnlyList<string> Factors { get; init; }

    public bool IsConfigured => Authority.Length > 0;

    /// <summary>What is wrong in it ends the start.</summary>
    public static ExternalSignIn Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(nameof(ExternalSignIn));
        var service = new ExternalSignIn
        {
            Name = section["Name"] is { Length: > 0 } name ? name : "省统一身份认证",
            Authority = section["Authority"] ?? "",
            ClientId = section["ClientId"] ?? "",
            ClientSecret = section["ClientSecret"] ?? "",
            Factors = (section["Factors"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        };
        if (service.IsConfigured && !IsSafe(service.Authority))
            throw new InvalidOperationException($"ExternalSignIn:Authority must be an https address, not '{service.Authority}'.");
        if (service.IsConfigured && (service.ClientId.Length == 0 || service.ClientSecret.Length == 0))
            throw new InvalidOperationException("ExternalSignIn:ClientId and ClientSecret are needed beside the authority.");
        return service;
    }

    public bool CountsAsFactor(ClaimsPrincipal person) => person.HasClaim(c => c.Type is ExternalScheme.Acr or ExternalScheme.Amr && Factors.Contains(c.Value));

    /// <summary>The link that somebody has, or would have.</summary>
    public static string IdentityOf(ClaimsPrincipal person) =>
        ExternalSubject.Hash(person.FindFirstValue(ExternalScheme.Issuer)!, person.FindFirstValue(ExternalScheme.Subject)!);

    /// <summary>Plain http is for this very machine alone.</summary>
    public static bool IsPlain(string authority) => Uri.TryCreate(authority, UriKind.Absolute, out var uri) && uri is { Scheme: "http", IsLoopback: true };

    private static bool IsSafe(string authority) =>
        IsPlain(authority) || (Uri.TryCreate(authority, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps);
}
