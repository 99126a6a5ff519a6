using System.Text;
using System.Text.Json.Nodes;

namespace RiskReport.Tests.Support;

/// <summary>Bodies by the schemas of the description: right ones, such as are nearly right, and such as are no JSON at all. The same lot, the same bodies.</summary>
internal sealed class JsonFuzz(JsonObject document, Random lot)
{
    /// <summary>Stands where something is put that no JSON tree can hold.</summary>
    private const string Raw = "@raw@";

    private static readonly string[] Fragments =
    [
        "1e400", "-1e400", "1e-400", "123456789012345678901234567890123456789012345678901234567890", "0.1234567890123456789012345678901234567890", "-0", "2147483648", "-1", "1.5", "01", "NaN", "Infinity",
        "null", "true", "\"\"", "\" \"", "\"a\\u0000b\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u202E\"", "\"' OR 1=1 --\"", "\"=1+1\"", "\"<script>\"", "\"12\"", "'a'", "undefined", "/* */ 1", "",
        "[]", "{}", "[null]", "[[]]", "{\"\":1}", "[1,]", "{\"a\":1,}", "{\"a\":1,\"a\":2}", "\"\n\"",
        $"\"{new string('长', 30_000)}\"", $"{new string('9', 30_000)}", $"[{string.Join(',', Enumerable.Repeat("{}", 5_000))}]", $"[{string.Join(',', Enumerable.Repeat("null", 5_000))}]",
        $"{{{string.Join(',', Enumerable.Range(0, 5_000).Select(i => $"\"m{i}\":1"))}}}",
        string.Concat(Enumerable.Repeat("[", 1_000)) + string.Concat(Enumerable.Repeat("]", 1_000)), string.Concat(Enumerable.Repeat("{\"a\":", 1_000)) + "1" + new string('}', 1_000),
        new string('[', 100_000),
    ];

    private static readonly string[] Words = ["", "昆山", "3511", "320583100", "LEC", "above", "无", "2021-A", "0512-57301234", "2026-11-01", "a", "机械伤害"];

    public byte[] Body(JsonNode schema, JsonNode example) => lot.Next(8) switch
    {
        0 => Encoding.UTF8.GetBytes(Made(schema, 0)?.ToJsonString() ?? "null"),
        1 or 2 or 3 => Encoding.UTF8.GetBytes(Changed(example).ToJsonString()),
        4 or 5 => Encoding.UTF8.GetBytes(WithRaw(example)),
        6 => Bytes(Encoding.UTF8.GetBytes(example.ToJsonString())),
        _ => Encoding.UTF8.GetBytes(Twice(example)),
    };

    /// <summary>By the schema alone, with some left out and now and then one more.</summary>
    private JsonNode? Made(JsonNode schema, int depth)
    {
        if (schema["$ref"] is { } reference)
            return Made(document["components"]!["schemas"]![((string)reference!).Split('/')[^1]]!, depth);
        if (schema["enum"] is JsonArray words && lot.Next(10) > 0)
            return words[lot.Next(words.Count)]?.DeepClone();
        var types = schema["type"] is JsonArray several ? several.Select(t => (string)t!).ToList() : [(string)schema["type"]!];
        return types[lot.Next(types.Count)] switch
        {
            "object" => new JsonObject((schema["properties"] as JsonObject ?? []).Where(_ => lot.Next(4) > 0).Select(p => KeyValuePair.Create(p.Key, Made(p.Value!, depth + 1)))
                .Concat(lot.Next(8) == 0 ? [KeyValuePair.Create("unknown", (JsonNode?)1)] : [])),
            "array" => new JsonArray([.. Enumerable.Range(0, lot.Next(3)).Select(_ => Made(schema["items"] ?? new JsonObject { ["type"] = "string" }, depth + 1))]),
            "integer" => lot.Next(-2, 2_000),
            "number" => Math.Round((decimal)lot.NextDouble() * 100, lot.Next(5)),
            "boolean" => lot.Next(2) == 0,
            "null" => null,
            _ => Words[lot.Next(Words.Length)],
        };
    }

    /// <summary>One to three places left out, made null or of another kind.</summary>
    private JsonNode Changed(JsonNode example)
    {
        var body = example.DeepClone();
        for (var i = lot.Next(3); i >= 0; i--)
        {
            if (Place(body) is not { } place)
                continue;
            if (place.Key is { } key && lot.Next(3) == 0)
                place.Parent.AsObject().Remove(key);
            else
                Put(place, lot.Next(6) switch { 0 => null, 1 => new JsonArray(), 2 => new JsonObject(), 3 => lot.Next(), 4 => lot.Next(2) == 0, _ => Words[lot.Next(Words.Length)] });
        }

        return body;
    }

    private string WithRaw(JsonNode example)
    {
        var body = example.DeepClone();
        if (Place(body) is { } place)
            Put(place, Raw);
        return body.ToJsonString().Replace($"\"{Raw}\"", Fragments[lot.Next(Fragments.Length)], StringComparison.Ordinal);
    }

    /// <summary>A member that stands there twice, or one that nobody knows.</summary>
    private string Twice(JsonNode example)
    {
        var body = example.ToJsonString();
        var places = Enumerable.Range(0, body.Length).Where(i => body[i] == '{' && body[i + 1] == '"').ToList();
        var at = places[lot.Next(places.Count)] + 1;
        var member = body[at..(body.IndexOf(':', at) + 1)];
        return body.Insert(at, $"{(lot.Next(3) > 0 ? member : $"\"unknown{lot.Next(9)}\":")}{Fragments[lot.Next(Fragments.Length)]},");
    }

    /// <summary>Cut off, with a mark in front, with a byte that is no UTF-8, in another encoding, or nothing at all.</summary>
    private byte[] Bytes(byte[] body) => lot.Next(7) switch
    {
        0 => body[..lot.Next(body.Length)],
        1 => [.. Encoding.UTF8.Preamble, .. body],
        2 => [.. body[..(body.Length / 2)], (byte)(128 + lot.Next(128)), .. body[(body.Length / 2)..]],
        3 => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(body)),
        4 => [.. body, .. body],
        5 => Encoding.UTF8.GetBytes(Fragments[lot.Next(Fragments.Length)]),
        _ => [],
    };

    private (JsonNode Parent, string? Key, int Index)? Place(JsonNode root)
    {
        var places = new List<(JsonNode, string?, int)>();
        var open = new Stack<JsonNode>([root]);
        while (open.TryPop(out var node))
        {
            foreach (var (key, child) in node as JsonObject ?? [])
                Add(node, key, 0, child);
            for (var i = 0; node is JsonArray list && i < list.Count; i++)
                Add(node, null, i, list[i]);
        }

        return places.Count == 0 ? null : places[lot.Next(places.Count)];

        void Add(JsonNode parent, string? key, int index, JsonNode? child)
        {
            places.Add((parent, key, index));
            if (child is JsonObject or JsonArray)
                open.Push(child);
        }
    }

    private static void Put((JsonNode Parent, string? Key, int Index) place, JsonNode? value)
    {
        if (place.Key is { } key)
            place.Parent[key] = value;
        else
            place.Parent[place.Index] = value;
    }
}
