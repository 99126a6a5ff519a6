using System.IO.Compression;
using System.Xml.Linq;
using RiskReport.Reports.Xlsx;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Templates;

/// <summary>A template as a spreadsheet program sees it: what may stand in a column, and what the named lists hold.</summary>
internal sealed class TemplateFile(byte[] bytes)
{
    private static readonly XNamespace Main = WorkbookParts.Main;

    public sealed record Rule(string Type, string Style, string Formula, string Formula2, string Ranges, string PromptTitle, string Prompt, string ErrorTitle, string Error);

    /// <summary>By the number of the column, from zero.</summary>
    public IReadOnlyDictionary<int, Rule> Rules(string sheet) => Sheet(sheet).Descendants(Main + "dataValidation")
        .Select(v => new Rule(
            Value(v, "type"), Value(v, "errorStyle"), v.Element(Main + "formula1")!.Value, v.Element(Main + "formula2")?.Value ?? "", Value(v, "sqref"),
            Value(v, "promptTitle"), Value(v, "prompt"), Value(v, "errorTitle"), Value(v, "error")))
        .ToDictionary(r => CellReference.Column(r.Ranges));

    /// <summary>The texts behind a name, from the sheet that it leads to.</summary>
    public IReadOnlyList<string> Named(string name)
    {
        var target = Part("xl/workbook.xml").Descendants(Main + "definedName").Single(n => Value(n, "name") == name).Value;
        var (sheet, range) = (target.Split('!')[0].Trim('\''), target.Split('!')[1].Replace("$", "", StringComparison.Ordinal).Split(':'));
        var column = CellReference.Column(range[0]);
        var (first, last) = (Row(range[0]), Row(range[^1]));
        return [.. Rows(sheet).Where(r => r.Number >= first && r.Number <= last).Select(r => r.Cells[column].Text)];
    }

    public IReadOnlyList<WorkbookRow> Rows(string sheet)
    {
        using var book = WorkbookReader.Open(new MemoryStream(bytes), WorkbookLimits.Default);
        return [.. book.Rows(sheet).Select(r => new WorkbookRow(r.Number, [.. r.Cells]))];
    }

    public IReadOnlyList<(string Name, string State)> Sheets =>
        [.. Part("xl/workbook.xml").Descendants(Main + "sheet").Select(s => (Value(s, "name"), Value(s, "state")))];

    public XElement Sheet(string name)
    {
        using var book = WorkbookReader.Open(new MemoryStream(bytes), WorkbookLimits.Default);
        return Part(book.PartOf(name));
    }

    public XElement Part(string name)
    {
        using var zip = new ZipArchive(new MemoryStream(bytes));
        using var part = zip.GetEntry(name)!.Open();
        return XDocument.Load(part).Root!;
    }

    /// <summary>The number format of a whole column: 49 is text.</summary>
    public int FormatOf(string sheet, int column)
    {
        var style = (int)Sheet(sheet).Descendants(Main + "col").Single(c => (int)c.Attribute("min")! <= column + 1 && (int)c.Attribute("max")! >= column + 1).Attribute("style")!;
        return (int)Part("xl/styles.xml").Element(Main + "cellXfs")!.Elements().ElementAt(style).Attribute("numFmtId")!;
    }

    private static int Row(string reference) => int.Parse(reference.TrimStart([.. "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]), System.Globalization.CultureInfo.InvariantCulture);

    private static string Value(XElement element, string name) => element.Attribute(name)?.Value ?? "";
}
