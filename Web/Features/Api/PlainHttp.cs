using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Api;

/// <summary>A secret or a token that came over plain http is lost already: refused, not redirected, so that the mistake is noticed.</summary>
internal sealed class PlainHttp(RequestDelegate next, IHostEnvironment environment)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.IsHttps || SafeCookie.MayBePlain(context, environment)
            || !(ApiProblems.Concerns(context.Request.Path) || context.Request.Path.StartsWithSegments("/connect")))
            return next(context);
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    }
}
