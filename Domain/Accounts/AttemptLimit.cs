namespace RiskReport.Domain.Accounts;

/// <summary>
/// How many attempts are free, and how long the pause grows behind them. Whoever guesses from one network is held off there; the
/// person is not, who comes from another one.
/// </summary>
public sealed record AttemptLimit(int Free, TimeSpan LongestPause)
{
    /// <summary>Somebody from one network.</summary>
    public static readonly AttemptLimit Here = new(5, TimeSpan.FromHours(1));

    /// <summary>Somebody from anywhere; does not hold off a network from which the person has come before.</summary>
    public static readonly AttemptLimit Anywhere = new(20, TimeSpan.FromMinutes(15));

    /// <summary>Anybody from one network, behind which a whole authority may sit.</summary>
    public static readonly AttemptLimit Network = new(200, TimeSpan.FromMinutes(5));

    /// <summary>After so long without another one attempts are forgotten.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(24);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);

    /// <summary>Doubles with every failure.</summary>
    public TimeSpan PauseAfter(int failures)
    {
        if (failures < Free)
            return TimeSpan.Zero;
        var pause = FirstPause * Math.Pow(2, Math.Min(failures - Free, 10));
        return pause < LongestPause ? pause : LongestPause;
    }
}
