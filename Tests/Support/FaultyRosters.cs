using Microsoft.Extensions.Hosting;

namespace RiskReport.Tests.Support;

/// <summary>The program without workers of its own: nothing is made unless the test says so.</summary>
internal static class FaultyRosters
{
    public static Task<TestApp> StartAsync() => TestApp.StartAsync(configure: services =>
    {
        foreach (var worker in services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationFactory is not null).ToList())
            services.Remove(worker);
    });
}
