using System.Threading.RateLimiting;

namespace RiskReport.Web.Startup;

/// <summary>So many in each minute of the clock. The framework's own counts by the processor's time, which no test can turn on.</summary>
internal sealed class MinuteLimiter(int most, TimeProvider clock) : RateLimiter
{
    private static readonly RateLimitLease Given = new Lease(true, default);

    private readonly Lock turn = new();
    private long minute = Minute(clock);
    private int taken;

    /// <summary>Whoever has not asked for a minute need not be remembered.</summary>
    public override TimeSpan? IdleDuration => Minute(clock) - Interlocked.Read(ref minute) is > 1 and var passed ? TimeSpan.FromMinutes(passed - 1) : null;

    public override RateLimiterStatistics? GetStatistics() => null;

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (turn)
        {
            var now = Minute(clock);
            if (now != minute)
                (minute, taken) = (now, 0);
            if (permitCount > most - taken)
                return new Lease(false, new DateTimeOffset((now + 1) * TimeSpan.TicksPerMinute, TimeSpan.Zero) - clock.GetUtcNow());
            taken += permitCount;
            return Given;
        }
    }

    /// <summary>Nobody waits.</summary>
    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) => new(AttemptAcquireCore(permitCount));

    private static long Minute(TimeProvider clock) => clock.GetUtcNow().UtcTicks / TimeSpan.TicksPerMinute;

    private sealed class Lease(bool isAcquired, TimeSpan wait) : RateLimitLease
    {
        public override bool IsAcquired => isAcquired;

        public override IEnumerable<string> MetadataNames => isAcquired ? [] : [MetadataName.RetryAfter.Name];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = isAcquired || metadataName != MetadataName.RetryAfter.Name ? null : wait;
            return metadata is not null;
        }
    }
}
