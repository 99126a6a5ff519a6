using System.Text;
using RiskReport.Domain.Imports;
using RiskReport.Reports.Uploads;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Tests.Unit.Uploads;

[TestClass]
public sealed class CsvReaderTests
{
    [TestMethod]
    [DataRow("utf-8", false)]
    [DataRow("utf-8", true)]
    [DataRow("utf-16", true)]
    [DataRow("utf-16BE", true)]
    [DataRow("GB18030", false)]
    public void Encodings_are_told_by_mark_or_by_what_fits(string name, bool mark)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        byte[] file = [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes("名称,地址\r\n𠮷田镕公司,长江路\r\n")];

        Assert.AreEqual("1: 名称|地址 / 2: 𠮷田镕公司|长江路", Read(file));
    }

    [TestMethod]
    public void What_no_encoding_fits_is_refused()
    {
        Assert.AreEqual("ENCODING", Refused([0xEF, 0xBB, 0xBF, 0xFF, 0x20]).Code);
        Assert.AreEqual("ENCODING", Refused([.. "a,b\r\n"u8, 0xFF, 0xFF, 0x0A]).Code);
    }

    [TestMethod]
    [DataRow("a,b;c,d\n1,2;3,4\n", "1: a|b;c|d / 2: 1|2;3|4")]
    [DataRow("a;b,c;d\n1;2\n", "1: a|b,c|d / 2: 1|2")]
    [DataRow("a\tb\n1\t2,5\n", "1: a|b / 2: 1|2,5")]
    [DataRow("\"a;b;c\",d\n1,2\n", "1: a;b;c|d / 2: 1|2")]
    [DataRow("标题\na;b\n1;2\n", "1: 标题 / 2: a|b / 3: 1|2")]
    [DataRow("sep=;\na,x;b\n1;2\n", "1: a,x|b / 2: 1|2")]
    [DataRow("SEP=|\na|b\n", "1: a|b")]
    public void The_separator_is_the_one_of_the_heading_line(string file, string expected) => Assert.AreEqual(expected, Read(file));

    [TestMethod]
    [DataRow("a,\"x, \"\"y\"\"\",c\n", "1: a|x, \"y\"|c")]
    [DataRow("a,\"1\r\n2\",c\nd\n", "1: a|1\r\n2|c / 2: d")]
    [DataRow("a,b\r1,2\r", "1: a|b / 2: 1|2")]
    [DataRow("a,b\n\n\n1,2", "1: a|b / 4: 1|2")]
    [DataRow("a,b\n,,,\n , \u3000\n1,,\n", "1: a|b / 4: 1")]
    [DataRow("5\"管,b\n", "1: 5\"管|b")]
    [DataRow("\"a\"  ,b\n", "1: a|b")]
    [DataRow("a,=\"0123\",\"=\"\"0456\"\"\"\n", "1: a|0123|0456")]
    [DataRow("a,001,9.13205E+17,TRUE\n", "1: a|001|9.13205E+17|TRUE")]
    [DataRow("a,\"\"\n\"\",b\n", "1: a / 2: |b")]
    public void Records_are_read_by_the_rule(string file, string expected) => Assert.AreEqual(expected, Read(file));

    [TestMethod]
    [DataRow("a,b\n1,\"x\n2,y\n3,z\n", 2)]
    [DataRow("a,b\n1,\"x\n2,\"y\",z\n", 2)]
    [DataRow("\"a\"b,c\n", 1)]
    public void A_quote_without_its_pair_is_refused_with_its_row(string file, int row)
    {
        var refusal = Refused(Encoding.UTF8.GetBytes(file));

        Assert.AreEqual("QUOTE", refusal.Code);
        StringAssert.Contains(refusal.Message, $"第 {row} 行的双引号没有配对");
    }

    [TestMethod]
    public void A_quote_that_swallows_much_is_refused_before_the_end()
    {
        var file = "a,b\n1,\"x\n" + string.Concat(Enumerable.Repeat("很多行,\n", 100_000));

        Assert.AreEqual("QUOTE", Refused(Encoding.UTF8.GetBytes(file)).Code);
    }

    [TestMethod]
    public void Limits_hold_here_too()
    {
        Assert.AreEqual("TOO_MANY_ROWS", Refused("a\nb\nc\n"u8.ToArray(), new WorkbookLimits { Rows = 2 }).Code);
        Assert.AreEqual("TOO_MANY_ROWS", Refused("\n\n\na"u8.ToArray(), new WorkbookLimits { RowsWithEmptyOnes = 3 }).Code);
        Assert.AreEqual("TOO_MANY_COLUMNS", Refused("a,b,c\n"u8.ToArray(), new WorkbookLimits { Columns = 2 }).Code);
        Assert.AreEqual("CELL_TOO_LONG", Refused("abc\n"u8.ToArray(), new WorkbookLimits { CellCharacters = 2 }).Code);
        Assert.AreEqual("TOO_LARGE", Refused("abc\n"u8.ToArray(), new WorkbookLimits { FileBytes = 2 }).Code);
        Assert.AreEqual("1: a|b", Read("a,b,,,\n", new WorkbookLimits { Columns = 2 }));
    }

    private static WorkbookException Refused(byte[] file, WorkbookLimits? limits = null) =>
        Assert.ThrowsExactly<WorkbookException>(() => Read(file, limits));

    private static string Read(string file, WorkbookLimits? limits = null) => Read(Encoding.UTF8.GetBytes(file), limits);

    private static string Read(byte[] file, WorkbookLimits? limits = null)
    {
        using var csv = CsvReader.Open(new UploadedFile("表.csv", new MemoryStream(file)), limits ?? WorkbookLimits.Default);
        var rows = csv.Rows("表.csv").ToList();
        Assert.IsTrue(rows.SelectMany(r => r.Cells).All(c => c.Kind is CellKind.Text or CellKind.Empty));
        return string.Join(" / ", rows.Select(r => $"{r.Number}: {string.Join('|', r.Cells.Select(c => c.Text))}"));
    }
}
