namespace RiskReport.Domain.Imports;

/// <summary>A bad cell: where it is, what stands in it, a stable code, and a sentence that says how to put it right.</summary>
public sealed record ImportProblem
{
    public required string Sheet { get; init; }

    /// <summary>The row number that Excel shows; 0 for the sheet as a whole.</summary>
    public required int Row { get; init; }
    public required string Column { get; init; }
    public required string Value { get; init; }
    public required string Code { get; init; }
    public required string Message { get; init; }
}
