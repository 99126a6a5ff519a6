using System.Security.Cryptography;
using RiskReport.Data.Imports;
using RiskReport.Domain.Imports;
using RiskReport.Reports;
using RiskReport.Reports.Uploads;
using RiskReport.Reports.Xlsx;
using RiskReport.Web.Features.Shared;

namespace RiskReport.Web.Features.Imports;

/// <summary>The upload as posted.</summary>
public sealed class ImportUpload
{
    public List<IFormFile> File { get; set; } = [];

    public int Year { get; set; }

    private long Length => File.Sum(f => f.Length);

    /// <summary>What an office may file, and be given the workbook for.</summary>
    public static bool IsOpen(int year, int thisYear) => year >= thisYear - 1 && year <= thisYear + 1;

    public string? Problem(int thisYear) =>
        File.Count == 0 ? "请选择要导入的工作簿。"
        : File.Any(f => f.Length == 0) ? "文件是空的，请重新选择。"
        : Length > WorkbookLimits.Default.FileBytes ? $"文件有 {Length >> 20} MB，超过 {WorkbookLimits.Default.FileBytes >> 20} MB 的上限。请删除图片和无关的工作表，或者分成几个文件上传。"
        : !IsOpen(Year, thisYear) ? $"请选择报告年度（{thisYear - 1} 至 {thisYear + 1}）。"
        : null;

    public async Task<IReadOnlyList<StoredFile>> ReadAsync(CancellationToken ct)
    {
        var files = new List<StoredFile>();
        foreach (var file in File)
        {
            var content = new byte[file.Length];
            await using var stream = file.OpenReadStream();
            await stream.ReadExactlyAsync(content, ct);
            files.Add(ImportFiles.Of(UploadName.Of(file), content));
        }

        return files;
    }
}

/// <summary>Files on their way into the queue.</summary>
public static class ImportFiles
{
    private const int LongestName = 200;

    public static StoredFile Of(string name, byte[] content) => new(name.Length <= LongestName ? name : name[^LongestName..], Convert.ToHexStringLower(SHA256.HashData(content)), content);

    public static NewImport ToImport(this IReadOnlyList<StoredFile> files, string regionCode, int year, ImportStage stage) => new()
    {
        FileName = string.Join("、", files.Select(f => f.Name)) is { Length: > LongestName } names ? names[..LongestName] : string.Join("、", files.Select(f => f.Name)),
        FileSha256 = files.Count == 1 ? files[0].Sha256 : Together(files),
        Files = files,
        RegionCode = regionCode,
        Year = year,
        Stage = stage,
    };

    /// <summary>Opens what was handed in; every way in refuses the same with the same sentence.</summary>
    public static ImportWorkbook Open(this IReadOnlyList<StoredFile> files, string regionCode)
    {
        var workbook = ImportWorkbook.Open(files.Select(f => new UploadedFile(f.Name, new MemoryStream(f.Content, writable: false))).ToList());
        try
        {
            workbook.CheckTemplate(regionCode);
            return workbook;
        }
        catch
        {
            workbook.Dispose();
            throw;
        }
    }

    private static string Together(IReadOnlyList<StoredFile> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
            hash.AppendData(file.Content);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
