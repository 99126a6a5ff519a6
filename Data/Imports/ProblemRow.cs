using RiskReport.Domain.Imports;

namespace RiskReport.Data.Imports;

/// <summary>A problem as a table row; Row, Column and Value are words that SQL keeps for itself.</summary>
internal sealed record ProblemRow
{
    public long ImportId { get; init; }
    public int Position { get; init; }
    public required string Sheet { get; init; }
    public required int RowNumber { get; init; }
    public required string ColumnName { get; init; }
    public required string CellValue { get; init; }
    public required string Code { get; init; }
    public required string Message { get; init; }

    public static ProblemRow From(long importId, int position, ImportProblem problem) => new()
    {
        ImportId = importId,
        Position = position,
        Sheet = problem.Sheet,
        RowNumber = problem.Row,
        ColumnName = Cut(problem.Column, 60),
        CellValue = Cut(problem.Value, 200),
        Code = problem.Code,
        Message = Cut(problem.Message, 600),
    };

    public ImportProblem ToProblem() => new()
    {
        Sheet = Sheet,
        Row = RowNumber,
        Column = ColumnName,
        Value = CellValue,
        Code = Code,
        Message = Message,
    };

    private static string Cut(string text, int length) => text.Length <= length ? text : string.Concat(text.AsSpan(0, length - 1), "…");
}
