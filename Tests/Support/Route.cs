using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace RiskReport.Tests.Support;

/// <summary>One way into the program.</summary>
internal sealed record Route(string Method, string Pattern)
{
    /// <summary>Every route there is; one that answers to any method stands here as GET, and HEAD goes with GET.</summary>
    public static IReadOnlyList<Route> All(TestApp app) => app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .SelectMany(e => (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            .Select(m => new Route(m, "/" + e.RoutePattern.RawText!.TrimStart('/'))))
        .Where(r => r.Method != "HEAD")
        .Distinct()
        .OrderBy(r => r.Pattern, StringComparer.Ordinal).ThenBy(r => r.Method, StringComparer.Ordinal)
        .ToList();

    public override string ToString() => $"{Method} {Pattern}";
}
