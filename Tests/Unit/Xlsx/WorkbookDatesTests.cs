using System.Globalization;
using RiskReport.Domain.Imports;
using RiskReport.Reports.Xlsx;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Xlsx;

[TestClass]
public sealed class WorkbookDatesTests
{
    [TestMethod]
    [DataRow("46350", "2026-11-24")]
    [DataRow("46350.354166666664", "2026-11-24T08:30:00")]
    [DataRow("46350.99999999", "2026-11-25")]
    [DataRow("1", "1900-01-01")]
    [DataRow("59", "1900-02-28")]
    [DataRow("61", "1900-03-01")]
    [DataRow("0.5", "12:00:00")]
    [DataRow("2958465", "9999-12-31")]
    public void A_number_shown_as_a_date_is_a_date(string stored, string expected) =>
        Assert.AreEqual(new Cell(CellKind.Date, expected), ReadOne(stored, formatId: 14, ""));

    [TestMethod]
    [DataRow("-1")]
    [DataRow("60")]
    [DataRow("2958466")]
    [DataRow("1E300")]
    [DataRow("NaN")]
    [DataRow("今天")]
    public void A_number_that_is_no_date_stays_as_it_is(string stored) =>
        Assert.AreEqual(new Cell(CellKind.Number, stored), ReadOne(stored, formatId: 14, ""));

    [TestMethod]
    public void Days_count_from_1904_where_the_workbook_says_so()
    {
        Assert.AreEqual(new Cell(CellKind.Date, "2026-11-24"), ReadOne("44888", formatId: 14, """<workbookPr date1904="1"/>"""));
        Assert.AreEqual(new Cell(CellKind.Date, "1904-01-01"), ReadOne("0", formatId: 14, """<workbookPr date1904="true"/>"""));
    }

    [TestMethod]
    [DataRow(14, true)]
    [DataRow(22, true)]
    [DataRow(27, true)]
    [DataRow(36, true)]
    [DataRow(45, true)]
    [DataRow(47, true)]
    [DataRow(50, true)]
    [DataRow(58, true)]
    [DataRow(0, false)]
    [DataRow(13, false)]
    [DataRow(23, false)]
    [DataRow(37, false)]
    [DataRow(44, false)]
    [DataRow(48, false)]
    [DataRow(49, false)]
    [DataRow(59, false)]
    public void Built_in_formats_tell_dates(int formatId, bool isDate) =>
        Assert.AreEqual(isDate ? CellKind.Date : CellKind.Number, ReadOne("46350", formatId, "").Kind);

    [TestMethod]
    [DataRow("yyyy\\-mm\\-dd\\ hh:mm", true)]
    [DataRow("yyyy\"年\"m\"月\"d\"日\";@", true)]
    [DataRow("[$-804]aaaa, d", true)]
    [DataRow("[h]:mm", true)]
    [DataRow("[ss]", true)]
    [DataRow("General", false)]
    [DataRow("0.00E+00", false)]
    [DataRow("0\" days\"", false)]
    [DataRow("0\\d", false)]
    [DataRow("#,##0_d;[Red]-#,##0", false)]
    [DataRow("[DBNum1]0", false)]
    [DataRow("0;yyyy", false)]
    [DataRow("\"open", false)]
    [DataRow("[open", false)]
    public void Custom_formats_tell_dates_outside_quotes_and_brackets(string code, bool isDate) =>
        Assert.AreEqual(isDate, NumberFormats.IsDateCode(code));

    [TestMethod]
    public void A_custom_format_is_looked_up_by_its_number()
    {
        var styles = """<numFmts><numFmt numFmtId="164" formatCode="yyyy/m/d"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>""";

        Assert.AreEqual(CellKind.Date, ReadOne("46350", styles, "").Kind);
    }

    private static Cell ReadOne(string stored, int formatId, string book) => ReadOne(
        stored, string.Create(CultureInfo.InvariantCulture, $"""<cellXfs><xf numFmtId="0"/><xf numFmtId="{formatId}"/></cellXfs>"""), book);

    private static Cell ReadOne(string stored, string styles, string book)
    {
        var parts = new WorkbookParts { Rows = $"""<row r="1"><c r="A1" s="1"><v>{stored}</v></c></row>""", Styles = styles };
        using var reader = WorkbookReader.Open((parts with { Book = book + parts.Book }).Zip(), WorkbookLimits.Default);
        return reader.Rows("表一").Single()[0];
    }
}
