namespace RiskReport.Tests.Support;

/// <summary>What the README promises.</summary>
internal static class Readme
{
    /// <summary>The rows of the table under a heading, without its own headings.</summary>
    public static IReadOnlyList<string[]> Table(string heading) =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "README.md"))
            .SkipWhile(l => l != $"## {heading}").Skip(1).TakeWhile(l => !l.StartsWith("## ", StringComparison.Ordinal))
            .Where(l => l.StartsWith("| ", StringComparison.Ordinal)).Skip(1)
            .Select(l => l.Trim('|', ' ').Split(" | ")),
    ];
}
