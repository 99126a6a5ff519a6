using System.Diagnostics;
using System.Text;
using RiskReport.Reports.Xlsx;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Xlsx;

[TestClass]
public sealed class WorkbookRefusalTests
{
    private static readonly byte[] Ole = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    private static readonly WorkbookParts Good = new() { Rows = "<row><c><v>1</v></c></row>" };

    public static IEnumerable<object[]> Strangers =>
    [
        ["文件不是 Excel 工作簿。", "统一社会信用代码,企业名称\r\n"u8.ToArray()],
        ["文件不是 Excel 工作簿。", "P"u8.ToArray()],
        ["文件不是 Excel 工作簿。", new byte[] { 1, 2, 3, 0, 0, 0 }],
        ["文件不是 Excel 工作簿。", OleWith("Pictures")],
        ["文件不是 Excel 工作簿。", WorkbookParts.Zip([("a.jpg", s => s.WriteByte(1))]).ToArray()],
        ["文件不是 Excel 工作簿。", WorkbookParts.Zip([]).ToArray()],
        ["文件是图片(PNG)，", new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13 }],
        ["文件是图片(JPEG)，", new byte[] { 0xFF, 0xD8, 0xFF, 0xE0, 0, 16 }],
        ["文件是图片(BMP)，", new byte[] { 0x42, 0x4D, 1, 2, 3, 4, 0, 0, 0, 0, 54 }],
        ["文件是 PDF 文件，", "%PDF-1.7"u8.ToArray()],
        ["文件是压缩包(RAR)，", "Rar!\x1a\x07\x00"u8.ToArray()],
        ["文件是网页(HTML)，只是扩展名像工作簿，", "\r\n<html><table></table></html>"u8.ToArray()],
        ["文件是网页(HTML)，只是扩展名像工作簿，", "\uFEFF<table><tr></tr></table>"u8.ToArray()],
        ["文件是网页(MHTML)，", "MIME-Version: 1.0"u8.ToArray()],
        ["文件是“XML 表格 2003”，", "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>"u8.ToArray()],
        ["文件是 XML 文件，", "<?xml version=\"1.0\"?><a/>"u8.ToArray()],
        ["文件是 Word 文档(.doc)，", OleWith("WordDocument")],
        ["文件是 Word 文档(.docx)，", Good.Zip("word/document.xml", "<document/>")],
        ["文件是 PowerPoint 演示文稿(.pptx)，", Good.Zip("ppt/presentation.xml", "<presentation/>")],
        ["文件是二进制工作簿(.xlsb)，", Good.Zip("xl/workbook.bin", "x")],
        ["文件是 OpenDocument 文件(.ods)，", OfficeSample.Bytes("office.ods")],
    ];

    [TestMethod]
    [DynamicData(nameof(Strangers))]
    public void What_is_no_workbook_is_told_by_its_content(string sentence, byte[] file)
    {
        var refusal = Assert.ThrowsExactly<WorkbookException>(() => ReadAll(file, WorkbookLimits.Default));

        Assert.AreEqual("NOT_A_WORKBOOK", refusal.Code);
        Assert.StartsWith(sentence, refusal.Message);
        StringAssert.Contains(refusal.Message, "只改扩展名不能改变文件格式。");
    }

    [TestMethod]
    public void An_empty_file_is_refused() =>
        Refused([], "EMPTY_FILE", "文件是空的(0 字节)。请在 Excel 中重新保存后再上传。");

    [TestMethod]
    public void A_password_is_to_be_removed() =>
        Refused(OleWith("EncryptedPackage"), "ENCRYPTED", "工作簿设置了打开密码，请在 Excel 中取消密码后重新保存再上传。");

    [TestMethod]
    public void An_old_xls_is_to_be_saved_anew() =>
        Refused(OleWith("Workbook"), "XLS", "文件是旧版 .xls 格式的工作簿，请在 Excel 或 WPS 中另存为“Excel 工作簿(*.xlsx)”后再上传。");

    [TestMethod]
    [DataRow("_rels/.rels")]
    [DataRow("xl/workbook.xml")]
    [DataRow("xl/worksheets/sheet1.xml")]
    [DataRow("xl/sharedStrings.xml")]
    public void A_missing_part_is_damage(string part) => RefusedAsCorrupt((Good with { Others = new() { [part] = "" } }).Zip().ToArray());

    [TestMethod]
    [DataRow("<row><c><v>1</v></row>")]
    [DataRow("<row><c t=\"s\"><v>7</v></c></row>")]
    [DataRow("<row><c t=\"s\"><v>-1</v></c></row>")]
    [DataRow("<row r=\"x\"><c><v>1</v></c></row>")]
    [DataRow("<row r=\"0\"><c><v>1</v></c></row>")]
    [DataRow("<row><c r=\"7\"><v>1</v></c></row>")]
    [DataRow("<row><c r=\"ABCD1\"><v>1</v></c></row>")]
    [DataRow("<row><c><v>&#0;</v></c></row>")]
    public void A_sheet_that_makes_no_sense_is_damage(string rows) => RefusedAsCorrupt(new WorkbookParts { Rows = rows }.Zip().ToArray());

    [TestMethod]
    public void A_file_cut_short_is_damage()
    {
        var whole = Good.Zip().ToArray();

        RefusedAsCorrupt(whole[..(whole.Length / 2)]);
    }

    [TestMethod]
    [DataRow("<!DOCTYPE sst [<!ENTITY a \"x\">]><sst><si><t>&a;</t></si></sst>")]
    [DataRow("<!DOCTYPE sst SYSTEM \"file:///etc/passwd\"><sst/>")]
    public void Definitions_and_entities_are_unsafe(string strings) => Refused(
        (Good with { Strings = strings }).Zip().ToArray(), "UNSAFE_XML",
        "工作簿中含有不允许的 XML 定义(DTD 或实体)，不是 Excel 正常保存的文件。请用 Excel 打开并另存为新的 .xlsx 文件后再上传。");

    [TestMethod]
    public void A_file_over_the_limit_is_refused_unread() => Refused(
        Good.Zip().ToArray(), "TOO_LARGE", "文件超过 0 MB。请删除图片和无关的工作表，或者分成几个文件上传。", limits: new WorkbookLimits { FileBytes = 100 });

    [TestMethod]
    public void Too_many_parts_are_refused_before_the_zip_is_opened() => Refused(
        WorkbookParts.Zip(Enumerable.Range(0, 2_001).Select(i => ($"{i}", (Action<Stream>)(_ => { })))).ToArray(),
        "TOO_LARGE", "工作簿内部的文件超过 2,000 个。请删除图片和嵌入的对象，或者把数据复制到新的工作簿后再上传。");

    [TestMethod]
    public void A_bomb_is_refused_before_it_is_unpacked()
    {
        var bomb = Good.Bomb(WorkbookParts.FirstSheet, megabytes: 64);
        var started = Stopwatch.GetTimestamp();
        var before = GC.GetAllocatedBytesForCurrentThread();

        RefusedAsInflating(bomb);

        Assert.IsLessThan(20L << 20, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.IsLessThan(5, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    [TestMethod]
    public void A_part_that_inflates_beyond_its_declared_size_is_refused()
    {
        var lying = Good.Bomb(WorkbookParts.FirstSheet, megabytes: 40);
        WorkbookParts.Declare(lying, 40 << 20, 1_000);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var refusal = Assert.ThrowsExactly<WorkbookException>(() => ReadAll(lying, WorkbookLimits.Default));

        Assert.Contains(refusal.Code, new[] { "CORRUPT", "TOO_LARGE" });
        Assert.IsLessThan(20L << 20, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void Inflating_stops_at_the_limit_whatever_was_declared()
    {
        using var part = new InflatedStream(new MemoryStream(new byte[5_000]), limit: 4_000);

        Assert.AreEqual("TOO_LARGE", Assert.ThrowsExactly<WorkbookException>(() => part.CopyTo(Stream.Null)).Code);
    }

    [TestMethod]
    public void A_tag_without_end_is_not_collected_in_memory()
    {
        var sheet = $"<worksheet><sheetData><row r=\"{new string('1', 8 << 20)}\"/></sheetData></worksheet>";
        var file = (Good with { Sheet = sheet }).Zip().ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();

        RefusedAsInflating(file);

        Assert.IsLessThan(20L << 20, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void Endless_new_names_are_not_remembered() => RefusedAsInflating(
        (Good with { Sheet = $"<worksheet><sheetData>{string.Concat(Enumerable.Range(0, 30_000).Select(i => $"<n{i}/>"))}</sheetData></worksheet>" }).Zip().ToArray());

    [TestMethod]
    public void Nesting_without_end_is_damage() =>
        RefusedAsCorrupt(new WorkbookParts { Rows = string.Concat(Enumerable.Repeat("<row>", 1_000)) }.Zip().ToArray());

    [TestMethod]
    public void Two_million_empty_rows_are_refused() => Refused(
        WithRows(2_000_000, _ => "<row/>"), "TOO_MANY_ROWS", "工作表“表一”超过 1,048,576 行。请删除数据下方的空行，或者分成几个文件上传。");

    [TestMethod]
    public void More_rows_with_values_than_allowed_are_refused() => Refused(
        WithRows(11, _ => "<row><c><v>1</v></c></row>"), "TOO_MANY_ROWS",
        "工作表“表一”超过 10 行。请删除数据下方的空行，或者分成几个文件上传。", limits: new WorkbookLimits { Rows = 10 });

    [TestMethod]
    public void As_many_rows_as_allowed_are_read() =>
        Assert.AreEqual(10, ReadAll(WithRows(10, _ => "<row><c><v>1</v></c></row>"), new WorkbookLimits { Rows = 10 }));

    [TestMethod]
    public void A_value_in_the_last_corner_is_refused_by_name() => Refused(
        new WorkbookParts { Rows = """<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>""" }.Zip().ToArray(),
        "TOO_MANY_COLUMNS", "工作表“表一”的单元格 XFD1048576 超出了前 256 列。请删除表格右侧多余的列后再上传。");

    [TestMethod]
    public void A_blank_in_the_last_corner_does_no_harm() => Assert.AreEqual(1, ReadAll(
        new WorkbookParts { Rows = """<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>""" }.Zip().ToArray(),
        WorkbookLimits.Default));

    [TestMethod]
    public void A_cell_that_is_too_long_is_refused_by_name() => Refused(
        new WorkbookParts { Rows = $"""<row r="2"><c r="C2" t="inlineStr"><is><t>{new string('长', 32_768)}</t></is></c></row>""" }.Zip().ToArray(),
        "CELL_TOO_LONG", "单元格 C2 的文字超过 32,767 个字符。请缩短后再上传。");

    [TestMethod]
    public void A_shared_string_that_is_too_long_is_refused() => Refused(
        (Good with { Strings = $"<sst><si><r><t>{new string('长', 32_767)}</t></r><r><t>长</t></r></si></sst>" }).Zip().ToArray(),
        "CELL_TOO_LONG", "有单元格的文字超过 32,767 个字符。请缩短后再上传。");

    [TestMethod]
    public void More_shared_strings_than_allowed_are_refused()
    {
        var file = (Good with { Strings = "<sst><si><t>ab</t></si><si><t>cd</t></si></sst>" }).Zip().ToArray();

        Refused(file, "TOO_LARGE", "工作簿中的文字过多。请删除无关的工作表，或者分成几个文件上传。", limits: new WorkbookLimits { Strings = 1 });
        Refused(file, "TOO_LARGE", "工作簿中的文字过多。请删除无关的工作表，或者分成几个文件上传。", limits: new WorkbookLimits { StringCharacters = 3 });
    }

    [TestMethod]
    public void Damage_anywhere_is_reported_as_such_and_never_as_a_crash()
    {
        var sound = new WorkbookParts
        {
            Rows = """<row r="1"><c r="A1" s="1"><v>46350</v></c><c r="B1" t="s"><v>0</v></c></row>""",
            Strings = "<sst><si><t>甲</t></si></sst>",
            Styles = """<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>""",
        }.Zip().ToArray();
        var random = new Random(1);

        for (var i = 0; i < 500; i++)
        {
            var damaged = sound.ToArray();
            for (var hits = random.Next(1, 4); hits > 0; hits--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                ReadAll(damaged, WorkbookLimits.Default);
            }
            catch (WorkbookException)
            {
            }
        }
    }

    private static void RefusedAsCorrupt(byte[] file) => Refused(
        file, "CORRUPT", "工作簿已损坏或没有传完整。请用 Excel 打开并重新保存后再上传；如果 Excel 也打不开，请使用备份文件。");

    private static void RefusedAsInflating(byte[] file) => Refused(
        file, "TOO_LARGE", "工作簿解压后的内容过大。请把需要的数据复制到新的工作簿中保存，或者分成几个文件上传。");

    private static void Refused(byte[] file, string code, string sentence, string kind = "", WorkbookLimits? limits = null)
    {
        var refusal = Assert.ThrowsExactly<WorkbookException>(() => ReadAll(file, limits ?? WorkbookLimits.Default), kind);

        Assert.AreEqual(code, refusal.Code, kind);
        Assert.AreEqual(sentence, refusal.Message, kind);
    }

    private static int ReadAll(byte[] file, WorkbookLimits limits)
    {
        using var book = WorkbookReader.Open(new MemoryStream(file), limits);
        return book.Sheets.Sum(s => book.Rows(s.Name).Count());
    }

    private static byte[] OleWith(string stream) => [.. Ole, .. new byte[1_000], .. Encoding.Unicode.GetBytes(stream), .. new byte[1_000]];

    private static byte[] WithRows(int count, Func<int, string> row) => (Good with
    {
        Rows = new StringBuilder().AppendJoin("", Enumerable.Range(0, count).Select(row)).ToString(),
    }).Zip().ToArray();
}
