using RiskReport.Domain.Imports;
using RiskReport.Reports.Xls;
using RiskReport.Reports.Xlsx;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Uploads;

/// <summary>Records that no program at hand writes, but others do.</summary>
[TestClass]
public sealed class XlsCellsTests
{
    private const int Formula = 0x06;
    private const int BoolError = 0x205;

    [TestMethod]
    public void Booleans_and_errors_are_told_also_as_results_of_formulas()
    {
        var row = Read(new BiffParts()
            .Cell(BoolError, 0, 0, 1, 0).Cell(BoolError, 0, 1, 0x2A, 1).Cell(BoolError, 0, 2, 0x17, 1)
            .Cell(Formula, 0, 3, 1, 0, 0, 0, 0, 0, 0xFF, 0xFF).Cell(Formula, 0, 4, 2, 0, 0x0F, 0, 0, 0, 0xFF, 0xFF)
            .Cell(Formula, 0, 5, 3, 0, 0, 0, 0, 0, 0xFF, 0xFF).Number(0, 6, 1)).Single();

        CollectionAssert.AreEqual(
            new[]
            {
                new Cell(CellKind.Boolean, "TRUE"), new Cell(CellKind.Error, "#N/A"), new Cell(CellKind.Error, "#REF!"), new Cell(CellKind.Boolean, "FALSE"),
                new Cell(CellKind.Error, "#VALUE!"), Cell.Empty, new Cell(CellKind.Number, "1"),
            },
            row.Cells.ToArray());
    }

    [TestMethod]
    public void The_text_of_a_formula_follows_it_also_behind_a_shared_one()
    {
        var row = Read(new BiffParts()
            .Cell(Formula, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF).Add(BiffParts.Record(0x4BC, new byte[10])).Add(BiffParts.Record(0x207, BiffParts.WideText("甲乙")))
            .Cell(Formula, 0, 1, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF).Number(0, 2, 1)).Single();

        Assert.AreEqual("甲乙", row[0].Text);
        Assert.AreEqual(Cell.Empty, row[1]);
    }

    [TestMethod]
    public void A_result_of_0_is_one_only_where_the_workbook_was_calculated()
    {
        var parts = new BiffParts { Globals = BiffParts.Record(0x1C1, new byte[8]) };

        Assert.AreEqual(new Cell(CellKind.Number, "0"), Read(parts.Cell(Formula, 0, 0, new byte[8])).Single()[0]);
        Assert.AreEqual(CellKind.Formula, Read(new BiffParts().Cell(Formula, 0, 0, new byte[8])).Single()[0].Kind);
    }

    [TestMethod]
    public void Packed_numbers_are_unpacked()
    {
        byte[] packed = [.. BiffParts.Short(0), .. BiffParts.Short(1), 0, 0, .. BitConverter.GetBytes((20 << 2) | 2), 0, 0, .. BitConverter.GetBytes((12345 << 2) | 3), .. BiffParts.Short(2)];

        var row = Read(new BiffParts().Cell(0x27E, 0, 0, BitConverter.GetBytes((-3 << 2) | 2)).Add(BiffParts.Record(0xBD, packed))).Single();

        Assert.AreEqual("-3|20|123.45", string.Join('|', row.Cells.Select(c => c.Text)));
    }

    [TestMethod]
    public void Rows_in_any_order_are_sorted_and_of_two_cells_the_later_counts()
    {
        var rows = Read(new BiffParts().Number(9, 1, 4).Number(2, 0, 1).Number(9, 0, 3).Number(2, 0, 2));

        Assert.AreEqual("3: 2 / 10: 3|4", string.Join(" / ", rows.Select(r => $"{r.Number}: {string.Join('|', r.Cells.Select(c => c.Text))}")));
    }

    [TestMethod]
    public void Dates_are_told_by_format_in_both_date_systems()
    {
        byte[] styles = [.. BiffParts.Record(0xE0, [0, 0, 14, 0, .. new byte[16]])];

        Assert.AreEqual(new Cell(CellKind.Date, "2026-11-24"), Read(new BiffParts { Globals = styles }.Number(0, 0, 46350)).Single()[0]);
        Assert.AreEqual(
            new Cell(CellKind.Date, "2026-11-24"),
            Read(new BiffParts { Globals = [.. BiffParts.Record(0x22, 1, 0), .. styles] }.Number(0, 0, 44888)).Single()[0]);
        Assert.AreEqual(new Cell(CellKind.Number, "NaN"), Read(new BiffParts { Globals = styles }.Number(0, 0, double.NaN)).Single()[0]);
    }

    [TestMethod]
    public void A_string_may_change_its_width_where_it_goes_on()
    {
        byte[] strings =
        [
            .. BiffParts.Record(0xFC, [1, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0, (byte)'a', (byte)'b']), .. BiffParts.Record(0x3C, [1, .. "甲乙".SelectMany(c => BitConverter.GetBytes(c))]),
        ];

        Assert.AreEqual("ab甲乙", Read(new BiffParts { Globals = strings }.Cell(0xFD, 0, 0, 0, 0, 0, 0)).Single()[0].Text);
    }

    [TestMethod]
    public void What_points_outside_is_damage()
    {
        Damaged(new BiffParts().Cell(0xFD, 0, 0, 7, 0, 0, 0).Bytes());
        Damaged(new BiffParts().Cell(0x204, 0, 0, 9, 0, 1, 65).Bytes());
        Damaged(new BiffParts().Cell(0x203, 0, 0, 1, 2).Bytes());
        Damaged(new BiffParts().Number(0, 0, 1).Bytes()[..^12]);
        Damaged([0x09, 0x08, 0x10, 0x00]);
    }

    private static void Damaged(byte[] file) =>
        Assert.AreEqual("CORRUPT", Assert.ThrowsExactly<WorkbookException>(() => XlsReaderTests.ReadAll(file, WorkbookLimits.Default)).Code);

    private static List<WorkbookRow> Read(BiffParts parts)
    {
        using var book = XlsReader.Open(new MemoryStream(parts.Bytes()), WorkbookLimits.Default);
        return [.. book.Rows("表一")];
    }
}
