namespace RiskReport.Reports.Uploads;

/// <param name="Name">For sentences only; what a file is, its bytes tell.</param>
/// <param name="Content">Must be able to seek; stays open.</param>
public sealed record UploadedFile(string Name, Stream Content);
