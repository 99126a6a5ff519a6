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
    public static TimeSpan? PauseAfter(int attempts, WebhookOutcome outcome) =>
        outcome != WebhookOutcome.Gone && attempts <= Pauses.Length ? Pauses[attempts - 1] : null;
}
