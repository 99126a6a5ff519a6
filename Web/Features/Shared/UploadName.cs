namespace RiskReport.Web.Features.Shared;

/// <summary>The name of an uploaded file: for show only, never a path, and no longer than it is kept.</summary>
public static class UploadName
{
    private const int Longest = 200;

    public static string Of(IFormFile file) => Path.GetFileName(file.FileName.Replace('\\', '/')) is { Length: > Longest } name
        ? name[^Longest..]
        : Path.GetFileName(file.FileName.Replace('\\', '/'));
}
