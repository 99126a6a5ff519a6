using System.Globalization;
using RiskReport.Domain.Imports;
using RiskReport.Reports.Xls;
using RiskReport.Reports.Xlsx;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Uploads;

[TestClass]
public sealed class XlsReaderTests
{
    private static readonly byte[] Sample = OfficeSample.Bytes("office.xls");

    [TestMethod]
    public void Every_kind_of_value_is_told()
    {
        using var book = Open(Sample);
        var values = book.Rows("各种值").ToDictionary(r => r[0].Text, r => r[1]);

        Assert.AreEqual(new Cell(CellKind.Number, "42"), values["whole"]);
        Assert.AreEqual(new Cell(CellKind.Number, "0.1"), values["fraction"]);
        Assert.AreEqual(new Cell(CellKind.Number, "1234.56"), values["hundredths"]);
        Assert.AreEqual(new Cell(CellKind.Number, "-7"), values["negative"]);
        Assert.AreEqual(new Cell(CellKind.Number, "9.1320505550025E+17"), values["big"]);
        Assert.AreEqual(new Cell(CellKind.Date, "2026-11-24"), values["date"]);
        Assert.AreEqual(new Cell(CellKind.Date, "2026-11-24T08:30:00"), values["time"]);
        Assert.AreEqual(new Cell(CellKind.Boolean, "TRUE"), values["true"]);
        Assert.AreEqual(new Cell(CellKind.Error, "#DIV/0!"), values["error"]);
        Assert.AreEqual(new Cell(CellKind.Error, "#N/A"), values["na"]);
        Assert.AreEqual(new Cell(CellKind.Number, "3"), values["sum"]);
        Assert.AreEqual(CellKind.Formula, values["joined"].Kind, "LibreOffice stores 0 instead of the text");
        Assert.AreEqual(Cell.Empty, values["emptytext"]);
        Assert.AreEqual(new Cell(CellKind.Text, "有限空间"), values["rich"]);
        Assert.AreEqual(new Cell(CellKind.Text, "plain ascii é"), values["latin"]);
        Assert.AreEqual(new Cell(CellKind.Text, new string('长', 9_000)), values["long"], "it goes over several records");
        Assert.AreEqual(new Cell(CellKind.Text, "后面的文字 mixed"), values["after"]);
    }

    [TestMethod]
    public void Sheets_and_rows_are_those_of_the_same_file_saved_as_xlsx()
    {
        using var old = Open(Sample);
        using var current = WorkbookReader.Open(new MemoryStream(OfficeSample.Bytes("office.xlsx")), WorkbookLimits.Default);

        CollectionAssert.AreEqual(current.Sheets.ToArray(), old.Sheets.ToArray());
        Assert.IsTrue(old.Sheets[3].Hidden);
        foreach (var sheet in old.Sheets)
        {
            Assert.AreEqual(
                Written(current.Rows(sheet.Name)), Written(old.Rows(sheet.Name)), sheet.Name);
        }
    }

    [TestMethod]
    public void A_password_is_to_be_removed() =>
        Assert.AreEqual("ENCRYPTED", Assert.ThrowsExactly<WorkbookException>(() => Open(OfficeSample.Bytes("locked.xls"))).Code);

    [TestMethod]
    public void Limits_hold_here_too()
    {
        Assert.AreEqual("TOO_MANY_ROWS", Refused(new WorkbookLimits { Rows = 2 }));
        Assert.AreEqual("TOO_MANY_COLUMNS", Refused(new WorkbookLimits { Columns = 3 }));
        Assert.AreEqual("CELL_TOO_LONG", Refused(new WorkbookLimits { CellCharacters = 8_999 }));
        Assert.AreEqual("TOO_LARGE", Refused(new WorkbookLimits { Strings = 5 }));
        Assert.AreEqual("TOO_LARGE", Refused(new WorkbookLimits { StringCharacters = 100 }));
        Assert.AreEqual("TOO_LARGE", Refused(new WorkbookLimits { Sheets = 1 }));
        Assert.AreEqual("TOO_LARGE", Refused(new WorkbookLimits { FileBytes = 100 }));
    }

    [TestMethod]
    public void A_stream_of_records_without_its_container_is_read_and_one_of_excel_95_named()
    {
        var stream = new CompoundFile(Sample).Find("Workbook")!;
        using var book = Open(stream);
        Assert.HasCount(3, book.Rows("企业信息").ToList());

        stream[5] = 0x05;
        StringAssert.Contains(Assert.ThrowsExactly<WorkbookException>(() => Open(stream)).Message, "Excel 95");
    }

    private static string Refused(WorkbookLimits limits) => Assert.ThrowsExactly<WorkbookException>(() => ReadAll(Sample, limits)).Code;

    internal static int ReadAll(byte[] file, WorkbookLimits limits)
    {
        using var book = XlsReader.Open(new MemoryStream(file), limits);
        return book.Sheets.Sum(s => book.Rows(s.Name).Count());
    }

    private static string Written(IEnumerable<WorkbookRow> rows) => string.Join('\n', rows.Where(r => r[0].Text != "joined").Select(Written));

    private static string Written(WorkbookRow row) => $"{row.Number}: {string.Join('|', row.Cells.Select(c => c.Kind == CellKind.Number
        ? double.Parse(c.Text, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)
        : $"{c.Kind} {c.Text}"))}";

    private static XlsReader Open(byte[] file) => XlsReader.Open(new MemoryStream(file), WorkbookLimits.Default);
}
