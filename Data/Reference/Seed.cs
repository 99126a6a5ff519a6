using System.Globalization;
using System.Text.Json;
using RiskReport.Domain.Grading;

namespace RiskReport.Data.Reference;

/// <summary>The files of database/seed, which the program carries.</summary>
internal static class Seed
{
    public static IEnumerable<object> Rows(string file, Func<string[], object> row) => Text(file)
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Skip(1)
        .Select(line => row(line.TrimEnd('\r').Split(',')));

    public static IReadOnlyList<ShippedRuleSet> RuleSets() => JsonSerializer.Deserialize<List<ShippedRuleSet>>(Text("rule-sets.json"), RuleSetJson.Options)!;

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateOnly? DayOrNone(string text) => text.Length == 0 ? null : Day(text);

    public static decimal Degrees(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(string file)
    {
        using var reader = new StreamReader(typeof(Seed).Assembly.GetManifestResourceStream($"seed/{file}")!);
        return reader.ReadToEnd();
    }
}

/// <summary>Without a date it ships as an alternative that is not in force.</summary>
internal sealed record ShippedRuleSet(DateOnly? EffectiveFrom, RuleSet Rules);
