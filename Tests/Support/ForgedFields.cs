using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace RiskReport.Tests.Support;

/// <summary>Adds to every form that is posted what the form does not ask for, as somebody would who tries what becomes of it; and remembers who took a form.</summary>
internal sealed class ForgedFields(IReadOnlyDictionary<string, string> fields) : IStartupFilter
{
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    /// <summary>The routes that did not refuse what was posted.</summary>
    public IReadOnlyCollection<string> Taken => taken;

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, following) =>
        {
            var request = context.Request;
            if (!HttpMethods.IsPost(request.Method) || !request.HasFormContentType)
            {
                await following(context);
                return;
            }

            var form = await request.ReadFormAsync();
            var all = new Dictionary<string, StringValues>(form.ToDictionary(), StringComparer.OrdinalIgnoreCase);
            foreach (var (name, value) in fields)
                all.TryAdd(name, value);
            request.Form = new FormCollection(all, form.Files);
            await following(context);
            if (context.Response.StatusCode < 400 && context.GetEndpoint() is RouteEndpoint endpoint)
            {
                lock (taken)
                    taken.Add("/" + endpoint.RoutePattern.RawText);
            }
        });
        next(app);
    };
}
