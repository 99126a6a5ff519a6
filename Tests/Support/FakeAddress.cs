using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace RiskReport.Tests.Support;

/// <summary>A test server knows no addresses; a header of its own says from which a request comes.</summary>
internal sealed class FakeAddress : IStartupFilter
{
    public const string Header = "Fake-Address";

    public static void Add(IServiceCollection services) => services.AddSingleton<IStartupFilter, FakeAddress>();

    public static HttpClient From(TestApp app, string address)
    {
        var client = app.Anonymous();
        client.DefaultRequestHeaders.Add(Header, address);
        return client;
    }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => builder =>
    {
        builder.Use((context, rest) =>
        {
            if (context.Request.Headers[Header].ToString() is { Length: > 0 } address)
                context.Connection.RemoteIpAddress = IPAddress.Parse(address);
            return rest(context);
        });
        next(builder);
    };
}
