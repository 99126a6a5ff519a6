using RiskReport.Reports.Xlsx;
using static RiskReport.Tests.Support.Annotating;

namespace RiskReport.Tests.Unit.Xlsx;

/// <summary>The workbook of a district office, annotated and sent again.</summary>
[TestClass]
public sealed class AnnotatedWorkbookSampleTests
{
    private static byte[] Sample => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Samples", "kunshan-2026.xlsx"));

    [TestMethod]
    public async Task The_sample_comes_back_valid_with_its_marks_and_values()
    {
        var file = await AnnotateAsync(Sample, Some(2));

        Assert.IsTrue(IsMarked(file, "A2"));
        Assert.IsTrue(IsMarked(file, "T4"));
        Assert.AreEqual("错误说明", TextAt(file, "AC1"));
        Assert.AreEqual("第 4 行不对", TextAt(file, "AC4"));
        Assert.AreEqual("", TextAt(file, "AC3"));
        CollectionAssert.IsSubsetOf(Parts(Sample), Parts(file));
        foreach (var part in Parts(Sample).Where(p => p.StartsWith("docProps/", StringComparison.Ordinal) || p == "xl/sharedStrings.xml"))
            Assert.AreEqual(Text(Sample, part), Text(file, part));
    }

    [TestMethod]
    public async Task Annotating_twice_gives_the_same_marks()
    {
        var once = await WriteAsync(Sample, Some(2));
        var twice = await WriteAsync(once, Some(2));

        foreach (var part in Parts(once).Where(p => p.Contains("sheet", StringComparison.Ordinal) || p.Contains("omments", StringComparison.Ordinal) || p.EndsWith("styles.xml", StringComparison.Ordinal)))
            Assert.AreEqual(Text(once, part), Text(twice, part), part);
        CollectionAssert.AreEquivalent(Parts(once), Parts(twice));
    }

    [TestMethod]
    public async Task What_has_been_put_right_loses_its_mark()
    {
        var corrected = await WriteAsync(await WriteAsync(Sample, Some(2)), Some(3));
        var clean = await WriteAsync(corrected, Some(int.MaxValue));

        Assert.IsFalse(IsMarked(corrected, "A2"));
        Assert.IsTrue(IsMarked(corrected, "A3"));
        Assert.AreEqual("", TextAt(corrected, "AC2"));
        Assert.AreEqual("第 3 行不对", TextAt(corrected, "AC3"));
        Assert.AreEqual("错误说明", TextAt(clean, "AC1"));
        Assert.IsFalse(Text(clean, SheetPart).Contains("行不对", StringComparison.Ordinal));
        Assert.AreEqual("2", CellAt(clean, "B2")!.Attribute("s")!.Value);
        Assert.IsEmpty(Part(clean, "xl/comments1.xml").Descendants(Main + "comment"));
        Assert.IsFalse(Text(clean, "xl/drawings/vmlDrawing1.vml").Contains("<v:shape ", StringComparison.Ordinal));
    }

    /// <summary>Every row of this many is bad in its first column and in one that is mostly empty.</summary>
    private static WorkbookNotes Some(int every)
    {
        using var book = WorkbookReader.Open(new MemoryStream(Sample), WorkbookLimits.Default);
        var sheets = book.Sheets.Select(s => new SheetNotes(s.Name, book.Rows(s.Name).Select(r => r.Number).Where(n => n > 1 && n % every == 0)
            .ToDictionary(n => n, n => new RowNotes($"第 {n} 行不对", [new CellNote(19, "必填"), new CellNote(0, "代码不对")])))).ToList();
        return new WorkbookNotes(sheets, [("文件", "kunshan-2026.xlsx")], [.. sheets.SelectMany(s => s.Rows.Select(r =>
            new SummaryLine(s.Sheet, r.Key, $"A{r.Key}", "统一社会信用代码", "=x", "E01", r.Value.Summary)))]);
    }
}
