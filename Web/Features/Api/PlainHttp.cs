using RiskReport.Web.Features.Shared;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Api;

/// <summary>
/// A secret or a token that came over plain http is lost already: refused, not redirected, so that the mistake is noticed. A page is
/// opened by https, where the address of the site says so.
/// </summary>
internal sealed class PlainHttp(RequestDelegate next, IConfiguration configuration, IHostEnvironment environment)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var isProgram = ApiProblems.Concerns(request.Path) || request.Path.StartsWithSegments("/connect");
        if (request.IsHttps || SafeCookie.MayBePlain(context, environment) || request.Path.StartsWithSegments("/health")
            || !(isProgram || SafeCookie.IsHttps(configuration)))
            return next(context);
        if (isProgram || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)))
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        else
            context.Response.Redirect($"{PublicAddress.Configured(configuration)}{request.PathBase}{request.Path}{request.QueryString}", permanent: true, preserveMethod: true);
        return Task.CompletedTask;
    }
}
