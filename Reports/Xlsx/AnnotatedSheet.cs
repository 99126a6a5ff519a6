using System.Globalization;
using System.Text;

namespace RiskReport.Reports.Xlsx;

/// <summary>
/// The sheet with its rows as <see cref="AnnotatedRows"/> writes them, and around them the width of the new column,
/// the filter and the drawing of the comments, each at the place that the format demands.
/// </summary>
internal sealed class AnnotatedSheet : TokenEdit
{
    private const double NoteWidth = 60;

    /// <summary>What may stand behind the cells, in its order; Excel calls a sheet broken that has another.</summary>
    private static readonly List<string> Behind =
    [
        "sheetData", "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate",
        "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions",
        "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors",
        "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls",
        "AlternateContent", "webPublishItems", "tableParts", "extLst",
    ];

    private readonly AnnotatedSheetPlan plan;
    private readonly string relations;
    private readonly SheetCursor cursor;
    private readonly AnnotatedRows rows;
    private bool filterIsDue;
    private bool drawingIsDue;
    private bool columnIsDue;

    /// <param name="relations">The address of relationships, which differs in strict workbooks.</param>
    public AnnotatedSheet(XmlTokens tokens, Stream output, AnnotatedSheetPlan plan, AnnotatedStyles styles, string relations)
        : base(tokens, output)
    {
        this.plan = plan;
        this.relations = relations;
        cursor = new SheetCursor(tokens);
        rows = new AnnotatedRows(Out, plan, styles);
        filterIsDue = plan is { NewFilter: not null, HasFilter: false };
        drawingIsDue = plan.NewDrawingId is not null;
        columnIsDue = plan.NeedsHeading && (plan.ColumnOf(plan.NoteColumn!.Value) is not { } covering || covering.Hidden);
    }

    protected override void Edit()
    {
        cursor.Follow();
        if (cursor.IsRow)
            rows.BeginRow(In, cursor.Row);
        else if (cursor.IsRowEnd)
            rows.EndRow(In);
        else if (cursor.IsCell)
            EditCell();
        else if (cursor.InCell || In.Kind == XmlToken.Other)
            Copy();
        else
            EditAround();
    }

    private void EditCell()
    {
        if (rows.Cell(In, cursor))
            SkipElement();
    }

    private void EditAround()
    {
        if (In.Depth == 0 && In.Kind != XmlToken.Start)
            BeforeEnd(() => WriteDue(int.MaxValue));
        else if (In.Depth == 1)
            EditPart();
        else if (In.Depth == 2 && In.Opening("col"u8))
            EditColumn();
        else
            Copy();
    }

    private void EditPart()
    {
        if (In.Opens)
            WriteDue(Behind.IndexOf(Encoding.UTF8.GetString(In.LocalName)));

        if (In.Opening("dimension"u8))
            SkipElement();
        else if (In.Opening("sheetData"u8))
            BeginData();
        else if (In.Closing("sheetData"u8))
            BeforeEnd(() => rows.WriteMissing(int.MaxValue, Prefix));
        else if (In.Closing("cols"u8) || (In.Kind == XmlToken.Empty && In.Opening("cols"u8)))
            BeforeEnd(WriteColumn);
        else if (In.Opening("autoFilter"u8) && plan.NewFilter is { } filter)
            Attributed("ref"u8, Encoding.UTF8.GetBytes(filter.ToString()));
        else
            Copy();
    }

    private void BeginData()
    {
        if (columnIsDue)
        {
            Open("cols"u8).Raw(">"u8);
            WriteColumn();
            Close("cols"u8);
        }

        if (In.Kind == XmlToken.Empty)
            BeforeEnd(() => rows.WriteMissing(int.MaxValue, Prefix));
        else
            Copy();
    }

    /// <summary>A hidden range that ends in the new column and beyond is parted around it.</summary>
    private void EditColumn()
    {
        var (min, max) = (cursor.Whole("min"u8) - 1, cursor.Whole("max"u8) - 1);
        if (!columnIsDue || max < plan.NoteColumn)
        {
            Copy();
            return;
        }

        if (min > plan.NoteColumn)
        {
            WriteColumn();
            Copy();
            return;
        }

        if (min < plan.NoteColumn)
            WriteRange("max"u8, plan.NoteColumn!.Value);
        WriteColumn();
        if (max > plan.NoteColumn)
            WriteRange("min"u8, plan.NoteColumn!.Value + 2);
        SkipElement();
    }

    private void WriteRange(ReadOnlySpan<byte> bound, int number)
    {
        Attributed(bound, Number(number));
        if (In.Kind == XmlToken.Start)
            Close("col"u8);
    }

    private void WriteColumn()
    {
        if (!columnIsDue)
            return;
        columnIsDue = false;
        var number = plan.NoteColumn!.Value + 1;
        Open("col"u8).Raw(" min=\""u8).Number(number).Raw("\" max=\""u8).Number(number)
            .Raw("\" width=\""u8).Number(NoteWidth).Raw("\" customWidth=\"1\"/>"u8);
    }

    /// <summary>What is to stand before the part of this place in the order.</summary>
    private void WriteDue(int place)
    {
        if (filterIsDue && place > Behind.IndexOf("autoFilter"))
        {
            filterIsDue = false;
            Open("autoFilter"u8).Raw(" ref=\""u8).Text(plan.NewFilter.ToString()).Raw("\"/>"u8);
        }

        if (drawingIsDue && place > Behind.IndexOf("legacyDrawing"))
        {
            drawingIsDue = false;
            Open("legacyDrawing"u8).Raw(" xmlns:r=\""u8).Text(relations).Raw("\" r:id=\""u8).Text(plan.NewDrawingId).Raw("\"/>"u8);
        }
    }

    private static byte[] Number(int number) => Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture));
}
