namespace RiskReport.Domain.Webhooks;

/// <summary>When a call that failed is made again.</summary>
public static class WebhookSchedule
{
    /// <summary>After a call that was taken, whatever changes meanwhile: changes close together make one call.</summary>
    public static readonly TimeSpan Breath = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(6), TimeSpan.FromHours(24),
    ];

    /// <summary>How long to wait after so many attempts at the same message; null when it was the last one.</summary>
    /// <param name="asked">How long the receiver wants to be left alone; it is, for a day at most.</param>
    /// <param name="share">Of 0 to 1, by chance: up to a tenth sooner, so that not all who were away together are called together.</param>
    public static TimeSpan? PauseAfter(int attempts, WebhookOutcome outcome, TimeSpan? asked = null, double share = 0)
    {
        if (outcome == WebhookOutcome.Gone || attempts > Pauses.Length)
            return null;
        var pause = Pauses[attempts - 1] * (1 - (share / 10));
        var wish = asked < Pauses[^1] ? asked.Value : asked is null ? TimeSpan.Zero : Pauses[^1];
        return wish > pause ? wish : pause;
    }
}
