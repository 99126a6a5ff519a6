using RiskReport.Domain.Accounts;
using RiskReport.Domain.Roster;

namespace RiskReport.Domain.Inbox;

/// <summary>The numbers are stored.</summary>
public enum NoticeKind
{
    RosterMade = 1,
    RosterFailed = 2,
    ScheduleStopped = 3,
    Reminder = 4,

    /// <summary>An enterprise is told what became of its report.</summary>
    ReportAnswered = 5,
    ImportEnded = 6,
}

/// <summary>Something that a person, or everyone of an office, is to be told.</summary>
public sealed record NewNotice
{
    private const int LongestTitle = 200;

    private readonly string title = "";

    public required NoticeKind Kind { get; init; }
    public required Office Office { get; init; }

    /// <summary>Empty: everyone of the office.</summary>
    public long? AccountId { get; init; }

    /// <summary>For everyone who acts for this enterprise, wherever it moves; no office is told.</summary>
    public long? EnterpriseId { get; init; }
    public required string Title { get => title; init => title = value.ShortenedTo(LongestTitle); }
    public required string Body { get; init; }

    /// <summary>Where it leads, as a path of this site.</summary>
    public required string Link { get; init; }
    public long? JobId { get; init; }
    public required string CreatedBy { get; init; }
}

/// <summary>A notice as one reader finds it, with what there is to say of the file it is about.</summary>
public sealed record Notice
{
    /// <summary>What was asked for in the reader's own office, rather than told to it.</summary>
    public bool IsAskedFor => Kind is NoticeKind.RosterMade or NoticeKind.RosterFailed or NoticeKind.ScheduleStopped or NoticeKind.ImportEnded;

    public required long Id { get; init; }
    public required NoticeKind Kind { get; init; }
    public required string Title { get; init; }
    public required string Body { get; init; }
    public required string Link { get; init; }
    public required bool IsShared { get; init; }
    public required bool IsRead { get; init; }
    public required DateTime CreatedAt { get; init; }
    public required string CreatedBy { get; init; }
    public long? JobId { get; init; }
    public RosterJobStatus? JobStatus { get; init; }
    public long? Rows { get; init; }
    public DateTime? ExpiresAt { get; init; }

    public bool HasFile(DateTime now) => JobStatus == RosterJobStatus.Made && now < ExpiresAt;
}
