using RiskReport.Reports.Xlsx;

namespace RiskReport.Reports.Uploads;

/// <summary>A CSV text as the one table it is. The heading line tells the separator, unless a line such as <c>sep=;</c> does.</summary>
internal sealed class CsvReader : ITables
{
    private const int LinesLookedAt = 10;
    private const string SeparatorLine = "sep=";
    private static readonly char[] Separators = [',', ';', '\t'];

    private readonly byte[] content;
    private readonly CsvEncoding encoding;
    private readonly WorkbookLimits limits;
    private readonly char separator;
    private readonly bool announced;

    private CsvReader(string name, byte[] content, WorkbookLimits limits)
    {
        Sheets = [new WorkbookSheet(name, Hidden: false)];
        this.content = content;
        this.limits = limits;
        encoding = CsvEncoding.Of(content);
        using var text = encoding.Read(content);
        var line = text.ReadLine() ?? "";
        announced = line.Length == SeparatorLine.Length + 1 && line.StartsWith(SeparatorLine, StringComparison.OrdinalIgnoreCase);
        separator = announced ? line[^1] : Detect(line, text);
    }

    public IReadOnlyList<WorkbookSheet> Sheets { get; }

    public static CsvReader Open(UploadedFile file, WorkbookLimits limits)
    {
        if (file.Content.Length > limits.FileBytes)
            throw WorkbookException.FileTooLarge(limits.FileBytes);
        var content = new byte[file.Content.Length];
        file.Content.Position = 0;
        file.Content.ReadExactly(content);
        return new CsvReader(file.Name, content, limits);
    }

    public IEnumerable<WorkbookRow> Rows(string sheetName)
    {
        using var text = encoding.Read(content);
        // Excel does not show this line, so it is not counted
        if (announced)
            text.ReadLine();
        var rows = new CsvRows(sheetName, text, separator, limits);
        while (rows.Next() is { } row)
            yield return row;
    }

    /// <summary>By the first line that has any; a title above the headings has none.</summary>
    private static char Detect(string? line, StreamReader text)
    {
        for (var seen = 0; line is not null && seen < LinesLookedAt; seen++, line = text.ReadLine())
        {
            var counts = Counts(line);
            if (counts.Max() > 0)
                return Separators[Array.IndexOf(counts, counts.Max())];
        }

        return Separators[0];
    }

    /// <summary>Outside quotes; a line that ends within them is counted as far as it goes.</summary>
    private static int[] Counts(string line)
    {
        var counts = new int[Separators.Length];
        var quoted = false;
        foreach (var character in line)
        {
            if (character == '"')
                quoted = !quoted;
            else if (!quoted && Array.IndexOf(Separators, character) is >= 0 and var at)
                counts[at]++;
        }

        return counts;
    }

    public void Dispose()
    {
    }
}
