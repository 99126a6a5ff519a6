using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace RiskReport.Web.Startup;

/// <summary>
/// Refuses a body by its announced length, before anything reads it; [RequestSizeLimit] on an action sets the limit.
/// Found out only while reading, it would look like a form without its antiforgery token.
/// </summary>
public sealed class BodyLimit(RequestDelegate next)
{
    public const long Usual = 4 * 1024 * 1024;

    public Task InvokeAsync(HttpContext context)
    {
        var limit = context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>() is { } own ? own.MaxRequestBodySize : Usual;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
            feature.MaxRequestBodySize = limit;
        if (limit is null || context.Request.ContentLength is not { } length || length <= limit)
            return next(context);

        // Kestrel reads the rest of an unlimited body away for some seconds, so the browser gets to see the answer
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } unlimited)
            unlimited.MaxRequestBodySize = null;
        context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
        return Task.CompletedTask;
    }
}
