using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ActionConstraints;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Mvc.Filters;

namespace RiskReport.Web.Startup;

/// <summary>Done for whoever may and asks for it by GET, and for nobody who only looks whether it is there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GetOnlyAttribute : Attribute, IResourceFilter
{
    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        if (!HttpMethods.IsHead(context.HttpContext.Request.Method))
            return;
        context.HttpContext.Response.Headers.Allow = HttpMethods.Get;
        context.Result = new StatusCodeResult(StatusCodes.Status405MethodNotAllowed);
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
    }
}

/// <summary>
/// HEAD is answered as GET is (RFC 9110, 9.1), and the server leaves the body out; but not where a file is made, which may stand in the trail,
/// or something is done.
/// </summary>
internal sealed class HeadAsGet : IActionModelConvention
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public void Apply(ActionModel action)
    {
        foreach (var selector in action.Selectors)
        {
            if (selector.ActionConstraints.OfType<HttpMethodActionConstraint>().SingleOrDefault() is not { } get || !get.HttpMethods.SequenceEqual([HttpMethods.Get]))
                continue;
            selector.ActionConstraints.Remove(get);
            selector.ActionConstraints.Add(new HttpMethodActionConstraint(Methods));
            selector.EndpointMetadata.Remove(selector.EndpointMetadata.OfType<HttpMethodMetadata>().Single());
            selector.EndpointMetadata.Add(new HttpMethodMetadata(Methods));
            if (selector.AttributeRouteModel?.Template?.Contains('.', StringComparison.Ordinal) == true)
                action.Filters.Add(new GetOnlyAttribute());
        }
    }
}
