using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Imports;
using RiskReport.Domain.Privacy;

namespace RiskReport.Domain.Fields;

/// <summary>
/// An answer as JSON: numbers as numbers, yes and no as true and false, lists as arrays, code lists by their code. What a value means
/// and whether it may be is <see cref="FieldReader"/>'s business, as for the form and the workbook.
/// </summary>
public static class FieldJson
{
    public static string NameOf(Field field) => JsonNamingPolicy.CamelCase.ConvertName(field.Key);

    /// <summary>The value as the field's own rule reads it; null when it is of the wrong kind.</summary>
    public static Cell? Read(Field field, JsonNode? value) => (field.Kind, value?.GetValueKind()) switch
    {
        (_, null or JsonValueKind.Null) => Cell.Empty,
        (FieldKind.Whole or FieldKind.Fraction, JsonValueKind.Number) => new Cell(CellKind.Number, value.ToJsonString()),
        (FieldKind.YesNo, JsonValueKind.True or JsonValueKind.False) => Cell.Typed(value.GetValue<bool>() ? "是" : "否"),
        (FieldKind.HasMajorRisk, JsonValueKind.True or JsonValueKind.False) => Cell.Typed(value.GetValue<bool>() ? "有" : "无"),
        (FieldKind.Substances, JsonValueKind.Array) => Joined(value.AsArray(), Substance, "；"),
        (FieldKind.Codes, JsonValueKind.Array) => Joined(value.AsArray(), Text, "、"),
        (FieldKind.Whole or FieldKind.Fraction or FieldKind.YesNo or FieldKind.HasMajorRisk or FieldKind.Substances or FieldKind.Codes, _) => null,
        (_, JsonValueKind.String) => Text(value) is { } text ? Cell.Typed(Word(field, text)) : null,
        _ => null,
    };

    /// <summary>What to send, in words.</summary>
    public static string Expected(Field field) => field.Kind switch
    {
        FieldKind.Whole => "整数",
        FieldKind.Fraction => "数字",
        FieldKind.YesNo or FieldKind.HasMajorRisk => "true 或 false",
        FieldKind.Substances => "数组，例如 [{\"name\":\"氨\",\"q\":20}]",
        FieldKind.Codes => "文本数组",
        _ => "文本",
    };

    /// <summary>The answer from its text in a report; null where there is none.</summary>
    public static JsonNode? Write(Field field, string text) => text.Length == 0 ? null : field.Kind switch
    {
        FieldKind.Whole or FieldKind.Fraction => decimal.Parse(text, CultureInfo.InvariantCulture),
        FieldKind.YesNo => text == "是",
        FieldKind.HasMajorRisk => text == "有",
        FieldKind.Scale => ScaleWords.Parse(text)!.Value.Code(),
        FieldKind.Method => GradingMethodWords.Parse(text)!.Value.Code(),
        FieldKind.Phone or FieldKind.PersonName => Sight.Masked.Of(field, text),
        FieldKind.Codes => new JsonArray([.. text.Split(',').Select(c => (JsonNode)c)]),
        _ => text,
    };

    public static JsonArray Write(IEnumerable<SubstanceAmount> substances) => new(
    [
        .. substances.Select(s =>
        {
            var amount = new JsonObject { ["name"] = s.Name, ["q"] = s.Tonnes };
            if (s.Class is not null)
                amount["class"] = s.Class;
            return (JsonNode)amount;
        }),
    ]);

    private static string Word(Field field, string text) => field.Kind switch
    {
        FieldKind.Scale => ScaleWords.Parse(text)?.Word() ?? text,
        FieldKind.Method => GradingMethodWords.Parse(text)?.Word() ?? text,
        _ => text,
    };

    private static Cell? Joined(JsonArray values, Func<JsonNode?, string?> read, string between)
    {
        var texts = values.Select(read).ToList();
        return texts.Contains(null) ? null : Cell.Typed(string.Join(between, texts));
    }

    private static string? Substance(JsonNode? value) =>
        value is JsonObject amount && amount.All(a => a.Key is "name" or "q" or "class")
        && Text(amount["name"]) is { } name && amount["q"]?.GetValueKind() == JsonValueKind.Number
            ? $"{name} {amount["q"]!.ToJsonString()} {Text(amount["class"])}".TrimEnd() : null;

    /// <summary>Null for half of a surrogate pair, which is legal JSON and no text.</summary>
    private static string? Text(JsonNode? value)
    {
        try
        {
            return value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
