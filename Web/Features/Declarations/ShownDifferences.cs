using System.Security.Claims;
using RiskReport.Domain.Declarations;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Declarations;

/// <summary>What has changed, as whoever looks may see it: whole for the enterprise and for who opens its link to commit, masked for everybody else.</summary>
public static class ShownDifferences
{
    public static IEnumerable<ReportDifference> Shown(this ClaimsPrincipal user, IReadOnlyList<ReportDifference> differences) =>
        user.Identity is { IsAuthenticated: true } && user.Caller().Scope.EnterpriseId is null ? differences.Select(d => d.Masked()) : differences;
}
