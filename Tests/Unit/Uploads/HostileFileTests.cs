using System.Diagnostics;
using System.Text;
using RiskReport.Reports.Uploads;
using RiskReport.Reports.Xlsx;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Uploads;

/// <summary>Whatever is wrong with a file, reading it ends soon, in bounded memory, with rows or a <see cref="WorkbookException"/>.</summary>
[TestClass]
public sealed class HostileFileTests
{
    private const int Flips = 300;

    [TestMethod]
    [DataRow("kunshan-2026.xlsx")]
    [DataRow("office/office.xlsx")]
    [DataRow("office/office.xls")]
    [DataRow("office/locked.xls")]
    [DataRow("office/enterprises.csv")]
    public void A_file_cut_anywhere_is_read_or_refused(string sample)
    {
        var whole = Sample(sample);

        for (var percent = 0; percent < 100; percent++)
            ReadOrRefuse(whole[..(whole.Length * percent / 100)], $"{sample} {percent} %");
    }

    [TestMethod]
    [DataRow("kunshan-2026.xlsx")]
    [DataRow("office/office.xlsx")]
    [DataRow("office/office.xls")]
    [DataRow("office/enterprises.csv")]
    public void A_file_with_wrong_bytes_is_read_or_refused(string sample)
    {
        var whole = Sample(sample);

        for (var seed = 0; seed < Flips; seed++)
        {
            var random = new Random(seed);
            var damaged = whole.ToArray();
            for (var hits = random.Next(1, 20); hits > 0; hits--)
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            ReadOrRefuse(damaged, $"{sample} seed {seed}");
        }
    }

    /// <summary>In the container's header and directory, where a random hit is rare.</summary>
    [TestMethod]
    public void A_container_with_wrong_numbers_is_read_or_refused()
    {
        var whole = Sample("office/office.xls");
        var interesting = Enumerable.Range(0, 512).Concat(Enumerable.Range(whole.Length - 4096, 4096)).ToArray();

        for (var seed = 0; seed < 2 * Flips; seed++)
        {
            var random = new Random(seed);
            var damaged = whole.ToArray();
            BitConverter.GetBytes(random.Next(3) == 0 ? random.Next() : random.Next(80)).CopyTo(damaged, Math.Min(interesting[random.Next(interesting.Length)] & ~3, whole.Length - 4));
            ReadOrRefuse(damaged, $"seed {seed}");
        }
    }

    [TestMethod]
    [DataRow("""<row r="5"><c><v>1</v></c></row><row r="5"><c><v>2</v></c></row>""", "工作表“表一”的第 5 行在文件中出现了两次")]
    [DataRow("""<row r="9"><c><v>1</v></c></row><row r="2"><c><v>2</v></c></row><row r="9"><c><v>3</v></c></row>""", "工作表“表一”的第 9 行在文件中出现了两次")]
    [DataRow("""<row r="5"><c r="B5"><v>1</v></c><c r="A5"/><c r="B5"><v>2</v></c></row>""", "工作表“表一”的单元格 B5 在文件中出现了两次")]
    public void What_stands_twice_is_refused_and_not_chosen_from(string rows, string sentence) => Assert.StartsWith(
        sentence, Assert.ThrowsExactly<WorkbookException>(() => ReadAll(new WorkbookParts { Rows = rows }.Zip().ToArray())).Message);

    [TestMethod]
    [DataRow("""<row><c t="s"/><c t="s"><v/></c><c t="s"><v></v></c><c><v>1</v></c></row>""", "|||1")]
    [DataRow("""<row><c><v>NaN</v></c><c><v>1E400</v></c><c><v>-1E-400</v></c><c s="99"><v>2</v></c></row>""", "NaN|1E400|-1E-400|2")]
    [DataRow("""<row><c t="strange"><v>甲</v></c></row>""", "甲")]
    public void Odd_cells_come_as_they_are(string rows, string expected)
    {
        using var book = WorkbookReader.Open(new WorkbookParts { Rows = rows }.Zip(), WorkbookLimits.Default);

        Assert.AreEqual(expected, string.Join('|', book.Rows("表一").Single().Cells.Select(c => c.Text)));
    }

    [TestMethod]
    [DataRow("""<row r="-1"/>""")]
    [DataRow("""<row r="99999999999999999999"/>""")]
    [DataRow("""<row r="2000000"/>""")]
    [DataRow("""<row r="1"><c r="XFE1"><v>1</v></c></row>""")]
    [DataRow("""<row><c s="-1"><v>1</v></c></row>""")]
    [DataRow("""<row><c t="s"><v>4294967296</v></c></row>""")]
    public void Numbers_out_of_all_bounds_are_refused(string rows) =>
        Assert.ThrowsExactly<WorkbookException>(() => ReadAll(new WorkbookParts { Rows = rows }.Zip().ToArray()));

    [TestMethod]
    public void A_million_empty_rows_cost_little()
    {
        var rows = new StringBuilder("""<row r="1"><c><v>1</v></c></row>""");
        for (var i = 2; i <= 1_048_576; i++)
            rows.Append(System.Globalization.CultureInfo.InvariantCulture, $"""<row r="{i}"><c r="A{i}" s="1"/></row>""");
        var file = new WorkbookParts { Rows = rows.ToString() }.Zip().ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.AreEqual(1, ReadAll(file));
        Assert.IsLessThan(200L << 20, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void Sheets_without_end_are_refused()
    {
        var sheets = string.Concat(Enumerable.Range(0, 200_000).Select(i => $"""<sheet name="{i}" sheetId="{i}" r:id="rId1"/>"""));
        var related = new WorkbookParts().Related([.. Enumerable.Range(0, 100_000).Select(i => ($"x{i}", "worksheet", "worksheets/sheet1.xml"))]);
        var started = Stopwatch.GetTimestamp();

        Assert.AreEqual("TOO_LARGE", Refusal(new WorkbookParts { Book = $"<sheets>{sheets}</sheets>" }));
        Assert.AreEqual("TOO_LARGE", Refusal(new WorkbookParts { Others = new() { ["xl/_rels/workbook.xml.rels"] = related } }));
        Assert.IsLessThan(10, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    [TestMethod]
    [DataRow("xl/workbook.xml", "xl/workbook.xml")]
    [DataRow("_rels/.rels", "_rels/.rels")]
    [DataRow("nowhere.xml", "")]
    [DataRow("../../../etc/passwd", "")]
    public void Relationships_that_lead_nowhere_or_back_are_refused(string main, string sheet)
    {
        var parts = new WorkbookParts();
        var looped = parts with
        {
            SheetTarget = sheet.Length > 0 ? "/" + sheet : "worksheets/sheet1.xml",
            Others = new() { ["_rels/.rels"] = parts.Related(("rId1", "officeDocument", main), ("rId2", "officeDocument", "_rels/.rels")) },
        };

        ReadOrRefuse(looped.Zip().ToArray(), main);
    }

    [TestMethod]
    public void Wrong_content_types_do_not_matter() => Assert.AreEqual(1, ReadAll(new WorkbookParts
    {
        Rows = "<row><c><v>1</v></c></row>",
        Others = new() { ["[Content_Types].xml"] = """<Types><Default Extension="xml" ContentType="image/png"/></Types>""" },
    }.Zip().ToArray()));

    private static string Refusal(WorkbookParts parts) => Assert.ThrowsExactly<WorkbookException>(() => ReadAll(parts.Zip().ToArray())).Code;

    private static void ReadOrRefuse(byte[] file, string what)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            ReadAll(file);
        }
        catch (WorkbookException)
        {
        }
        catch (Exception e)
        {
            Assert.Fail($"{what}: {e}");
        }

        Assert.IsLessThan(10, Stopwatch.GetElapsedTime(started).TotalSeconds, what);
    }

    private static int ReadAll(byte[] file)
    {
        using var tables = UploadedTables.Open(new UploadedFile("文件", new MemoryStream(file)), WorkbookLimits.Default);
        return tables.Sheets.Sum(s => tables.Rows(s.Name).Count());
    }

    private static byte[] Sample(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Samples", name));
}
