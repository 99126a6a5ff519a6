using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Domain.Accounts;

namespace RiskReport.Web.Identity;

/// <summary>Who is asking, and which rows that person may see.</summary>
public sealed record Caller(string Name, Role Role, Scope Scope)
{
    public Actor Actor(HttpContext context, string reason) => new(Name, RequestAddress.Of(context), reason);
}

public static class CallerExtensions
{
    /// <summary>Fails closed: a principal without a role and a region is nobody.</summary>
    public static Caller Caller(this ClaimsPrincipal user) => new(
        user.Identity?.Name ?? throw new InvalidOperationException("Nobody is signed in."),
        RoleWords.Parse(user.FindFirstValue(ClaimTypes.Role)) ?? throw new InvalidOperationException("The caller has no role."),
        new Scope(
            user.FindFirstValue(AccountClaims.Region) ?? throw new InvalidOperationException("The caller has no region."),
            user.FindFirstValue(AccountClaims.Enterprise) is { } id ? long.Parse(id, CultureInfo.InvariantCulture) : null));

    public static Caller Caller(this ControllerBase controller) => controller.User.Caller();

    public static Actor Actor(this ControllerBase controller, string reason) => controller.User.Caller().Actor(controller.HttpContext, reason);
}
