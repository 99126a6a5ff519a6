using System.Text;

namespace RiskReport.Reports.Xlsx;

/// <summary>Looks through the workbook and says of each part what becomes of it.</summary>
internal sealed class AnnotatedPlan(WorkbookPackage package, WorkbookNotes notes, WorkbookLimits limits, CancellationToken ct)
{
    private const string Types = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    private const string Strict = "http://purl.oclc.org/ooxml/";

    private readonly AnnotatedPackage result = new(package);
    private readonly List<AnnotatedSheetPlan> sheets = [];
    private readonly Dictionary<int, string> filters = [];
    private string book = "";
    private string folder = "";
    private bool isStrict;
    private IReadOnlyList<Relationship> related = [];

    private string Relations => isStrict ? Strict + "officeDocument/relationships" : "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private string Main => isStrict ? Strict + "spreadsheetml/main" : "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    public AnnotatedPackage Make()
    {
        book = package.Relationships("").FirstOrDefault(r => r.Type == "officeDocument")?.Part ?? throw WorkbookException.Corrupt();
        folder = WorkbookPackage.FolderOf(book);
        related = package.Relationships(book);
        var summary = ReadBook();
        var styles = ReadStyles();
        var headings = ReadHeadings();
        var lastShape = LastShape();
        foreach (var sheet in sheets)
            PlanSheet(sheet, styles, headings, ref lastShape);

        result.Edit(summary.Part, output => new AnnotatedSummarySheet(output, notes, styles, Main));
        if (summary.ReplacesId is not null && package.Has(WorkbookPackage.RelationshipsOf(summary.Part)))
            result.Drop(book, WorkbookPackage.RelationshipsOf(summary.Part));
        filters[summary.Index] = AnnotatedSummarySheet.Range(notes).OnSheet(summary.Name);
        result.Edit(book, output => new AnnotatedBook(package.Tokens(book), output, summary, Relations, filters));
        return result;
    }

    private AnnotatedSummary ReadBook()
    {
        var ids = new HashSet<int>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        AnnotatedSummary? replaced = null;
        var index = 0;
        using var tokens = package.Tokens(book);
        while (tokens.Next())
        {
            if (tokens.Depth == 0 && tokens.Opens)
                isStrict = tokens.Tag.Namespace(tokens.Prefix)?.StartsWith(Strict, StringComparison.Ordinal) ?? false;
            if (tokens.Depth != 2 || !tokens.Opening("sheet"u8))
                continue;

            var name = tokens.Attribute("name"u8) ?? throw WorkbookException.Corrupt();
            var id = tokens.Attribute("id"u8) ?? "";
            var target = related.FirstOrDefault(r => r.Id == id) ?? throw WorkbookException.Corrupt();
            if (int.TryParse(tokens.Attribute("sheetId"u8), out var sheetId))
                ids.Add(sheetId);
            if (target.Type == "worksheet" && name == AnnotatedWorkbook.SummarySheet)
                replaced = new AnnotatedSummary(name, target.Part, index, sheetId, id, id);
            else if (target.Type == "worksheet" && names.Add(name))
                AddSheet(name, target.Part, index);
            names.Add(name);
            index++;
        }

        return replaced ?? NewSummary(index, ids, names);
    }

    private void AddSheet(string name, string part, int index) => sheets.Add(new AnnotatedSheetPlan
    {
        Name = name,
        Part = part,
        Index = index,
        Rows = notes.Sheets.FirstOrDefault(s => s.Sheet == name)?.Rows ?? new Dictionary<int, RowNotes>(),
    });

    private AnnotatedSummary NewSummary(int index, HashSet<int> ids, HashSet<string> names)
    {
        var part = result.Add(folder + "worksheets/", "sheet", "xml", Types + ".worksheet+xml");
        var name = AnnotatedWorkbook.SummarySheet;
        for (var number = 2; names.Contains(name); number++)
            name = $"{AnnotatedWorkbook.SummarySheet}({number})";
        return new AnnotatedSummary(
            name, part, index, Enumerable.Range(1, 65_534).First(i => !ids.Contains(i)), result.Relate(book, Relations + "/worksheet", part), null);
    }

    private AnnotatedStyles ReadStyles()
    {
        var nothing = Encoding.UTF8.GetBytes($"<styleSheet xmlns=\"{Main}\"/>");
        if (related.FirstOrDefault(r => r.Type == "styles")?.Part is not { } part)
        {
            part = result.Add(folder, "styles", "xml", Types + ".styles+xml");
            result.Relate(book, Relations + "/styles", part);
        }

        using var tokens = new XmlTokens(OpenOr(part, nothing));
        var styles = AnnotatedStyles.Read(tokens);
        result.EditLast(part, output => new AnnotatedStylesPart(new XmlTokens(OpenOr(part, nothing)), output, styles));
        return styles;
    }

    private HashSet<int> ReadHeadings()
    {
        var found = new HashSet<int>();
        if (related.FirstOrDefault(r => r.Type == "sharedStrings")?.Part is not { } part || !package.Has(part))
            return found;

        using var strings = package.Read(part, limits.StringTableBytes);
        var text = new CellText(strings, limits, () => null);
        var place = 0;
        while (strings.Read())
        {
            if (!strings.IsStart("si"))
                continue;
            if (AnnotatedSheetScan.IsHeading(text.ReadRich()))
                found.Add(place);
            place++;
        }

        return found;
    }

    private int LastShape()
    {
        var last = 0;
        foreach (var part in package.Parts.Where(p => p.EndsWith(".vml", StringComparison.OrdinalIgnoreCase)))
        {
            using var tokens = package.Tokens(part);
            last = Math.Max(last, AnnotatedShapes.LastId(tokens));
        }

        return last;
    }

    private void PlanSheet(AnnotatedSheetPlan sheet, AnnotatedStyles styles, HashSet<int> headings, ref int lastShape)
    {
        var around = package.Relationships(sheet.Part);
        var comments = new AnnotatedCommentPlan();
        var commentPart = around.FirstOrDefault(r => r.Type == "comments")?.Part;
        if (commentPart is not null)
            AnnotatedComments.Scan(package.OpenXml(commentPart), comments);

        var isNoted = notes.Sheets.Any(s => s.Sheet == sheet.Name);
        if (isNoted || comments.HasOurs)
            Scan(sheet, isNoted ? headings : null);
        comments.Take(sheet);
        PlanFilter(sheet, around);
        if (comments.ChangesAnything)
            PlanComments(sheet, comments, around, commentPart, ref lastShape);
        if (sheet.ClearsFormulas && related.FirstOrDefault(r => r.Type == "calcChain")?.Part is { } chain)
            result.Drop(book, chain);
        if (sheet.Rows.Count > 0 || sheet.NoteColumn is not null || styles.HasMarks)
            result.Edit(sheet.Part, output => new AnnotatedSheet(package.Tokens(sheet.Part), output, sheet, styles, Relations));
    }

    private void Scan(AnnotatedSheetPlan sheet, HashSet<int>? headings)
    {
        using var tokens = package.Tokens(sheet.Part);
        AnnotatedSheetScan.Run(tokens, sheet, headings, ct);
    }

    /// <summary>A filter over the rows of a table would be a second one, which Excel repairs away.</summary>
    private void PlanFilter(AnnotatedSheetPlan sheet, IReadOnlyList<Relationship> around)
    {
        if (sheet.NoteColumn is not { } column)
            return;
        if (sheet.NeedsHeading)
        {
            foreach (var table in around.Where(r => sheet.TableIds.Contains(r.Id)).Select(r => r.Part))
                PlanTable(table, column);
        }

        if (sheet.HasFilter)
            sheet.NewFilter = sheet.Filter is { } filter && filter.Left <= column ? filter.ToColumn(column) : null;
        else if (sheet.NeedsHeading && sheet.TableIds.Count == 0)
            sheet.NewFilter = new CellRange(0, 1, column, sheet.LastRow);
        if (sheet.NewFilter is { } range)
            filters[sheet.Index] = range.OnSheet(sheet.Name);
    }

    private void PlanTable(string part, int column)
    {
        using var tokens = package.Tokens(part);
        if (AnnotatedTable.CanTake(tokens, column) is { } lastId)
            result.Edit(part, output => new AnnotatedTable(package.Tokens(part), output, column, lastId));
    }

    private void PlanComments(
        AnnotatedSheetPlan sheet, AnnotatedCommentPlan comments, IReadOnlyList<Relationship> around, string? part, ref int lastShape)
    {
        if (part is null)
        {
            part = result.Add(folder, "comments", "xml", Types + ".comments+xml");
            result.Relate(sheet.Part, Relations + "/comments", part);
        }

        result.Edit(part, output => new AnnotatedComments(OpenOr(part, AnnotatedComments.Nothing(Main)), output, comments));

        var drawing = around.FirstOrDefault(r => r.Id == sheet.LegacyDrawingId)?.Part;
        if (drawing is null && comments.Fresh.Count == 0)
            return;
        if (drawing is null)
        {
            drawing = result.Add(folder + "drawings/", "vmlDrawing", "vml", "application/vnd.openxmlformats-officedocument.vmlDrawing");
            sheet.NewDrawingId = result.Relate(sheet.Part, Relations + "/vmlDrawing", drawing);
        }

        var firstId = ((lastShape / AnnotatedShapes.Block) + 1) * AnnotatedShapes.Block;
        lastShape = firstId + comments.Fresh.Count;
        result.Edit(drawing, output => new AnnotatedShapes(new XmlTokens(OpenOr(drawing, AnnotatedShapes.Nothing.ToArray())), output, comments, firstId));
    }

    private Stream OpenOr(string part, byte[] nothing) => package.Has(part) ? package.OpenXml(part) : new MemoryStream(nothing);
}
