namespace RiskReport.Data.Reminders;

/// <summary>How far the looking for reminders has come on a day.</summary>
public sealed record ReminderRun
{
    public required DateOnly OnDay { get; init; }

    /// <summary>The day that was looked at to the end before.</summary>
    public required DateOnly Since { get; init; }
    public required long AfterId { get; init; }
    public DateTime? FinishedAt { get; init; }
}
