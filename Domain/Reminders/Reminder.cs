using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;

namespace RiskReport.Domain.Reminders;

/// <summary>Why an enterprise is reminded. The numbers are stored.</summary>
public enum ReminderKind
{
    /// <summary>Not filed, and the last day comes near.</summary>
    Due = 1,

    /// <summary>Not filed, and the last day is over.</summary>
    Overdue = 2,

    /// <summary>Returned, and not filed again by the day that was set.</summary>
    Returned = 3,

    /// <summary>Its township asked for the report.</summary>
    Asked = 4,

    /// <summary>Returned, and the day that was set comes near.</summary>
    ReturnDue = 5,
}

public static class ReminderKindWords
{
    public static string Word(this ReminderKind kind) => kind switch
    {
        ReminderKind.Due => "临近截止",
        ReminderKind.Overdue => "逾期未报",
        ReminderKind.Returned => "退回未改",
        ReminderKind.Asked => "催报",
        ReminderKind.ReturnDue => "退回待改",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>The name in addresses.</summary>
    public static string Code(this ReminderKind kind) => kind.ToString().ToLowerInvariant();

    public static ReminderKind? Parse(string? code) => Enum.GetValues<ReminderKind>().Where(k => k.Code() == code).Select(k => (ReminderKind?)k).FirstOrDefault();
}

/// <summary>A report that is owed: what decides whether its enterprise is reminded, and what the reminder says.</summary>
public sealed record OwedReport
{
    public required long DeclarationId { get; init; }
    public required long EnterpriseId { get; init; }
    public required int Year { get; init; }
    public required string Name { get; init; }
    public required string TownshipCode { get; init; }
    public required string Township { get; init; }
    public required string IndustryCode { get; init; }
    public required Scale Scale { get; init; }
    public required DeclarationStatus Status { get; init; }

    /// <summary>Since when it is owed: a phase that was over by then is none of its own.</summary>
    public required DateOnly OwedSince { get; init; }
    public DateOnly? ReturnDueOn { get; init; }

    /// <summary>When it was reminded by a run that broke off; what lies before that day has been said.</summary>
    public DateOnly? ToldOn { get; init; }
}

/// <summary>That an enterprise is to be told of a report on a day.</summary>
public sealed record Reminder(OwedReport Report, ReminderKind Kind, DateOnly DueOn, DateOnly OnDay)
{
    public int DaysLeft => DueOn.DayNumber - OnDay.DayNumber;
}
