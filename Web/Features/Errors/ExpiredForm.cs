using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;

namespace RiskReport.Web.Features.Errors;

/// <summary>Remembers that a request was refused for its antiforgery token, so that the error page can say what to do.</summary>
public sealed class ExpiredForm : IAlwaysRunResultFilter
{
    public static bool Is(HttpContext context) => context.Items.ContainsKey(typeof(ExpiredForm));

    public void OnResultExecuting(ResultExecutingContext context)
    {
        if (context.Result is IAntiforgeryValidationFailedResult)
            context.HttpContext.Items[typeof(ExpiredForm)] = true;
    }

    public void OnResultExecuted(ResultExecutedContext context)
    {
    }
}
