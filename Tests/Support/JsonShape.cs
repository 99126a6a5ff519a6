using System.Text.Json;
using System.Text.Json.Nodes;
using RiskReport.Web.Features.Api;

namespace RiskReport.Tests.Support;

/// <summary>Holds what is sent and answered against what the API is described to be.</summary>
internal static class JsonShape
{
    /// <summary>As much of JSON Schema as the description uses.</summary>
    public static void Holds(JsonObject document, JsonNode schema, JsonNode? value, string where)
    {
        if (schema["$ref"] is { } reference)
        {
            Holds(document, document["components"]!["schemas"]![((string)reference!).Split('/')[^1]]!, value, where);
            return;
        }

        var types = schema["type"] is JsonArray several ? several.Select(t => (string)t!).ToList() : [(string)schema["type"]!];
        var kind = value?.GetValueKind() ?? JsonValueKind.Null;
        Assert.IsTrue(types.Exists(t => t switch
        {
            "object" => kind == JsonValueKind.Object,
            "array" => kind == JsonValueKind.Array,
            "string" => kind == JsonValueKind.String,
            "boolean" => kind is JsonValueKind.True or JsonValueKind.False,
            "integer" => kind == JsonValueKind.Number && value!.GetValue<decimal>() % 1 == 0,
            "number" => kind == JsonValueKind.Number,
            _ => kind == JsonValueKind.Null,
        }), $"{where} is {kind}, not {string.Join('/', types)}");
        if (schema["enum"] is JsonArray words)
            Assert.IsTrue(words.Any(w => JsonNode.DeepEquals(w, value)), $"{where} is {value}");
        foreach (var (item, i) in (value as JsonArray ?? []).Select((item, i) => (item, i)))
            Holds(document, schema["items"]!, item, $"{where}[{i}]");
        if (value is not JsonObject given || schema["properties"] is not JsonObject properties)
            return;
        foreach (var name in (schema["required"] as JsonArray ?? []).Select(r => (string)r!))
            Assert.IsTrue(given.ContainsKey(name), $"{where}.{name} is missing");
        foreach (var (name, property) in given)
            Holds(document, properties[name] ?? throw new AssertFailedException($"{where}.{name} is not described"), property, $"{where}.{name}");
    }

    /// <summary>The same members in the same order with the same values, but for those that differ each time.</summary>
    public static void IsLike(JsonNode? example, JsonNode? value, string where, string[] different)
    {
        if (example is JsonObject shown && value is JsonObject given)
        {
            Assert.AreEqual(string.Join(' ', shown.Select(p => p.Key)), string.Join(' ', given.Select(p => p.Key)), where);
            foreach (var (name, member) in shown.Where(p => !different.Contains(p.Key)))
                IsLike(member, given[name], $"{where}.{name}", different);
            return;
        }

        if (example is not JsonArray all || value is not JsonArray items || all.Count != items.Count)
            Assert.AreEqual(example?.ToJsonString(ApiController.Json), value?.ToJsonString(ApiController.Json), where);
        else
            foreach (var (item, i) in all.Select((item, i) => (item, i)))
                IsLike(item, items[i], $"{where}[{i}]", different);
    }
}
