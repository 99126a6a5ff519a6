using RiskReport.Domain.Reminders;

namespace RiskReport.Web.Features.Reminders;

public sealed record RemindersPage
{
    public required int Year { get; init; }
    public required int Unfiled { get; init; }

    /// <summary>Of them, those that have not been asked today.</summary>
    public required int Askable { get; init; }
    public required bool MayAsk { get; init; }
    public required bool ByMail { get; init; }
    public required IReadOnlyList<(DateOnly OnDay, ReminderKind Kind, int Reminders)> Days { get; init; }
    public string? Problem { get; init; }
}

public sealed record TemplatesPage
{
    public required IReadOnlyDictionary<ReminderKind, ReminderTemplate> Current { get; init; }

    /// <summary>Who wrote what and why, the newest first.</summary>
    public required ILookup<ReminderKind, TemplateVersion> Versions { get; init; }
}

public sealed record TemplatePage
{
    public required ReminderTemplate Template { get; init; }
    public required int Version { get; init; }
    public string Reason { get; init; } = "";

    /// <summary>As it would read; null where it cannot be filled in.</summary>
    public ReminderText? Preview { get; init; }
    public IReadOnlyList<(string Field, string Message)> Problems { get; init; } = [];
}

public sealed record DeliveriesPage(IReadOnlyList<ReminderMail> Mails, int Number, bool HasMore);
