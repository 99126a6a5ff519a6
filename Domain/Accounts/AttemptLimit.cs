namespace RiskReport.Domain.Accounts;

/// <summary>
/// How many attempts are free, and how long the pause grows behind them. Whoever guesses from one network is held off there; the
/// person is not, who comes from another one.
/// </summary>
public sealed record AttemptLimit(int Free, TimeSpan LongestPause)
{
    /// <summary>How long until one of them is forgotten although others go on; null where they are forgotten together.</summary>
    public TimeSpan? Fades { get; private init; }

    /// <summary>Somebody from one network.</summary>
    public static readonly AttemptLimit Here = new(5, TimeSpan.FromHours(1));

    /// <summary>Somebody from anywhere; does not hold off a network from which the person has come before.</summary>
    public static readonly AttemptLimit Anywhere = new(20, TimeSpan.FromMinutes(15));

    /// <summary>Anybody from one network, behind which a whole authority may sit: 200 an hour, and mistyping goes on all year.</summary>
    public static readonly AttemptLimit Network = new(200, TimeSpan.FromMinutes(5)) { Fades = TimeSpan.FromHours(1) / 200 };

    /// <summary>After so long without another one attempts are forgotten.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(24);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);

    /// <summary>With one more, and the moment from which the count fades on.</summary>
    public (int Failures, DateTime At) Count(int failures, DateTime at, DateTime now)
    {
        if (now - at > Memory)
            return (1, now);
        if (Fades is not { } fades)
            return (failures + 1, now);
        var faded = Math.Min(failures, (int)((now - at) / fades));
        return (failures - faded + 1, faded == failures ? now : at + (fades * faded));
    }

    /// <summary>Doubles with every failure.</summary>
    public TimeSpan PauseAfter(int failures)
    {
        if (failures < Free)
            return TimeSpan.Zero;
        var pause = FirstPause * Math.Pow(2, Math.Min(failures - Free, 10));
        return pause < LongestPause ? pause : LongestPause;
    }
}
