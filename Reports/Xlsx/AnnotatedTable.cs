using System.Globalization;
using System.Text;

namespace RiskReport.Reports.Xlsx;

/// <summary>An Excel table with the new column as its last one.</summary>
internal sealed class AnnotatedTable(XmlTokens tokens, Stream output, int column, int lastId) : TokenEdit(tokens, output)
{
    /// <summary>The highest number of its columns if the table can take in the column right beside it; null if it cannot.</summary>
    public static int? CanTake(XmlTokens tokens, int column)
    {
        var last = 0;
        while (tokens.Next())
        {
            if (tokens.Depth == 0 && tokens.Opens && !IsPlain(tokens, column))
                return null;
            if (tokens.Depth == 2 && tokens.Opening("tableColumn"u8))
                last = Math.Max(last, int.TryParse(tokens.Attribute("id"u8), out var id) ? id : 0);
        }

        return last;
    }

    protected override void Edit()
    {
        if ((In.Depth == 0 && In.Opens) || (In.Depth == 1 && In.Opening("autoFilter"u8)))
            Widen();
        else if (In.Depth == 1 && In.Opening("tableColumns"u8) && int.TryParse(In.Attribute("count"u8), out var count))
            Attributed("count"u8, Number(count + 1));
        else if (In.Depth == 1 && In.Closing("tableColumns"u8))
            BeforeEnd(() => Open("tableColumn"u8).Raw(" id=\""u8).Number(lastId + 1).Raw("\" name=\""u8).Text(AnnotatedWorkbook.NoteHeading).Raw("\"/>"u8));
        else
            Copy();
    }

    /// <summary>One that is fed from elsewhere, or has no headings in the row of ours, is left as it is.</summary>
    private static bool IsPlain(XmlTokens table, int column) =>
        CellRange.Parse(table.Attribute("ref"u8)) is { Top: 1 } range && range.Right == column - 1
        && table.Attribute("headerRowCount"u8) is null or "1" && table.Attribute("tableType"u8) is null or "worksheet";

    private void Widen()
    {
        if (CellRange.Parse(In.Attribute("ref"u8)) is { } range)
            Attributed("ref"u8, Encoding.ASCII.GetBytes(range.ToColumn(column).ToString()));
        else
            Copy();
    }

    private static byte[] Number(int number) => Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture));
}
