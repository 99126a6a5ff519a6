using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace RiskReport.Tests.Support;

/// <summary>What a request costs: the bytes that its thread allocates, which do not depend on how busy the machine is. Only where it ended on the thread that it began on, which may have done others' work in between.</summary>
internal sealed class WorkMeter : IStartupFilter
{
    private readonly ConcurrentDictionary<string, long> measured = new();

    /// <summary>Of the request that came from this address; 0 where it is not known.</summary>
    public long Bytes(string address) => measured.TryRemove(address, out var bytes) ? bytes : 0;

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, following) =>
        {
            var (thread, before) = (Environment.CurrentManagedThreadId, GC.GetAllocatedBytesForCurrentThread());
            await following(context);
            if (thread == Environment.CurrentManagedThreadId)
                measured[context.Request.Headers[FakeAddress.Header].ToString()] = GC.GetAllocatedBytesForCurrentThread() - before;
        });
        next(app);
    };
}
