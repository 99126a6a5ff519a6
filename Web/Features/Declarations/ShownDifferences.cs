using System.Security.Claims;
using RiskReport.Domain.Declarations;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Declarations;

/// <summary>What has changed, as whoever looks may see it: whole for the enterprise and for who opens its link to commit, masked for everybody else.</summary>
public static class ShownDifferences
{
    public static IEnumerable<ReportDifference> Shown(this ClaimsPrincipal user, IReadOnlyList<ReportDifference> differences) =>
        differences.Select(d => d.For(user.Sight()));
}
