using Microsoft.AspNetCore.Authorization;
using RiskReport.Domain.Accounts;

namespace RiskReport.Web.Identity;

/// <summary>
/// What each role may do. Which rows it does it to is the scope's business, in SQL; what belongs to the whole installation is
/// for the administrator of the whole city alone.
/// </summary>
public static class Policies
{
    public const string Filing = nameof(Filing);
    public const string Office = nameof(Office);
    public const string Importing = nameof(Importing);
    public const string Roster = nameof(Roster);
    public const string Inbox = nameof(Inbox);
    public const string Reminding = nameof(Reminding);
    public const string ReminderTexts = nameof(ReminderTexts);
    public const string CompanyFile = nameof(CompanyFile);
    public const string Admin = nameof(Admin);

    /// <summary>Looks after accounts; which, and how, is AccountAuthority's business.</summary>
    public const string People = nameof(People);
    public const string NewPeople = nameof(NewPeople);
    public const string Rules = nameof(Rules);
    public const string Simulating = nameof(Simulating);
    public const string Campaigns = nameof(Campaigns);
    public const string Audit = nameof(Audit);

    public static void Add(AuthorizationBuilder authorization)
    {
        ApiScopes.AddPolicies(authorization);
        AddRoles(authorization);
    }

    private static void AddRoles(AuthorizationBuilder authorization) => authorization
        .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
        .AddPolicy(Filing, p => p.RequireRole(Codes(Role.Enterprise)))
        .AddPolicy(Office, p => p.RequireRole(Codes(Role.Township, Role.County, Role.City)))
        .AddPolicy(Importing, p => p.RequireRole(Codes(Role.Township, Role.County, Role.City)))
        .AddPolicy(Roster, p => p.RequireRole(Codes(Role.Township, Role.County, Role.City, Role.Auditor)))
        .AddPolicy(Inbox, p => p.RequireRole(Codes(Role.Enterprise, Role.Township, Role.County, Role.City, Role.Auditor)))
        .AddPolicy(Reminding, p => p.RequireRole(Codes(Role.Township)))
        .AddPolicy(ReminderTexts, p => p.RequireRole(Codes(Role.City)))
        .AddPolicy(CompanyFile, p => p.RequireRole(Codes(Role.Enterprise, Role.Township, Role.County, Role.City, Role.Auditor)))
        .AddPolicy(Rules, p => p.RequireRole(Codes(Role.Township, Role.County, Role.City, Role.Auditor, Role.Admin)))
        .AddPolicy(Simulating, p => p.RequireRole(Codes(Role.County, Role.City)))
        .AddPolicy(Audit, p => p.RequireRole(Codes(Role.Auditor)))
        .AddPolicy(Campaigns, p => p.RequireRole(Codes(Role.City, Role.Admin)).RequireClaim(AccountClaims.Region, Scope.City.RegionCode))
        .AddPolicy(People, p => p.RequireRole(Codes(Role.Township, Role.County, Role.City, Role.Admin, Role.Security)))
        .AddPolicy(NewPeople, p => p.RequireRole(Codes(Role.Admin)))
        .AddPolicy(Admin, p => p.RequireRole(Codes(Role.Admin)).RequireClaim(AccountClaims.Region, Scope.City.RegionCode));

    private static string[] Codes(params Role[] roles) => [.. roles.Select(r => r.Code())];
}
