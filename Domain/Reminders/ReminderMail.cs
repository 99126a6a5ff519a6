using RiskReport.Domain.Mail;

namespace RiskReport.Domain.Reminders;

/// <summary>Where a message stands. The numbers are stored.</summary>
public enum ReminderMailStatus
{
    Waiting = 0,
    Sending = 1,
    Sent = 2,
    Refused = 3,
    GivenUp = 4,
}

public static class ReminderMailStatusWords
{
    public static string Word(this ReminderMailStatus status) => status switch
    {
        ReminderMailStatus.Waiting => "等待发送",
        ReminderMailStatus.Sending => "正在发送",
        ReminderMailStatus.Sent => "已发出",
        ReminderMailStatus.Refused => "对方拒收",
        ReminderMailStatus.GivenUp => "已停止",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };
}

/// <summary>A message with what one receiver is told on a day.</summary>
public sealed record ReminderMail
{
    private static readonly TimeSpan[] Pauses =
        [TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(20), TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(8), TimeSpan.FromHours(12)];

    /// <summary>Over a day, since a mail server may be away for a night.</summary>
    public static readonly int MostAttempts = Pauses.Length + 1;

    public required long Id { get; init; }
    public required string Address { get; init; }
    public required DateOnly OnDay { get; init; }
    public required int Reminders { get; init; }
    public required string Subject { get; init; }
    public string Body { get; init; } = "";
    public required ReminderMailStatus Status { get; init; }
    public required int Attempts { get; init; }
    public int ClaimNumber { get; init; }
    public DateTime? EndedAt { get; init; }

    /// <summary>False when the mailbox is no longer its account's, or nothing that it says holds any more.</summary>
    public bool IsWanted { get; init; }

    public string MaskedAddress => MailAddress.Mask(Address);

    /// <summary>How long to wait after an attempt that failed.</summary>
    public TimeSpan Pause => Pauses[Math.Min(Attempts, Pauses.Length) - 1];
}
