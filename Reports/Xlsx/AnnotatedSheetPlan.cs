namespace RiskReport.Reports.Xlsx;

/// <summary>What a first look at a sheet found, and where its notes will go.</summary>
internal sealed class AnnotatedSheetPlan
{
    public required string Name { get; init; }

    public required string Part { get; init; }

    /// <summary>The place among all sheets, by which a defined name knows it.</summary>
    public required int Index { get; init; }

    public required IReadOnlyDictionary<int, RowNotes> Rows { get; init; }

    /// <summary>The column of the texts; null if there is nothing to say or no room.</summary>
    public int? NoteColumn { get; set; }

    /// <summary>Whether the column stood there from an earlier time.</summary>
    public bool IsReused { get; set; }

    public bool NeedsHeading => NoteColumn is not null && !IsReused;

    /// <summary>The format of the heading before the column.</summary>
    public int HeadingStyle { get; set; }

    public int LastRow { get; set; }

    /// <summary>Rows to be written that the file leaves out.</summary>
    public IReadOnlyList<int> MissingRows { get; set; } = [];

    public List<(int Min, int Max, int? Style, bool Hidden)> Columns { get; } = [];

    public CellRange? Filter { get; set; }

    public bool HasFilter { get; set; }

    /// <summary>The range of the filter when it is written anew.</summary>
    public CellRange? NewFilter { get; set; }

    public int MergedTo { get; set; } = -1;

    public string? LegacyDrawingId { get; set; }

    public List<string> TableIds { get; } = [];

    /// <summary>Whether a formula stands in the column that is cleared.</summary>
    public bool ClearsFormulas { get; set; }

    /// <summary>The relationship to give to the drawing of the comments, where the sheet has none.</summary>
    public string? NewDrawingId { get; set; }

    public IEnumerable<int> NotedRows => Rows.Keys.Where(r => r is >= 1 and <= 1_048_576).Order();

    public (int Min, int Max, int? Style, bool Hidden)? ColumnOf(int column)
    {
        foreach (var range in Columns)
        {
            if (range.Min <= column && column <= range.Max)
                return range;
        }

        return null;
    }

    /// <summary>The bad cells of a row by column, their texts together.</summary>
    public IReadOnlyList<CellNote> CellsOf(int row) => Rows.TryGetValue(row, out var notes)
        ? [.. notes.Cells.Where(c => c.Column is >= 0 and <= 16_383 && c.Column != NoteColumn)
            .GroupBy(c => c.Column, (column, same) => new CellNote(column, string.Join("\n", same.Select(c => c.Text))))
            .OrderBy(c => c.Column)]
        : [];
}
