namespace RiskReport.Reports.Xlsx;

/// <param name="Column">Counts from zero.</param>
public sealed record CellNote(int Column, string Text);

/// <param name="Summary">What stands in the added column; row 1 has its heading there instead.</param>
public sealed record RowNotes(string Summary, IReadOnlyList<CellNote> Cells);

/// <param name="Rows">By the number that Excel shows.</param>
public sealed record SheetNotes(string Sheet, IReadOnlyDictionary<int, RowNotes> Rows);

/// <summary>One line of the summary sheet.</summary>
public sealed record SummaryLine(string Sheet, int Row, string? Address, string Column, string Value, string Code, string Message);

/// <summary>What an import has to say about a workbook, by sheet and cell, and as one list.</summary>
/// <param name="Cover">What stands above the list.</param>
public sealed record WorkbookNotes(
    IReadOnlyList<SheetNotes> Sheets, IReadOnlyList<(string Label, string Text)> Cover, IReadOnlyList<SummaryLine> Lines);
