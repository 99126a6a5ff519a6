namespace RiskReport.Tests.Support;

/// <summary>A clock that stands still and says how often it was asked, so that a test can step in at a place in the work.</summary>
internal sealed class TellingClock(DateTimeOffset now, Action<int> asked) : TimeProvider
{
    private int times;

    public override DateTimeOffset GetUtcNow()
    {
        asked(++times);
        return now;
    }
}
