using RiskReport.Domain.Audit;

namespace RiskReport.Domain.Changes;

/// <summary>What became of a report. The numbers are stored; the codes stand in the interface for other systems.</summary>
public enum ReportChangeKind
{
    /// <summary>The first version of the report.</summary>
    Filed = 1,

    /// <summary>A version in the place of the one before: corrected after a return, or imported anew.</summary>
    Replaced = 2,
    Returned = 3,
    Accepted = 4,

    /// <summary>The acceptance was taken back.</summary>
    Reopened = 5,

    /// <summary>A change waits; the accepted report is in force until it is accepted.</summary>
    ChangeFiled = 6,
    ChangeReturned = 7,
    ChangeAccepted = 8,

    /// <summary>A change was given up, or an application to be written off taken back.</summary>
    Withdrawn = 9,
    WriteOffAsked = 10,
    WriteOffRefused = 11,
    WrittenOff = 12,
    Restored = 13,

    /// <summary>The import that brought it was taken back: the version is void.</summary>
    Undone = 14,
    Regraded = 15,

    /// <summary>The enterprise is registered in another township: the last of it in this one's feed, as it stood.</summary>
    Left = 16,

    /// <summary>The same, in the feed of its new township.</summary>
    Arrived = 17,
}

public static class ReportChangeKindWords
{
    public static string Code(this ReportChangeKind kind) => kind switch
    {
        ReportChangeKind.Filed => "filed",
        ReportChangeKind.Replaced => "replaced",
        ReportChangeKind.Returned => "returned",
        ReportChangeKind.Accepted => "accepted",
        ReportChangeKind.Reopened => "reopened",
        ReportChangeKind.ChangeFiled => "changeFiled",
        ReportChangeKind.ChangeReturned => "changeReturned",
        ReportChangeKind.ChangeAccepted => "changeAccepted",
        ReportChangeKind.Withdrawn => "withdrawn",
        ReportChangeKind.WriteOffAsked => "writeOffAsked",
        ReportChangeKind.WriteOffRefused => "writeOffRefused",
        ReportChangeKind.WrittenOff => "writtenOff",
        ReportChangeKind.Restored => "restored",
        ReportChangeKind.Undone => "undone",
        ReportChangeKind.Regraded => "regraded",
        ReportChangeKind.Left => "left",
        ReportChangeKind.Arrived => "arrived",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static AuditAction Action(this ReportChangeKind kind) => kind switch
    {
        ReportChangeKind.Filed => AuditAction.ReportFiled,
        ReportChangeKind.Replaced => AuditAction.ReportReplaced,
        ReportChangeKind.Returned => AuditAction.ReportReturned,
        ReportChangeKind.Accepted => AuditAction.ReportAccepted,
        ReportChangeKind.Reopened => AuditAction.ReportReopened,
        ReportChangeKind.ChangeFiled => AuditAction.ChangeFiled,
        ReportChangeKind.ChangeReturned => AuditAction.ChangeReturned,
        ReportChangeKind.ChangeAccepted => AuditAction.ChangeAccepted,
        ReportChangeKind.Withdrawn => AuditAction.Withdrawn,
        ReportChangeKind.WriteOffAsked => AuditAction.WriteOffAsked,
        ReportChangeKind.WriteOffRefused => AuditAction.WriteOffRefused,
        ReportChangeKind.WrittenOff => AuditAction.WrittenOff,
        ReportChangeKind.Restored => AuditAction.Restored,
        ReportChangeKind.Undone => AuditAction.FilingUndone,
        ReportChangeKind.Regraded => AuditAction.Regraded,
        ReportChangeKind.Left => AuditAction.ReportLeft,
        ReportChangeKind.Arrived => AuditAction.ReportArrived,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
