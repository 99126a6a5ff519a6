namespace RiskReport.Reports.Xlsx;

/// <summary>
/// Reads the values of an .xlsx (or .xlsm) row by row within <see cref="WorkbookLimits"/>. A file that cannot be used
/// throws <see cref="WorkbookException"/>, on opening or while its rows are read.
/// </summary>
public sealed class WorkbookReader : IDisposable
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
        var book = package.Relationships("").FirstOrDefault(r => r.Type == "officeDocument")?.Part
            ?? throw (package.Has("[Content_Types].xml") ? WorkbookException.Corrupt() : WorkbookException.NotAWorkbook());
        var related = package.Relationships(book);
        stringsPart = related.FirstOrDefault(r => r.Type == "sharedStrings")?.Part;
        stylesPart = related.FirstOrDefault(r => r.Type == "styles")?.Part;
        ReadBook(book, related);
    }

    public IReadOnlyList<WorkbookSheet> Sheets => sheets;

    /// <param name="file">Must be able to seek; stays open.</param>
    public static WorkbookReader Open(Stream file, WorkbookLimits limits)
    {
        FileSignature.Check(file, limits);
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
        if (!book.EndsWith(".xml", StringComparison.OrdinalIgnoreCase))
            throw WorkbookException.NotAWorkbook();

        using var part = package.Read(book);
        while (part.Read())
        {
            if (part.Depth == 0 && part.IsStart() && part.LocalName != "workbook")
                throw WorkbookException.NotAWorkbook();
            if (part.IsStart("workbookPr"))
                from1904 = part.Attribute("date1904") is "1" or "true" or "on";
            else if (part.IsStart("sheet") && part.Depth == 2)
                AddSheet(part, related);
        }
    }

    private void AddSheet(PartReader part, IReadOnlyList<Relationship> related)
    {
        var name = part.Attribute("name");
        var id = part.Attribute("id");
        var target = related.FirstOrDefault(r => r.Id == id) ?? throw WorkbookException.Corrupt();
        if (name is null || !package.Has(target.Part))
            throw WorkbookException.Corrupt();

        // charts and dialogs stand among the sheets but have no cells
        if (target.Type == "worksheet" && partOfSheet.TryAdd(name, target.Part))
            sheets.Add(new WorkbookSheet(name, Hidden: part.Attribute("state") is "hidden" or "veryHidden"));
    }

    private StringTable ReadStrings()
    {
        if (stringsPart is null)
            return StringTable.None;
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
