using System.Text;
using RiskReport.Domain.Imports;

namespace RiskReport.Reports.Xlsx;

/// <summary>The first look at a sheet: where its cells end, whether the column is there already, what stands around the cells.</summary>
internal sealed class AnnotatedSheetScan
{
    // with many asterisks and blanks
    private const int LongestHeading = 64;

    private readonly XmlTokens tokens;
    private readonly SheetCursor cursor;
    private readonly AnnotatedSheetPlan plan;
    private readonly IReadOnlySet<int>? headingStrings;
    private readonly HashSet<int> unseen;
    private readonly HashSet<int> formulaColumns = [];
    private readonly StringBuilder text = new();
    private int used = -1;
    private int? heading;
    private bool isShared;
    private int style;

    private AnnotatedSheetScan(XmlTokens tokens, AnnotatedSheetPlan plan, IReadOnlySet<int>? headingStrings)
    {
        this.tokens = tokens;
        this.plan = plan;
        this.headingStrings = headingStrings;
        cursor = new SheetCursor(tokens);
        unseen = [1, .. plan.NotedRows];
    }

    /// <param name="headingStrings">The shared strings that are the heading of the column; null if no column is to be looked for.</param>
    public static void Run(XmlTokens tokens, AnnotatedSheetPlan plan, IReadOnlySet<int>? headingStrings, CancellationToken ct) =>
        new AnnotatedSheetScan(tokens, plan, headingStrings).Run(ct);

    public static bool IsHeading(string text) => text.Length < LongestHeading
        && SheetHeadings.IsProblemsColumn(text);

    private void Run(CancellationToken ct)
    {
        while (tokens.Next())
        {
            cursor.Follow();
            if (cursor.IsRow)
            {
                ct.ThrowIfCancellationRequested();
                unseen.Remove(cursor.Row);
            }
            else if (cursor.IsCell)
            {
                BeginCell();
            }
            else if (cursor.InCell)
            {
                LookInside();
            }
            else if (tokens.Opens || tokens.Kind == XmlToken.End)
            {
                LookAround();
            }
        }

        Decide();
    }

    private void BeginCell()
    {
        if (cursor.Row != 1)
            return;
        text.Clear();
        isShared = tokens.Attribute("t"u8) == "s";
        style = cursor.Style();
    }

    private void LookInside()
    {
        if (tokens.Depth == 4 && tokens.Opens)
        {
            used = Math.Max(used, cursor.Column);
            plan.LastRow = cursor.Row;
            if (cursor.Row == 1)
                plan.HeadingStyle = style;
            if (tokens.Opening("f"u8))
                formulaColumns.Add(cursor.Column);
        }
        else if (cursor.Row == 1 && tokens.Kind == XmlToken.Other)
        {
            text.Append(tokens.Text());
        }
        else if (cursor.Row == 1 && tokens.Depth == 4 && tokens.Kind == XmlToken.End && heading is null && headingStrings is not null)
        {
            var stored = text.ToString();
            if (isShared ? int.TryParse(stored, out var place) && headingStrings.Contains(place) : IsHeading(stored))
                heading = cursor.Column;
        }
    }

    private void LookAround()
    {
        if (tokens.Depth == 2 && tokens.Opening("col"u8) && cursor.Whole("min"u8) is { } min && cursor.Whole("max"u8) is { } max)
            plan.Columns.Add((min - 1, max - 1, cursor.Whole("style"u8), tokens.Attribute("hidden"u8) is "1" or "true"));
        else if (tokens.Depth == 1 && tokens.Opening("autoFilter"u8))
            (plan.HasFilter, plan.Filter) = (true, CellRange.Parse(tokens.Attribute("ref"u8)));
        else if (tokens.Depth == 2 && tokens.Opening("mergeCell"u8) && CellRange.Parse(tokens.Attribute("ref"u8)) is { } merged)
            plan.MergedTo = Math.Max(plan.MergedTo, merged.Right);
        else if (tokens.Depth == 1 && tokens.Opening("legacyDrawing"u8))
            plan.LegacyDrawingId = tokens.Attribute("id"u8);
        else if (tokens.Depth == 2 && tokens.Opening("tablePart"u8) && tokens.Attribute("id"u8) is { } table)
            plan.TableIds.Add(table);
    }

    private void Decide()
    {
        if (heading is { } old)
        {
            plan.NoteColumn = old;
            plan.IsReused = true;
            plan.ClearsFormulas = formulaColumns.Contains(old);
        }
        else if (plan.Rows.Count > 0)
        {
            plan.NoteColumn = Behind();
        }

        plan.MissingRows = [.. unseen.Where(r => plan.Rows.ContainsKey(r) || plan.NeedsHeading).Order()];
        plan.LastRow = Math.Max(plan.LastRow, plan.MissingRows.DefaultIfEmpty(1).Max());
    }

    /// <summary>A column beyond those that the reader takes would have the workbook refused when it is sent again.</summary>
    private int? Behind()
    {
        var limit = WorkbookLimits.Default.Columns;
        var last = plan.Rows.Values.SelectMany(r => r.Cells).Select(c => c.Column).Append(used).Max();
        var column = (plan.MergedTo + 1 < limit ? Math.Max(last, plan.MergedTo) : last) + 1;
        return column < limit ? column : null;
    }
}
