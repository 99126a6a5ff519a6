using RiskReport.Reports.Uploads;

namespace RiskReport.Reports.Xlsx;

/// <summary>
/// Reads the values of an .xlsx (or .xlsm) row by row within <see cref="WorkbookLimits"/>. A file that cannot be used
/// throws <see cref="WorkbookException"/>, on opening or while its rows are read.
/// </summary>
public sealed class WorkbookReader : ITables
{
    private readonly WorkbookPackage package;
    private readonly WorkbookLimits limits;
    private readonly Dictionary<string, string> partOfSheet = new(StringComparer.Ordinal);
    private readonly List<WorkbookSheet> sheets = [];
    private readonly string? stringsPart;
    private readonly string? stylesPart;
    private bool from1904;
    private CellSources? sources;

    private WorkbookReader(WorkbookPackage package, WorkbookLimits limits)
    {
        this.package = package;
        this.limits = limits;
        var book = package.Relationships("").FirstOrDefault(r => r.Type == "officeDocument")?.Part ?? throw NoBook();
        var related = package.Relationships(book);
        stringsPart = related.FirstOrDefault(r => r.Type == "sharedStrings")?.Part;
        stylesPart = related.FirstOrDefault(r => r.Type == "styles")?.Part;
        ReadBook(book, related);
    }

    public IReadOnlyList<WorkbookSheet> Sheets => sheets;

    /// <param name="file">Must be able to seek; stays open.</param>
    public static WorkbookReader Open(Stream file, WorkbookLimits limits)
    {
        switch (FileSignature.Of(file, limits))
        {
            case FileKind.Xls:
                throw WorkbookException.Xls();
            case FileKind.Text:
                throw WorkbookException.NotAWorkbook();
        }

        WorkbookPackage? package = null;
        try
        {
            package = new WorkbookPackage(file, limits);
            return new WorkbookReader(package, limits);
        }
        catch
        {
            package?.Dispose();
            throw;
        }
    }

    /// <summary>The rows that hold a value, in the order of the file.</summary>
    public IEnumerable<WorkbookRow> Rows(string sheetName)
    {
        var part = partOfSheet[sheetName];
        sources ??= new CellSources(ReadStrings(), ReadFormats(), from1904);
        using var rows = new SheetRows(sheetName, package.Read(part, limits.InflatedBytes), sources, limits);
        while (rows.Next() is { } row)
            yield return row;
    }

    /// <summary>Where a sheet lies in the file.</summary>
    internal string PartOf(string sheetName) => partOfSheet[sheetName];

    private void ReadBook(string book, IReadOnlyList<Relationship> related)
    {
        // Word and PowerPoint files, and the binary .xlsb, are zips with an officeDocument too
        if (book.EndsWith(".bin", StringComparison.OrdinalIgnoreCase))
            throw WorkbookException.OtherFormat("二进制工作簿(.xlsb)");

        var byId = related.ToLookup(r => r.Id, StringComparer.Ordinal);
        using var part = package.Read(book);
        while (part.Read())
        {
            if (part.Depth == 0 && part.IsStart() && part.LocalName != "workbook")
                throw Foreign(part.LocalName);
            if (part.IsStart("workbookPr"))
                from1904 = part.Attribute("date1904") is "1" or "true" or "on";
            else if (part.IsStart("sheet") && part.Depth == 2)
                AddSheet(part, byId);
        }
    }

    private void AddSheet(PartReader part, ILookup<string, Relationship> related)
    {
        var name = part.Attribute("name");
        var target = related[part.Attribute("id") ?? ""].FirstOrDefault() ?? throw WorkbookException.Corrupt();
        if (name is null || !package.Has(target.Part))
            throw WorkbookException.Corrupt();

        // charts and dialogs stand among the sheets but have no cells
        if (target.Type == "worksheet" && partOfSheet.TryAdd(name, target.Part))
            sheets.Add(new WorkbookSheet(name, Hidden: part.Attribute("state") is "hidden" or "veryHidden"));
        if (sheets.Count > limits.Sheets)
            throw WorkbookException.TooManySheets(limits.Sheets);
    }

    private WorkbookException NoBook() =>
        package.Has("content.xml") && package.Has("META-INF/manifest.xml") ? WorkbookException.OtherFormat(" OpenDocument 文件(.ods)")
        : package.Has("[Content_Types].xml") ? WorkbookException.Corrupt()
        : WorkbookException.NotAWorkbook();

    private static WorkbookException Foreign(string root) => root switch
    {
        "document" => WorkbookException.NoTable(" Word 文档(.docx)"),
        "presentation" => WorkbookException.NoTable(" PowerPoint 演示文稿(.pptx)"),
        _ => WorkbookException.NotAWorkbook(),
    };

    private StringTable ReadStrings()
    {
        if (stringsPart is null)
            return new StringTable();
        using var part = package.Read(stringsPart, limits.StringTableBytes);
        return StringTable.Read(part, limits);
    }

    private NumberFormats ReadFormats()
    {
        if (stylesPart is null)
            return NumberFormats.None;
        using var part = package.Read(stylesPart);
        return NumberFormats.Read(part);
    }

    public void Dispose() => package.Dispose();
}
