using System.Globalization;
using System.Text;

namespace RiskReport.Reports.Xlsx;

/// <summary>The rows of a sheet: bad cells marked, earlier marks taken back, the text of each row in its column.</summary>
internal sealed class AnnotatedRows(Utf8Xml output, AnnotatedSheetPlan plan, AnnotatedStyles styles)
{
    private readonly Queue<int> missing = new(plan.MissingRows);
    private readonly Queue<(int Column, string? Text)> due = new();
    private byte[] prefix = [];
    private int row;
    private int? rowStyle;

    public void BeginRow(XmlTokens tag, int number)
    {
        prefix = tag.Prefix.ToArray();
        WriteMissing(number, prefix);
        Enter(number);
        rowStyle = due.Count > 0 && tag.Attribute("customFormat"u8) is "1" or "true" ? StyleOf(tag) : null;

        if (due.Count == 0)
        {
            output.Raw(tag.Raw);
            return;
        }

        // it says how far the cells of the row go, and need not be there
        tag.Tag.Write(output, "spans"u8, default, opened: true);
        if (tag.Kind == XmlToken.Empty)
        {
            WriteDue(int.MaxValue);
            output.Raw("</"u8).Raw(prefix).Raw("row>"u8);
        }
    }

    public void EndRow(XmlTokens tag)
    {
        WriteDue(int.MaxValue);
        output.Raw(tag.Raw);
    }

    /// <summary>Writes the cell at hand; true if what is in it is to be left out.</summary>
    public bool Cell(XmlTokens tag, SheetCursor cursor)
    {
        if (due.Count > 0)
            WriteDue(cursor.Column);

        if (due.TryPeek(out var next) && next.Column == cursor.Column)
            return Replace(tag, cursor, due.Dequeue().Text);
        if (cursor.Column == plan.NoteColumn && plan.IsReused && row > 1)
            return Clear(cursor);

        if (styles.HasMarks && cursor.Style() is var style && styles.IsMarked(style))
            tag.Tag.Write(output, "s"u8, Digits(styles.Unmarked(style)));
        else
            output.Raw(tag.Raw);
        return false;
    }

    /// <summary>Rows that the file leaves out, up to this one.</summary>
    public void WriteMissing(int before, byte[] elementPrefix)
    {
        while (missing.TryPeek(out var number) && number < before)
        {
            prefix = elementPrefix;
            Enter(missing.Dequeue());
            rowStyle = null;
            output.Raw("<"u8).Raw(prefix).Raw("row r=\""u8).Number(number).Raw("\">"u8);
            WriteDue(int.MaxValue);
            output.Raw("</"u8).Raw(prefix).Raw("row>"u8);
        }
    }

    private void Enter(int number)
    {
        row = number;
        due.Clear();
        foreach (var cell in plan.CellsOf(number).Where(c => plan.NoteColumn is null || c.Column < plan.NoteColumn))
            due.Enqueue((cell.Column, null));
        if (plan.NoteColumn is { } column)
        {
            if (number == 1 && !plan.IsReused)
                due.Enqueue((column, AnnotatedWorkbook.NoteHeading));
            else if (number > 1 && plan.Rows.TryGetValue(number, out var notes))
                due.Enqueue((column, notes.Summary));
        }

        foreach (var cell in plan.CellsOf(number).Where(c => c.Column > plan.NoteColumn))
            due.Enqueue((cell.Column, null));
    }

    private bool Replace(XmlTokens tag, SheetCursor cursor, string? text)
    {
        if (text is null)
        {
            tag.Tag.Write(output, "s"u8, Digits(styles.Marked(cursor.Style())));
            return false;
        }

        WriteText(cursor.Column, text);
        return true;
    }

    private bool Clear(SheetCursor cursor)
    {
        Begin(cursor.Column, styles.Note).Raw("\"/>"u8);
        return true;
    }

    private void WriteDue(int before)
    {
        while (due.TryPeek(out var next) && next.Column < before)
        {
            due.Dequeue();
            if (next.Text is { } text)
                WriteText(next.Column, text);
            else
                Begin(next.Column, styles.Marked(rowStyle ?? plan.ColumnOf(next.Column)?.Style ?? 0)).Raw("\"/>"u8);
        }
    }

    private void WriteText(int column, string text)
    {
        var style = row == 1 ? styles.Emphasised(plan.HeadingStyle) : FormulaText.LooksLikeOne(text) ? styles.QuotedNote : styles.Note;
        Begin(column, style).Raw("\" t=\"inlineStr\"><"u8).Raw(prefix).Raw("is><"u8).Raw(prefix).Raw("t xml:space=\"preserve\">"u8)
            .Text(CellText.Fitting(text)).Raw("</"u8).Raw(prefix).Raw("t></"u8).Raw(prefix).Raw("is></"u8).Raw(prefix).Raw("c>"u8);
    }

    private Utf8Xml Begin(int column, int style) => output.Raw("<"u8).Raw(prefix).Raw("c r=\""u8)
        .Text(CellReference.Of(column, row)).Raw("\" s=\""u8).Number(style);

    private static int? StyleOf(XmlTokens tag) => int.TryParse(tag.Attribute("s"u8), out var style) ? style : null;

    private static byte[] Digits(int number) => Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture));
}
