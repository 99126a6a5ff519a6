using RiskReport.Reports.Xls;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Reports.Uploads;

internal static class UploadedTables
{
    public static ITables Open(UploadedFile file, WorkbookLimits limits) => FileSignature.Of(file.Content, limits) switch
    {
        FileKind.Zip => WorkbookReader.Open(file.Content, limits),
        FileKind.Xls => XlsReader.Open(file.Content, limits),
        FileKind.Text => CsvReader.Open(file, limits),
        _ => throw new ArgumentOutOfRangeException(nameof(file)),
    };
}
