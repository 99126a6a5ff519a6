using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Privacy;

namespace RiskReport.Web.Identity;

/// <summary>Who is asking, and which rows that person may see. An agent acts for an enterprise that is not its own.</summary>
public sealed record Caller(string Name, Role Role, Scope Scope, bool IsAgent)
{
    private const string Pages = "网页";

    /// <summary>An agent's records say that they are an agent's.</summary>
    public Actor Actor(HttpContext context, string reason, string way = Pages) => new(IsAgent ? Name + CapacityWords.AgentMark : Name, From(context, way), reason)
    {
        Role = Role.Code(),
        RegionCode = Scope.RegionCode,
    };

    /// <summary>Where a request comes from, as it is recorded; also for somebody who has no account yet.</summary>
    public static string From(HttpContext context, string way = Pages)
    {
        var address = context.Connection.RemoteIpAddress;
        return $"{way} {(address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)}".TrimEnd();
    }
}

public static class CallerExtensions
{
    /// <summary>Fails closed: a principal without a role and a region is nobody, and one of an enterprise never sees a whole region.</summary>
    public static Caller Caller(this ClaimsPrincipal user)
    {
        var role = RoleWords.Parse(user.FindFirstValue(ClaimTypes.Role)) ?? throw new InvalidOperationException("The caller has no role.");
        var region = user.FindFirstValue(AccountClaims.Region) ?? throw new InvalidOperationException("The caller has no region.");
        var enterprise = user.FindFirstValue(AccountClaims.Enterprise) is { } id ? long.Parse(id, CultureInfo.InvariantCulture) : (long?)null;
        if ((role is Role.Enterprise) != (enterprise is not null))
            throw new InvalidOperationException("The caller's enterprise does not go with the role.");
        return new Caller(
            user.Identity?.Name ?? throw new InvalidOperationException("Nobody is signed in."),
            role, new Scope(region, enterprise), user.FindFirstValue(AccountClaims.Capacity) == Capacity.Agent.Code());
    }

    /// <summary>What of persons is shown to this person; whoever opens a link to commit sees the report that the link is for.</summary>
    public static Sight Sight(this ClaimsPrincipal user) =>
        user.Identity is { IsAuthenticated: true } ? Domain.Privacy.Sight.Of(user.Caller().Role) : Domain.Privacy.Sight.Whole;

    public static long AccountId(this ClaimsPrincipal user) => long.Parse(
        user.FindFirstValue(ClaimTypes.NameIdentifier) ?? throw new InvalidOperationException("Nobody is signed in."), CultureInfo.InvariantCulture);

    public static Caller Caller(this ControllerBase controller) => controller.User.Caller();

    public static Actor Actor(this ControllerBase controller, string reason) => controller.User.Caller().Actor(controller.HttpContext, reason);
}
