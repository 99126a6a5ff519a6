using System.Text.Json;
using System.Text.Json.Nodes;

namespace RiskReport.Domain.Grading;

/// <summary>Grading as neighbours ask for it: JSON in, JSON out, every problem of the request at once.</summary>
public sealed class GradeExchange
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16 };

    private readonly List<string> problems = [];

    private GradeExchange()
    {
    }

    /// <summary>The answer, or the sentences that say why there is none.</summary>
    public static (JsonObject? Answer, IReadOnlyList<string> Problems) Grade(string json, Func<string?, GradingRules?> rulesNamed)
    {
        var exchange = new GradeExchange();
        return (exchange.Run(json, rulesNamed), exchange.problems);
    }

    private JsonObject? Run(string json, Func<string?, GradingRules?> rulesNamed)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(json, documentOptions: Strict);
        }
        catch (JsonException e)
        {
            problems.Add($"不是有效的 JSON（第 {e.LineNumber + 1} 行）。");
            return null;
        }

        if (root is not JsonObject request)
        {
            problems.Add("请求应为 JSON 对象，例如 {\"items\":[{\"method\":\"LEC\",\"l\":3,\"e\":6,\"c\":15}]}。");
            return null;
        }

        var ruleSet = Text(request, "ruleSet", "ruleSet");
        var nil = Flag(request, "nil");
        var items = Items(request);
        if (problems.Count > 0)
            return null;
        if (rulesNamed(ruleSet) is not { } rules)
        {
            problems.Add(ruleSet is null ? "现在没有生效的规则集。" : $"没有名为“{ruleSet}”的规则集。");
            return null;
        }

        var result = Grader.Grade(items, nil, rules);
        problems.AddRange(result.Problems.Select(p => p.Message));
        return result.Grade is { } grade ? Answer(grade) : null;
    }

    private List<Assessment> Items(JsonObject request)
    {
        if (request["items"] is null)
            return [];
        if (request["items"] is not JsonArray array)
        {
            problems.Add("items 应为数组。");
            return [];
        }

        var items = new List<Assessment>(array.Count);
        for (var i = 0; i < array.Count; i++)
        {
            if (array[i] is JsonObject item)
                items.Add(Item(item, i + 1));
            else
                problems.Add($"第 {i + 1} 项应为 JSON 对象。");
        }

        return items;
    }

    private Assessment Item(JsonObject item, int number)
    {
        var word = Text(item, "method", $"第 {number} 项的 method");
        if (GradingMethodWords.Parse(word) is not { } method)
        {
            problems.Add($"第 {number} 项的 method“{word}”不能识别，可用 LEC、LS、MES、catalogue。");
            method = GradingMethod.Lec;
        }

        return new Assessment
        {
            Name = Text(item, "name", $"第 {number} 项的 name"),
            Method = method,
            L = Number(item, "l", number),
            E = Number(item, "e", number),
            C = Number(item, "c", number),
            S = Number(item, "s", number),
            M = Number(item, "m", number),
            CatalogueCode = Text(item, "code", $"第 {number} 项的 code"),
        };
    }

    private string? Text(JsonObject from, string key, string name)
    {
        if (from[key] is null)
            return null;
        if (from[key] is JsonValue value && value.TryGetValue<string>(out var text))
            return text;
        problems.Add($"{name} 应为文本。");
        return null;
    }

    private bool Flag(JsonObject from, string key)
    {
        if (from[key] is null)
            return false;
        if (from[key] is JsonValue value && value.TryGetValue<bool>(out var flag))
            return flag;
        problems.Add($"{key} 应为 true 或 false。");
        return false;
    }

    private decimal? Number(JsonObject from, string key, int item)
    {
        if (from[key] is null)
            return null;
        if (from[key] is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<decimal>(out var number))
            return number;
        problems.Add($"第 {item} 项的 {key.ToUpperInvariant()} 应为数字。");
        return null;
    }

    private static JsonObject Answer(Grade grade) => new()
    {
        ["ruleSet"] = grade.RuleSet,
        ["colour"] = grade.Colour.Code(),
        ["items"] = new JsonArray(grade.Items.Select(i => (JsonNode)new JsonObject
        {
            ["colour"] = i.Colour.Code(),
            ["score"] = i.Score,
            ["rule"] = i.Rule,
            ["reason"] = i.Reason,
        }).ToArray()),
        ["reasons"] = new JsonArray(grade.Reasons.Select(r => (JsonNode)r).ToArray()),
    };
}
