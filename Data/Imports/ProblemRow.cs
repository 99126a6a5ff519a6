using RiskReport.Domain.Fields;
using RiskReport.Domain.Imports;

namespace RiskReport.Data.Imports;

/// <summary>A problem as a table row; Row, Column and Value are words that SQL keeps for itself.</summary>
internal sealed record ProblemRow
{
    private const int BitsOfNumber = 9;
    private const int BitsOfRow = 21;
    private const int MostInRow = (1 << BitsOfNumber) - 1;

    internal const string Insert = """
        INSERT INTO ImportProblem (ImportId, Position, Sheet, RowNumber, ColumnName, ColumnIndex, CellValue, Code, Message, Level)
        VALUES (@ImportId, @Position, @Sheet, @RowNumber, @ColumnName, @ColumnIndex, @CellValue, @Code, @Message, @Level)
        """;

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

    public static IEnumerable<ProblemRow> From(long importId, IEnumerable<ImportProblem> problems) =>
        InOrder(importId, problems.GroupBy(p => (p.Sheet, p.Row)).SelectMany(row => row));

    /// <summary>Of problems that stand together by row already, one after the other.</summary>
    public static IEnumerable<ProblemRow> InOrder(long importId, IEnumerable<ImportProblem> problems)
    {
        var (sheet, row, number) = ("", -1, 0);
        foreach (var problem in problems)
        {
            number = problem.Row == row && problem.Sheet == sheet ? number + 1 : 0;
            (sheet, row) = (problem.Sheet, problem.Row);
            if (number < MostInRow)
                yield return Of(importId, problem, number);
        }
    }

    private static ProblemRow Of(long importId, ImportProblem problem, int number) => new()
    {
        ImportId = importId,
        Position = (problem.Sheet == RiskFields.Sheet ? 1 << (BitsOfNumber + BitsOfRow) : 0) | (problem.Row << BitsOfNumber) | number,
        Sheet = problem.Sheet,
        RowNumber = problem.Row,
        ColumnName = Cut(problem.Column, 60),
        ColumnIndex = problem.ColumnIndex,
        CellValue = Cut(problem.Value, 200),
        Code = problem.Code,
        Message = Cut(problem.Message, 600),
        Level = problem.Level,
    };

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
