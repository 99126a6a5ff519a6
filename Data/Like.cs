namespace RiskReport.Data;

/// <summary>Patterns for LIKE … ESCAPE '\': what the user typed is searched for literally.</summary>
internal static class Like
{
    public static string Contains(string text) => $"%{Escape(text)}%";

    public static string Begins(string text) => $"{Escape(text)}%";

    private static string Escape(string text) => text
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal)
        .Replace("_", @"\_", StringComparison.Ordinal)
        .Replace("[", @"\[", StringComparison.Ordinal);
}
