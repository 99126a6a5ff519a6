namespace RiskReport.Reports.Pdf;

/// <summary>What a PDF says about itself; the time is given, so that the same input makes the same file.</summary>
internal sealed record PdfProperties(string Title, DateTimeOffset CreatedAt)
{
    public const string Product = "RiskReport";
    public const string Language = "zh-CN";

    public string Author { get; init; } = Product;
    public string? Subject { get; init; }
}
