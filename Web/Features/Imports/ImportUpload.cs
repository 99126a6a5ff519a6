using RiskReport.Reports.Xlsx;
using RiskReport.Web.Features.Shared;

namespace RiskReport.Web.Features.Imports;

/// <summary>The upload as posted.</summary>
public sealed class ImportUpload
{
    public IFormFile? File { get; set; }

    public int Year { get; set; }

    public bool DryRun { get; set; }

    public bool AllOrNothing { get; set; }

    public string FileName => UploadName.Of(File!);

    /// <summary>What an office may file, and be given the workbook for.</summary>
    public static bool IsOpen(int year, int thisYear) => year >= thisYear - 1 && year <= thisYear + 1;

    public string? Problem(int thisYear) =>
        File is null ? "请选择要导入的工作簿（.xlsx）。"
        : File.Length == 0 ? "文件是空的，请重新选择。"
        : File.Length > WorkbookLimits.Default.FileBytes ? $"文件有 {File.Length >> 20} MB，超过 {WorkbookLimits.Default.FileBytes >> 20} MB 的上限。请删除图片和无关的工作表，或者分成几个文件上传。"
        : !IsOpen(Year, thisYear) ? $"请选择报告年度（{thisYear - 1} 至 {thisYear + 1}）。"
        : null;
}
