using RiskReport.Domain.Accounts;

namespace RiskReport.Web.Identity;

/// <summary>Of whom a second factor is required. A word that is no role ends the start: else nobody would need one, and nobody would know.</summary>
public sealed class RequiredFactors(IConfiguration configuration)
{
    private const string Everyone = "county,city,auditor,admin,security";

    private readonly HashSet<Role> roles = [.. (configuration["SecondFactor:Required"] ?? Everyone)
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(r => RoleWords.Parse(r) ?? throw new InvalidOperationException($"SecondFactor:Required holds '{r}', which is none of {Everyone},township,enterprise."))];

    public bool Of(Role role) => roles.Contains(role);
}
