using RiskReport.Domain.Grading;

namespace RiskReport.Domain.Declarations;

/// <summary>The report one enterprise owes for one year, as far as it has come.</summary>
public sealed record Declaration
{
    public required long Id { get; init; }
    public required long EnterpriseId { get; init; }
    public required int Year { get; init; }
    public required DeclarationStatus Status { get; init; }
    public DeclarationType? Type { get; init; }
    public FilingSource? Source { get; init; }
    public bool? HasMajorRisk { get; init; }
    public RiskColour? Colour { get; init; }
    public decimal? TopScore { get; init; }
    public string? RuleSet { get; init; }
    public string? CatalogueEdition { get; init; }
    public string? Reasons { get; init; }
    public string? Basics { get; init; }
    public string? Draft { get; init; }

    /// <summary>Until when a returned report is to be filed again; kept until it is accepted.</summary>
    public DateOnly? ReturnDueOn { get; init; }
    public string? CommittedBy { get; init; }
    public string? CommittedRole { get; init; }
    public CommitWay? CommittedVia { get; init; }
    public string? PreparedBy { get; init; }

    /// <summary>The reasons given for what looked implausible, as stored.</summary>
    public string? Confirmations { get; init; }

    /// <summary>A change of the accepted report, or a write-off, that is on its way; what was accepted holds until it is accepted too.</summary>
    public DeclarationType? PendingType { get; init; }

    /// <summary>Being filled in (draft), submitted or returned.</summary>
    public DeclarationStatus? PendingStatus { get; init; }
    public RiskColour? PendingColour { get; init; }
    public DateTime? PendingAt { get; init; }
    public string? Pending { get; init; }

    /// <summary>Which version was accepted last and is in force, also while it is reopened, until another is filed in its place.</summary>
    public int? AcceptedVersion { get; init; }
    public DateTime? SubmittedAt { get; init; }
    public required int Version { get; init; }
    public required DateTime ChangedAt { get; init; }
    public required string ChangedBy { get; init; }
    public required string ChangeReason { get; init; }

    /// <summary>The enterprise may fill it in: before it is filed, when it was handed back, and while it changes what was accepted.</summary>
    public bool IsOpen => PendingType switch
    {
        null => Status is DeclarationStatus.NotFiled or DeclarationStatus.Draft or DeclarationStatus.Returned,
        DeclarationType.Change => PendingStatus is DeclarationStatus.Draft or DeclarationStatus.Returned,
        _ => false,
    };

    /// <summary>An office may file it by import or through its system: nobody has filed it yet, or only an office has, and nothing is on its way.</summary>
    public bool TakesImport => PendingType is null && (IsOpen || (Status == DeclarationStatus.Submitted && Source is FilingSource.Import or FilingSource.Api));

    public bool IsChange => PendingType == DeclarationType.Change;

    public bool IsReturned => PendingType is null ? Status == DeclarationStatus.Returned : PendingStatus == DeclarationStatus.Returned;

    /// <summary>Nothing is on its way and it may begin: a change only of what has been accepted.</summary>
    public bool MayChange => Status == DeclarationStatus.Accepted && PendingType is null;

    /// <summary>Also while a change is unfinished: it must not keep an office from what is due.</summary>
    public bool MayReopen => Status == DeclarationStatus.Accepted && IsAtRest;

    public bool MayBeWrittenOff => Status is not (DeclarationStatus.Submitted or DeclarationStatus.WrittenOff) && IsAtRest;

    private bool IsAtRest => PendingType is null || (IsChange && PendingStatus != DeclarationStatus.Submitted);

    /// <summary>The office has something to decide.</summary>
    public bool Waits => Status == DeclarationStatus.Submitted || PendingStatus == DeclarationStatus.Submitted;

    public bool IsFiled => Status is DeclarationStatus.Submitted or DeclarationStatus.Accepted;
}

/// <summary>A risk as stored: what was declared and how it was graded.</summary>
public sealed record GradedRisk(RiskFacts Facts, ItemGrade Grade);

/// <summary>One step in the life of a report.</summary>
public sealed record DeclarationEvent
{
    public required DateTime At { get; init; }
    public required DeclarationStatus Status { get; init; }
    public RiskColour? Colour { get; init; }
    public required string ChangedBy { get; init; }
    public required string ChangedFrom { get; init; }
    public required string ChangeReason { get; init; }
}
