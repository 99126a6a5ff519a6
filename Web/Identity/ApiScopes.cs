using Microsoft.AspNetCore.Authorization;
using OpenIddict.Abstractions;
using OpenIddict.Validation.AspNetCore;
using RiskReport.Domain.Accounts;

namespace RiskReport.Web.Identity;

/// <summary>What a token may be good for. Each is a policy of its own, which takes tokens and no cookies.</summary>
public static class ApiScopes
{
    public const string Grade = "grade";
    public const string RosterRead = "roster.read";
    public const string DeclarationsRead = "declarations.read";
    public const string DeclarationsWrite = "declarations.write";
    public const string ChangesRead = "changes.read";

    /// <summary>Whom every token of ours is for.</summary>
    public const string Audience = "riskreport-api";

    public static readonly IReadOnlyList<string> All = [Grade, RosterRead, DeclarationsRead, DeclarationsWrite, ChangesRead];

    public static string Word(string scope) => scope switch
    {
        Grade => "评级计算",
        RosterRead => "读取名册",
        DeclarationsRead => "读取报告",
        DeclarationsWrite => "报送报告",
        ChangesRead => "读取变动",
        _ => scope,
    };

    /// <summary>Those among a client's permissions.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<string> permissions) => [.. All.Where(s => permissions.Contains(OpenIddictConstants.Permissions.Prefixes.Scope + s))];

    /// <summary>What a person may do through a program: never more than on the pages.</summary>
    public static bool IsOpenTo(string scope, Role role) => scope switch
    {
        Grade => true,
        RosterRead or ChangesRead => role is Role.Township or Role.County or Role.City or Role.Auditor,
        DeclarationsRead => role is Role.Enterprise or Role.Township or Role.County or Role.City or Role.Auditor,
        DeclarationsWrite => role is Role.Township or Role.County or Role.City,
        _ => false,
    };

    public static void AddPolicies(AuthorizationBuilder authorization)
    {
        foreach (var scope in All)
            authorization.AddPolicy(scope, p => p
                .AddAuthenticationSchemes(OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme)
                .RequireAuthenticatedUser()
                .RequireAssertion(c => c.User.HasScope(scope)));
    }
}
