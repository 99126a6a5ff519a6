using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace RiskReport.Tests.Support;

internal static class Workers
{
    /// <summary>Without what runs by itself: it writes when it comes to it.</summary>
    public static void Remove(IServiceCollection services)
    {
        foreach (var worker in services.Where(s => s.ServiceType == typeof(IHostedService) && (s.ImplementationType ?? s.ImplementationFactory?.Method.DeclaringType)?.Assembly == typeof(Program).Assembly).ToList())
            services.Remove(worker);
    }
}
