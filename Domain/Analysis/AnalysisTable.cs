using RiskReport.Domain.Grading;
using RiskReport.Domain.Tables;

namespace RiskReport.Domain.Analysis;

/// <summary>A table of figures. The page, the chart beside it and every file are made of this one, so they cannot disagree.</summary>
public sealed record AnalysisTable
{
    /// <summary>Its name on the page.</summary>
    public required string Id { get; init; }
    public required string Heading { get; init; }

    /// <summary>What is counted, of what.</summary>
    public required string Note { get; init; }
    public required IReadOnlyList<TableColumn<AnalysisLine>> Columns { get; init; }
    public required IReadOnlyList<AnalysisLine> Lines { get; init; }

    /// <summary>The columns that are drawn as bars, each with the grade whose colour it has; none where there is no chart.</summary>
    public IReadOnlyList<(int Column, RiskColour? Colour)> Bars { get; init; } = [];

    /// <summary>A column over the cell of its place.</summary>
    public static TableColumn<AnalysisLine> Column(int place, string heading, ValueKind kind, double width) =>
        new(heading, kind, width, line => line.Cells[place].Value);
}

public sealed record AnalysisLine(IReadOnlyList<AnalysisCell> Cells, bool IsSum = false);

/// <param name="Counts">The very enterprises that the figure counts, where their names can be listed.</param>
public sealed record AnalysisCell(object? Value, FigureFilter? Counts = null);
