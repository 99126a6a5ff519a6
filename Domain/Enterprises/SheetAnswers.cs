using System.Globalization;
using System.Text.Json.Serialization;
using RiskReport.Domain.Fields;

namespace RiskReport.Domain.Enterprises;

/// <summary>The checked answers of the special sheets, by the key of the field; what is not asked has none.</summary>
public sealed record SheetAnswers(SortedDictionary<string, string> ByKey)
{
    public static readonly SheetAnswers None = new(new SortedDictionary<string, string>(StringComparer.Ordinal));

    [JsonIgnore]
    public string? this[Field field] => ByKey.GetValueOrDefault(field.Key);

    /// <summary>Reads the sheets whose question is answered with yes, every problem at once.</summary>
    public static SheetAnswers Read(FieldReader reader, IEnumerable<Sheet> asked)
    {
        var answers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in asked.SelectMany(s => s.Fields))
        {
            if (Text(reader, field) is { } text)
                answers[field.Key] = text;
        }

        return new SheetAnswers(answers);
    }

    /// <summary>Those of these sheets alone.</summary>
    public SheetAnswers Of(IEnumerable<Sheet> sheets)
    {
        var keys = sheets.SelectMany(s => s.Fields).Select(f => f.Key).ToHashSet();
        return new SheetAnswers(new SortedDictionary<string, string>(ByKey.Where(a => keys.Contains(a.Key)).ToDictionary(), StringComparer.Ordinal));
    }

    /// <summary>By content: whether an import changes anything is asked of the whole record.</summary>
    public bool Equals(SheetAnswers? other) => other is not null && ByKey.Count == other.ByKey.Count
        && ByKey.All(a => other.ByKey.TryGetValue(a.Key, out var text) && text == a.Value);

    public override int GetHashCode() => ByKey.Count;

    private static string? Text(FieldReader reader, Field field) => field.Kind switch
    {
        FieldKind.Whole => reader.Whole(field)?.ToString(CultureInfo.InvariantCulture),
        FieldKind.Fraction => reader.Fraction(field)?.ToString("0.######", CultureInfo.InvariantCulture),
        FieldKind.YesNo => reader.YesNo(field) switch { true => "是", false => "否", null => null },
        FieldKind.Choice => reader.Choice(field),
        _ => reader.Text(field),
    };
}
