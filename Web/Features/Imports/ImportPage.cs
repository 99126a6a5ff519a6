using RiskReport.Domain.Imports;

namespace RiskReport.Web.Features.Imports;

public sealed record ImportsPage
{
    public required ImportUpload Upload { get; init; }
    public string? Problem { get; init; }
    public required string Region { get; init; }
    public required int ThisYear { get; init; }
    public required IReadOnlyList<ImportJob> Latest { get; init; }
    public required int Page { get; init; }
    public required int Pages { get; init; }
}

/// <summary>What is shown of an import: its problems, what is to be confirmed, or its enterprises.</summary>
public enum ImportTab
{
    Problems = 0,
    Warnings = 1,
    Outcomes = 2,
}

public sealed record ImportPage
{
    public required ImportJob Job { get; init; }
    public required string Region { get; init; }
    public required DateTime Now { get; init; }
    public required ImportSummary Summary { get; init; }
    public required IReadOnlyList<ProblemGroup> Groups { get; init; }
    public required ImportTab Tab { get; init; }
    public ImportOutcomeKind? Kind { get; init; }
    public UndoResult? Undone { get; init; }
    public string? Code { get; init; }
    public string? Column { get; init; }
    public IReadOnlyList<ImportProblem> Problems { get; init; } = [];
    public IReadOnlyList<ImportOutcome> Outcomes { get; init; } = [];
    public required int Page { get; init; }
    public required int PageSize { get; init; }
    public required int Total { get; init; }

    /// <summary>How many are kept.</summary>
    public required int Files { get; init; }

    /// <summary>Handed in by the very office that looks; one above is asked what the files are for.</summary>
    public required bool IsOwn { get; init; }
    public string? FilesReason { get; init; }
    public string? FilesProblem { get; init; }

    /// <summary>The same file taken before.</summary>
    public ImportJob? Same { get; init; }

    /// <summary>What was wrong with the last decision.</summary>
    public string? Problem { get; init; }

    public int Count(params ProblemLevel[] levels) => Groups.Where(g => levels.Contains(g.Level)).Sum(g => g.Cells);

    public int Warnings => Count(ProblemLevel.Warning);
}
