namespace RiskReport.Tests.Support;

/// <summary>One small spreadsheet as LibreOffice Calc saves it in each format; locked.xls has a password.</summary>
internal static class OfficeSample
{
    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Samples", "office", name));
}
