namespace RiskReport.Reports.Xlsx;

/// <summary>
/// A file that cannot be used as a workbook. The code is stable; the message is a sentence for the person
/// who uploaded the file and says how to put it right.
/// </summary>
public sealed class WorkbookException : Exception
{
    private WorkbookException(string code, string sentence, Exception? cause = null) : base(sentence, cause) => Code = code;

    public string Code { get; }

    /// <summary>A sound workbook that is not the one asked for.</summary>
    internal static WorkbookException Unsuitable(string code, string sentence) => new(code, sentence);

    internal static WorkbookException EmptyFile() =>
        new("EMPTY_FILE", "文件是空的(0 字节)。请在 Excel 中重新保存后再上传。");

    internal static WorkbookException NotAWorkbook() => new("NOT_A_WORKBOOK",
        "文件不是 Excel 工作簿。请用 Excel 或 WPS 打开原文件，另存为“Excel 工作簿(*.xlsx)”后再上传；只改扩展名不能改变文件格式。");

    /// <param name="what">A format that Excel or WPS can open and save anew.</param>
    internal static WorkbookException OtherFormat(string what) => new("NOT_A_WORKBOOK",
        $"文件是{what}，不是 Excel 工作簿。请用 Excel 或 WPS 打开，另存为“Excel 工作簿(*.xlsx)”后再上传；只改扩展名不能改变文件格式。");

    /// <param name="what">Something that no spreadsheet program opens.</param>
    internal static WorkbookException NoTable(string what) => new("NOT_A_WORKBOOK",
        $"文件是{what}，不是 Excel 工作簿。请上传按导入模板填写的工作簿(*.xlsx)；只改扩展名不能改变文件格式。");

    internal static WorkbookException Encrypted() =>
        new("ENCRYPTED", "工作簿设置了打开密码，请在 Excel 中取消密码后重新保存再上传。");

    internal static WorkbookException Xls() =>
        new("XLS", "文件是旧版 .xls 格式的工作簿，请在 Excel 或 WPS 中另存为“Excel 工作簿(*.xlsx)”后再上传。");

    internal static WorkbookException ExcelBefore97() =>
        new("XLS", "文件是 Excel 95 或更早版本的工作簿，请在 Excel 或 WPS 中另存为“Excel 工作簿(*.xlsx)”后再上传。");

    internal static WorkbookException UnknownEncoding() => new("ENCODING",
        "CSV 文件的文字编码无法识别，或者文件没有传完整。请用 Excel 或 WPS 打开，另存为“CSV UTF-8(逗号分隔)(*.csv)”或“Excel 工作簿(*.xlsx)”后再上传。");

    internal static WorkbookException UnpairedQuote(int row) => new("QUOTE",
        $"CSV 文件第 {row} 行的双引号没有配对，其后的内容无法正确分列。请在该行补上或删除双引号，或者另存为“Excel 工作簿(*.xlsx)”后再上传。");

    internal static WorkbookException RowTwice(string sheet, int row) => new("CORRUPT",
        $"工作表“{sheet}”的第 {row} 行在文件中出现了两次，不是 Excel 正常保存的文件。请用 Excel 或 WPS 打开，核对后另存为新的工作簿再上传。");

    internal static WorkbookException CellTwice(string sheet, string cell) => new("CORRUPT",
        $"工作表“{sheet}”的单元格 {cell} 在文件中出现了两次，不是 Excel 正常保存的文件。请用 Excel 或 WPS 打开，核对后另存为新的工作簿再上传。");

    internal static WorkbookException Corrupt(Exception? cause = null) =>
        new("CORRUPT", "工作簿已损坏或没有传完整。请用 Excel 打开并重新保存后再上传；如果 Excel 也打不开，请使用备份文件。", cause);

    internal static WorkbookException UnsafeXml(Exception cause) =>
        new("UNSAFE_XML", "工作簿中含有不允许的 XML 定义(DTD 或实体)，不是 Excel 正常保存的文件。请用 Excel 打开并另存为新的 .xlsx 文件后再上传。", cause);

    internal static WorkbookException FileTooLarge(long limit) =>
        new("TOO_LARGE", $"文件超过 {Megabytes(limit)} MB。请删除图片和无关的工作表，或者分成几个文件上传。");

    internal static WorkbookException InflatesTooFar() =>
        new("TOO_LARGE", "工作簿解压后的内容过大。请把需要的数据复制到新的工作簿中保存，或者分成几个文件上传。");

    internal static WorkbookException TooManyEntries(int limit) =>
        new("TOO_LARGE", $"工作簿内部的文件超过 {limit:N0} 个。请删除图片和嵌入的对象，或者把数据复制到新的工作簿后再上传。");

    internal static WorkbookException TooManySheets(int limit) =>
        new("TOO_LARGE", $"工作簿中的工作表超过 {limit:N0} 个。请把需要的工作表复制到新的工作簿中保存后再上传。");

    internal static WorkbookException TooManyStrings() =>
        new("TOO_LARGE", "工作簿中的文字过多。请删除无关的工作表，或者分成几个文件上传。");

    internal static WorkbookException TooManyRows(string sheet, int limit) =>
        new("TOO_MANY_ROWS", $"工作表“{sheet}”超过 {limit:N0} 行。请删除数据下方的空行，或者分成几个文件上传。");

    internal static WorkbookException TooManyColumns(string sheet, string cell, int limit) =>
        new("TOO_MANY_COLUMNS", $"工作表“{sheet}”的单元格 {cell} 超出了前 {limit} 列。请删除表格右侧多余的列后再上传。");

    internal static WorkbookException CellTooLong(string? cell, int limit) =>
        new("CELL_TOO_LONG", $"{(cell is null ? "有单元格" : $"单元格 {cell} ")}的文字超过 {limit:N0} 个字符。请缩短后再上传。");

    private static long Megabytes(long bytes) => bytes >> 20;
}
