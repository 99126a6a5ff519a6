namespace RiskReport.Domain.Webhooks;

/// <summary>The numbers are stored.</summary>
public enum WebhookStatus
{
    Active = 1,

    /// <summary>Called in vain too often; goes on when somebody says so.</summary>
    Paused = 2,
    Ended = 3,
}

/// <summary>An address at which a client is told that there is something new in the feed.</summary>
public sealed record Webhook
{
    public const int MostOfAClient = 5;
    public const int LongestUrl = 500;

    /// <summary>How long calls are signed by the replaced secret too.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromDays(7);

    public required long Id { get; init; }
    public required string ClientId { get; init; }
    public required string RegionCode { get; init; }
    public required string Url { get; init; }

    /// <summary>Sealed.</summary>
    public required string Secret { get; init; }
    public string? PreviousSecret { get; init; }
    public DateTime? PreviousSecretUntil { get; init; }
    public required WebhookStatus Status { get; init; }
    public required DateTime ChangedAt { get; init; }
    public required string ChangedBy { get; init; }
    public required string ChangeReason { get; init; }

    /// <summary>The change up to which the client has been told.</summary>
    public required long ToldTo { get; init; }

    /// <summary>The message that waits: the same one until it has been taken or given up.</summary>
    public string? MessageId { get; init; }
    public long? MessageNumber { get; init; }
    public DateTime? MessageAt { get; init; }
    public required int Attempts { get; init; }
    public required DateTime NextTryAt { get; init; }
    public required int ClaimNumber { get; init; }
}

/// <summary>A call that was made. The numbers of the outcomes are stored.</summary>
public sealed record WebhookDelivery
{
    public required long WebhookId { get; init; }
    public required string MessageId { get; init; }
    public required bool IsTest { get; init; }
    public required int Attempt { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime At { get; init; }
    public required WebhookOutcome Outcome { get; init; }
    public int? StatusCode { get; init; }

    /// <summary>How long the receiver wants to be left alone; not kept.</summary>
    public TimeSpan? RetryAfter { get; init; }
    public required int Milliseconds { get; init; }
}

public enum WebhookOutcome
{
    Delivered = 1,

    /// <summary>Answered, but not with 2xx.</summary>
    Refused = 2,

    /// <summary>Answered with 410: never again.</summary>
    Gone = 3,
    TimedOut = 4,
    Unreachable = 5,

    /// <summary>The name leads to an address that must not be called from here.</summary>
    Forbidden = 6,

    /// <summary>The secret cannot be unsealed.</summary>
    WithoutKey = 7,
}

public static class WebhookWords
{
    public static string Word(this WebhookOutcome outcome) => outcome switch
    {
        WebhookOutcome.Delivered => "已送达",
        WebhookOutcome.Refused => "对方未接受",
        WebhookOutcome.Gone => "对方已不再接收",
        WebhookOutcome.TimedOut => "超时未答复",
        WebhookOutcome.Unreachable => "无法连接",
        WebhookOutcome.Forbidden => "地址不允许访问",
        WebhookOutcome.WithoutKey => "密钥无法读取，请更换密钥",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };
}
