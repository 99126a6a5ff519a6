using System.Text;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Imports;
using RiskReport.Reports;
using RiskReport.Reports.Uploads;
using RiskReport.Reports.Xlsx;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Uploads;

[TestClass]
public sealed class ImportWorkbookTests
{
    private static readonly byte[] EnterprisesCsv = OfficeSample.Bytes("enterprises.csv");
    private static readonly byte[] RisksCsv = OfficeSample.Bytes("risks.csv");

    [TestMethod]
    public void The_same_import_is_found_in_every_format()
    {
        var gb18030 = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;
        string[] seen =
        [
            Seen(OfficeSample.Bytes("office.xlsx")),
            Seen(OfficeSample.Bytes("office.xls")),
            Seen(EnterprisesCsv, RisksCsv),
            Seen(RisksCsv, EnterprisesCsv),
            Seen(Encoding.Convert(Encoding.UTF8, gb18030, EnterprisesCsv), [.. Encoding.Unicode.GetPreamble(), .. Encoding.Convert(Encoding.UTF8, Encoding.Unicode, RisksCsv)]),
        ];

        StringAssert.Contains(seen[0], "3 91320505555000202T|");
        StringAssert.Contains(seen[0], "昆山“引号”电子,有限公司");
        foreach (var other in seen)
            Assert.AreEqual(seen[0], other);
    }

    [TestMethod]
    public void Without_a_csv_of_risks_there_are_none()
    {
        using var import = Open(EnterprisesCsv);

        Assert.HasCount(2, import.Enterprises.ToList());
        Assert.HasCount(0, import.Risks.ToList());
        Assert.IsEmpty(import.Notices);
        Assert.AreEqual("企业信息", import.EnterpriseSheetName, "a file name is no name of a sheet");
        Assert.IsNull(import.Stamp);
    }

    [TestMethod]
    public void An_old_template_and_that_of_another_region_are_refused()
    {
        var old = Stamped("""<row><c t="str"><v>RiskReport</v></c><c t="str"><v>2025.1-0000</v></c></row><row><c/><c t="str"><v>320583</v></c></row><row><c/><c><v>2026</v></c></row>""");
        var current = Stamped($"""<row><c t="str"><v>RiskReport</v></c><c t="str"><v>{TemplateVersion.Current}</v></c></row><row><c/><c t="str"><v>320583</v></c></row><row><c/><c><v>2026</v></c></row>""");

        var refused = Assert.ThrowsExactly<WorkbookException>(() => Open(old));
        using var import = Open(current);
        var wrong = Assert.ThrowsExactly<WorkbookException>(() => import.CheckTemplate("320585"));
        import.CheckTemplate("320583");
        import.CheckTemplate("320583100");
        import.CheckTemplate("3205");

        StringAssert.Contains(refused.Message, "旧版本的导入模板（版本 2025.1-0000");
        StringAssert.Contains(wrong.Message, "为其他地区（代码 320583）生成的");
        Assert.IsEmpty(import.YearNotice(2026));
        StringAssert.Contains(import.YearNotice(2027).Single().Message, "模板是 2026 年度的，本次导入选择了 2027 年度");
    }

    [TestMethod]
    public void Files_that_do_not_go_together_are_refused()
    {
        var book = OfficeSample.Bytes("office.xlsx");

        Refused("WRONG_FILES", "一次请上传一个工作簿，或者一至两个 CSV 文件");
        Refused("WRONG_FILES", "一次请上传一个工作簿，或者一至两个 CSV 文件", book, EnterprisesCsv);
        Refused("WRONG_FILES", "一次请上传一个工作簿，或者一至两个 CSV 文件", EnterprisesCsv, RisksCsv, RisksCsv);
        Refused("WRONG_FILES", "文件“1.csv”、“2.csv”都是“企业信息”", EnterprisesCsv, EnterprisesCsv);
        Refused("MISSING_SHEET", "文件“1.csv”是“安全风险”，还缺少“企业信息”", RisksCsv);
        Refused("MISSING_HEADING", "文件“2.csv”的列标题既不是“企业信息”也不是“安全风险”的", EnterprisesCsv, "统一社会信用代码,姓名\n1,2\n"u8.ToArray());
    }

    [TestMethod]
    public void A_csv_with_a_missing_heading_is_refused_by_its_name() =>
        Refused("MISSING_HEADING", "文件“1.csv”(企业信息)缺少必填列“规模”。", Text(Text(EnterprisesCsv).Replace("规模*", "大小", StringComparison.Ordinal)));

    [TestMethod]
    public void Headings_below_a_title_are_pointed_out_and_not_guessed() => Refused(
        "MISSING_HEADING", "文件“1.csv”(企业信息)第 3 行才是列标题，列标题应在第 1 行：请删除上面的 2 行。", Text("昆山市企业信息表,,\n\n" + Text(EnterprisesCsv)));

    [TestMethod]
    public void Blanks_around_a_sheet_name_do_not_matter_unless_two_are_alike()
    {
        using var import = Open(new ImportFile { EnterpriseSheet = "\u3000企业信息 " }.Enterprise(Enterprises.NewCreditCode()).Bytes());

        Assert.AreEqual("\u3000企业信息 ", import.EnterpriseSheetName);
        Assert.AreEqual("安全风险", import.RiskSheetName);
    }

    [TestMethod]
    public void A_heading_row_below_a_title_is_pointed_out_in_a_workbook_too()
    {
        var rows = $"""<row r="1"><c t="str"><v>企业信息表</v></c></row><row r="2">{string.Concat(EnterpriseFields.All.Select(f => $"<c t=\"str\"><v>{f.Heading}</v></c>"))}</row>""";
        var file = new ImportFile().Risk("1");

        Refused("MISSING_HEADING", "工作表“企业信息”第 2 行才是列标题，列标题应在第 1 行：请删除上面的 1 行。", (file with { EnterpriseRows = rows }).Bytes());
    }

    [TestMethod]
    public void What_we_added_to_a_workbook_ourselves_is_passed_over()
    {
        var code = Enterprises.NewCreditCode();
        var file = new ImportFile { EnterpriseHeadings = [.. EnterpriseFields.All.Select(f => f.Heading), "错误说明", "序号"] }
            .Enterprise(code, cells: [("错误说明", "“规模”不能为空"), ("序号", 1)]);
        using var import = Open(file.Bytes());

        Assert.AreEqual("序号", import.Notices.Single().Column);
    }

    [TestMethod]
    public void A_row_with_nothing_but_ignored_columns_is_blank()
    {
        var headings = SheetHeadings.Match([Cell.Typed("统一社会信用代码"), Cell.Typed("错误说明"), Cell.Typed("序号")], EnterpriseFields.All);

        Assert.IsTrue(new ImportRow(2, [Cell.Empty, Cell.Typed("不能为空"), new Cell(CellKind.Number, "1")], headings).IsBlank);
        Assert.IsTrue(new ImportRow(2, [Cell.Typed("\u3000")], headings).IsBlank);
        Assert.IsFalse(new ImportRow(2, [new Cell(CellKind.Number, "1")], headings).IsBlank);
    }

    [TestMethod]
    [DataRow("RiskReport", "<c><v>2026</v></c>", true)]
    [DataRow("RiskReport", "<c/>", true)]
    [DataRow("Other", "<c><v>2026</v></c>", false)]
    public void The_stamp_of_our_template_is_read(string mark, string year, bool stamped)
    {
        using var import = Open(Stamped(
            $"""<row><c t="str"><v>{mark}</v></c><c t="str"><v>{TemplateVersion.Current}</v></c></row><row><c/><c t="str"><v>320583</v></c></row><row><c/>{year}</row>"""));

        Assert.AreEqual(stamped ? new TemplateStamp(TemplateVersion.Current, "320583", year == "<c/>" ? null : 2026) : null, import.Stamp);
    }

    [TestMethod]
    public void A_damaged_stamp_is_none()
    {
        using var import = Open(Stamped("<row><c t=\"s\"><v>99</v></c></row>"));

        Assert.IsNull(import.Stamp);
    }

    private static byte[] Stamped(string rows) => new ImportFile { StampRows = rows }.Enterprise(Enterprises.NewCreditCode()).Bytes();

    /// <summary>What an import holds, in words that do not depend on how a number is written.</summary>
    private static string Seen(params byte[][] files)
    {
        using var import = Open(files);
        return string.Join('\n', import.Enterprises.Select(r => Line(r, EnterpriseFields.All)).Concat(import.Risks.Select(r => Line(r, RiskFields.All))));
    }

    private static string Line(ImportRow row, IReadOnlyList<Field> fields) =>
        $"{row.Number} {string.Join('|', fields.Select(f => row[f].Text))}";

    private static void Refused(string code, string sentence, params byte[][] files)
    {
        var refusal = Assert.ThrowsExactly<WorkbookException>(() => Open(files));

        Assert.AreEqual(code, refusal.Code);
        StringAssert.Contains(refusal.Message, sentence);
    }

    private static string Text(byte[] file) => Encoding.UTF8.GetString(file);

    private static byte[] Text(string file) => Encoding.UTF8.GetBytes(file);

    private static ImportWorkbook Open(params byte[][] files) =>
        ImportWorkbook.Open(files.Select((f, i) => new UploadedFile($"{i + 1}.csv", new MemoryStream(f))).ToList());
}
