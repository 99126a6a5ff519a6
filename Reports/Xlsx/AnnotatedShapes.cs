using System.Buffers;
using System.Globalization;
using System.Text;

namespace RiskReport.Reports.Xlsx;

/// <summary>
/// The drawing that holds the boxes of the comments, in the old language VML; buttons and the boxes of other
/// comments stay as they are.
/// </summary>
internal sealed class AnnotatedShapes(XmlTokens tokens, Stream output, AnnotatedCommentPlan plan, int firstId) : TokenEdit(tokens, output)
{
    /// <summary>Shapes are numbered in blocks, which a drawing says it uses.</summary>
    public const int Block = 1024;

    /// <summary>A drawing without shapes.</summary>
    public static ReadOnlySpan<byte> Nothing => """
        <xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">
        <o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data=""/></o:shapelayout></xml>
        """u8;

    private const int LastTop = 1_048_570;

    private static ReadOnlySpan<byte> Type => "_x0000_t202"u8;

    private ReadOnlySpan<byte> Declarations => isDeclared
        ? " "u8
        : """ xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel" """u8;

    private readonly ArrayBufferWriter<byte> shape = new();
    private bool inShape;
    private bool isNote;
    private string? number;
    private int? row;
    private int? column;
    private bool hasType;
    private bool isDeclared;

    /// <summary>The highest number of a shape that this drawing uses.</summary>
    public static int LastId(XmlTokens tokens)
    {
        var last = 0;
        while (tokens.Next())
        {
            if (!tokens.Opening("shape"u8))
                continue;
            foreach (var name in new[] { tokens.Attribute("id"u8), tokens.Attribute("spid"u8) })
            {
                if (name is not null && name.StartsWith("_x0000_s", StringComparison.Ordinal)
                    && int.TryParse(name.AsSpan(8), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id < 1 << 26)
                    last = Math.Max(last, id);
            }
        }

        return last;
    }

    protected override void Edit()
    {
        if (In.Opening("xml"u8))
            isDeclared = Declares(In.Tag);
        if (inShape)
            EditShape();
        else if (In.Opening("shape"u8))
            BeginShape();
        else if (In.Closing("xml"u8) || (In.Kind == XmlToken.Empty && In.Opening("xml"u8)))
            BeforeEnd(WriteNew);
        else if (In.Opening("idmap"u8) && plan.Fresh.Count > 0)
            Attributed("data"u8, Encoding.ASCII.GetBytes(Blocks()));
        else
            CopyAround();
    }

    private void CopyAround()
    {
        if (In.Opening("shapetype"u8) && In.Tag.TryAttribute("id"u8, out var id) && id.SequenceEqual(Type))
            hasType = true;
        Copy();
    }

    private static bool Declares(XmlTag root) =>
        root.Namespace("v:"u8) == "urn:schemas-microsoft-com:vml" && root.Namespace("o:"u8) == "urn:schemas-microsoft-com:office:office"
        && root.Namespace("x:"u8) == "urn:schemas-microsoft-com:office:excel";

    private void BeginShape()
    {
        if (In.Kind == XmlToken.Empty)
        {
            Copy();
            return;
        }

        inShape = true;
        isNote = false;
        (row, column, number) = (null, null, null);
        shape.Clear();
        shape.Write(In.Raw);
    }

    /// <summary>A shape is kept back until it is known to whose comment it belongs.</summary>
    private void EditShape()
    {
        shape.Write(In.Raw);
        if (In.Opening("ClientData"u8))
            isNote = In.Attribute("ObjectType"u8) == "Note";
        else if (In.Opening("Row"u8) || In.Opening("Column"u8))
            number = "";
        else if (In.Kind == XmlToken.Other && number is not null)
            number += In.Text();
        else if (In.Closing("Row"u8))
            row = Taken();
        else if (In.Closing("Column"u8))
            column = Taken();
        else if (In.Closing("shape"u8))
            EndShape();
    }

    private void EndShape()
    {
        inShape = false;
        if (!isNote || row is null || column is null || !plan.Old.Contains((row.Value + 1, column.Value)))
            Out.Raw(shape.WrittenSpan);
    }

    private int? Taken()
    {
        var isNumber = int.TryParse(number, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value);
        number = null;
        return isNumber ? value : null;
    }

    private string Blocks()
    {
        var own = Enumerable.Range(firstId / Block, (plan.Fresh.Count / Block) + 1).Select(b => b.ToString(CultureInfo.InvariantCulture));
        return string.Join(',', (In.Attribute("data"u8) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Concat(own));
    }

    private void WriteNew()
    {
        if (plan.Fresh.Count > 0 && !hasType)
        {
            Out.Raw("<v:shapetype id=\""u8).Raw(Type).Raw("\""u8).Raw(Declarations)
                .Raw("coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\">"u8)
                .Raw("<v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>"u8);
        }

        var id = firstId;
        foreach (var (cellRow, cellColumn) in plan.Fresh)
            WriteShape(++id, cellRow - 1, cellColumn);
    }

    // hidden until the mouse is over the cell, from one row above it and one column to its right
    private void WriteShape(int id, int cellRow, int cellColumn)
    {
        var top = Math.Clamp(cellRow - 1, 0, LastTop);
        Out.Raw("<v:shape id=\"_x0000_s"u8).Number(id).Raw("\" type=\"#"u8).Raw(Type).Raw("\""u8).Raw(Declarations)
            .Raw("style=\"position:absolute;margin-left:60pt;margin-top:1.5pt;width:220pt;height:80pt;z-index:1;visibility:hidden\""u8)
            .Raw(" fillcolor=\"#ffffe1\" o:insetmode=\"auto\">"u8)
            .Raw("<v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/>"u8)
            .Raw("<v:textbox style=\"mso-direction-alt:auto\"><div style=\"text-align:left\"></div></v:textbox>"u8)
            .Raw("<x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>"u8)
            .Number(cellColumn + 1).Raw(", 15, "u8).Number(top).Raw(", 10, "u8).Number(cellColumn + 5).Raw(", 15, "u8).Number(top + 5)
            .Raw(", 4</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>"u8).Number(cellRow).Raw("</x:Row><x:Column>"u8).Number(cellColumn)
            .Raw("</x:Column></x:ClientData></v:shape>"u8);
    }
}
