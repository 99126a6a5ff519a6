using RiskReport.Domain.Fields;
using RiskReport.Domain.Imports;

namespace RiskReport.Data.Imports;

/// <summary>A problem as a table row; Row, Column and Value are words that SQL keeps for itself.</summary>
internal sealed record ProblemRow
{
    private const int BitsOfNumber = 9;
    private const int BitsOfRow = 21;
    private const int MostInRow = (1 << BitsOfNumber) - 1;

    public long ImportId { get; init; }

    /// <summary>By sheet, row and number within the row, so that a job that is run again finds the same place.</summary>
    public int Position { get; init; }
    public required string Sheet { get; init; }
    public required int RowNumber { get; init; }
    public required string ColumnName { get; init; }
    public int? ColumnIndex { get; init; }
    public required string CellValue { get; init; }
    public required string Code { get; init; }
    public required string Message { get; init; }
    public required ProblemLevel Level { get; init; }

    public static IEnumerable<ProblemRow> From(long importId, IEnumerable<ImportProblem> problems) => problems
        .GroupBy(p => (p.Sheet, p.Row))
        .SelectMany(row => row.Take(MostInRow).Select((p, i) => new ProblemRow
        {
            ImportId = importId,
            Position = (row.Key.Sheet == RiskFields.Sheet ? 1 << (BitsOfNumber + BitsOfRow) : 0) | (row.Key.Row << BitsOfNumber) | i,
            Sheet = p.Sheet,
            RowNumber = p.Row,
            ColumnName = Cut(p.Column, 60),
            ColumnIndex = p.ColumnIndex,
            CellValue = Cut(p.Value, 200),
            Code = p.Code,
            Message = Cut(p.Message, 600),
            Level = p.Level,
        }));

    public ImportProblem ToProblem() => new()
    {
        Sheet = Sheet,
        Row = RowNumber,
        Column = ColumnName,
        ColumnIndex = ColumnIndex,
        Value = CellValue,
        Code = Code,
        Message = Message,
        Level = Level,
    };

    private static string Cut(string text, int length) => text.Length <= length ? text : string.Concat(text.AsSpan(0, length - 1), "…");
}
