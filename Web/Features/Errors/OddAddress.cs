using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace RiskReport.Web.Features.Errors;

/// <summary>What no address is: one with a part of blanks, which would be bound as nothing at all; and one to go to that no server would take.</summary>
public sealed class OddAddress : IResourceFilter, IAlwaysRunResultFilter
{
    /// <summary>Servers and proxies take lines of 8 KB.</summary>
    public const int Longest = 7_500;

    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        if (context.RouteData.Values.Values.Any(v => v is string text && string.IsNullOrWhiteSpace(text)))
            context.Result = new NotFoundResult();
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
    }

    public void OnResultExecuting(ResultExecutingContext context)
    {
        if (context.Result is LocalRedirectResult { Url.Length: > Longest })
            context.Result = new BadRequestResult();
    }

    public void OnResultExecuted(ResultExecutedContext context)
    {
    }
}
