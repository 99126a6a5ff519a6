using System.Text.Json;
using System.Text.Json.Nodes;

namespace RiskReport.Domain.Grading;

/// <summary>Grading as neighbours ask for it: JSON in, JSON out, every problem of the request at once.</summary>
public sealed class GradeExchange
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    private static readonly string Methods = string.Join("、", GradingMethodWords.All.Select(m => m.Code()));

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
            problems.Add(e.LineNumber is { } line ? $"不是有效的 JSON（第 {line + 1} 行）。" : "不是有效的 JSON：有重复的键。");
            return null;
        }

        if (root is not JsonObject request)
        {
            problems.Add("请求应为 JSON 对象，例如 {\"items\":[{\"method\":\"LEC\",\"l\":3,\"e\":6,\"c\":15}]}。");
            return null;
        }

        Known(request, "请求", "ruleSet", "items", "nil", "enterprise");
        var ruleSet = Text(request, "ruleSet", "ruleSet");
        var rules = rulesNamed(ruleSet);
        if (rules is null)
            problems.Add(ruleSet is null ? "现在没有生效的规则集。" : $"没有名为“{ruleSet}”的可用规则集。");
        var nil = Flag(request, "nil", "nil") ?? false;
        var conditions = Conditions(request);
        var items = List(request, "items", "items").Select((item, i) => Item(item, i + 1)).ToList();
        if (problems.Count > 0)
        {
            // a factor of the wrong type is missing to the check, which then names the values it may have
            if (rules is not null)
                problems.AddRange(items.SelectMany((item, i) => item is null ? [] : AssessmentCheck.Problems(item, i, rules)).Select(p => p.Message));
            return null;
        }

        var readable = items.ConvertAll(i => i!);
        var result = Grader.Grade(readable, nil, rules!, conditions);
        problems.AddRange(result.Problems.Select(p => p.Message));
        return result.Grade is { } grade ? Answer(grade, readable, rules!) : null;
    }

    private EnterpriseConditions Conditions(JsonObject request)
    {
        if (request["enterprise"] is null)
            return EnterpriseConditions.None;
        if (request["enterprise"] is not JsonObject facts)
        {
            problems.Add("enterprise 应为 JSON 对象。");
            return EnterpriseConditions.None;
        }

        var known = Enum.GetValues<EnterpriseFact>().Select(f => JsonNamingPolicy.CamelCase.ConvertName(f.ToString())).ToArray();
        Known(facts, "enterprise ", known);
        return new EnterpriseConditions
        {
            HazardPlacePeople = Count(facts, known[0], $"enterprise 的 {known[0]}"),
            MajorHazard = Flag(facts, known[1], $"enterprise 的 {known[1]}"),
            SeriousViolation = Flag(facts, known[2], $"enterprise 的 {known[2]}"),
            AccidentConditions = Flag(facts, known[3], $"enterprise 的 {known[3]}"),
        };
    }

    private Assessment? Item(JsonNode? node, int number)
    {
        if (node is not JsonObject item)
        {
            problems.Add($"第 {number} 项应为 JSON 对象。");
            return null;
        }

        Known(item, $"第 {number} 项", "method", "name", "l", "e", "c", "s", "m", "code", "people", "substances", "score", "directRed");
        var word = Text(item, "method", $"第 {number} 项的 method");
        if (GradingMethodWords.Parse(word) is not { } method)
        {
            problems.Add($"第 {number} 项的 method“{word}”不能识别，可用 {Methods}。");
            return null;
        }

        return new Assessment
        {
            Name = Text(item, "name", $"第 {number} 项的 name"),
            Method = method,
            L = Factor(item, FactorKey.L, number),
            E = Factor(item, FactorKey.E, number),
            C = Factor(item, FactorKey.C, number),
            S = Factor(item, FactorKey.S, number),
            M = Factor(item, FactorKey.M, number),
            CatalogueCode = Text(item, "code", $"第 {number} 项的 code")?.ToUpperInvariant(),
            Unit = method == GradingMethod.MajorHazard
                ? new MajorHazardUnit(Count(item, "people", $"第 {number} 项的 people"), List(item, "substances", $"第 {number} 项的 substances").Select((s, i) => Substance(s, number, i + 1)).OfType<SubstanceAmount>().ToList())
                : null,
            Diagnosis = method == GradingMethod.ChemicalScore
                ? new ChemicalDiagnosis(Number(item, "score", $"第 {number} 项的 score"), List(item, "directRed", $"第 {number} 项的 directRed").Select(c => Code(c, number)).OfType<string>().ToList())
                : null,
        };
    }

    private SubstanceAmount? Substance(JsonNode? node, int item, int number)
    {
        var name = $"第 {item} 项的第 {number} 种危险化学品";
        if (node is JsonObject keys)
            Known(keys, name, "name", "q", "class");
        if (node is JsonObject substance && Text(substance, "name", $"{name}的 name") is { Length: > 0 } called)
            return new SubstanceAmount(called, Number(substance, "q", $"{name}的 q"), Text(substance, "class", $"{name}的 class"));
        problems.Add($"{name}应为带有 name 和 q（吨）的 JSON 对象，例如 {{\"name\":\"氨\",\"q\":20}}。");
        return null;
    }

    private string? Code(JsonNode? node, int item)
    {
        if (node is JsonValue value && value.TryGetValue<string>(out var code))
            return code;
        problems.Add($"第 {item} 项的 directRed 应为文本数组。");
        return null;
    }

    /// <summary>A key that is misspelt would silently raise nothing.</summary>
    private void Known(JsonObject from, string name, params string[] known) =>
        problems.AddRange(from.Select(f => f.Key).Where(k => !known.Contains(k)).Select(k => $"{name}中的 {k} 不能识别，可用 {string.Join("、", known)}。"));

    private JsonArray List(JsonObject from, string key, string name)
    {
        if (from[key] is null)
            return [];
        if (from[key] is JsonArray array)
            return array;
        problems.Add($"{name} 应为数组。");
        return [];
    }

    private string? Text(JsonObject from, string key, string name)
    {
        if (from[key] is null)
            return null;
        try
        {
            if (from[key] is JsonValue value && value.TryGetValue<string>(out var text))
                return text;
        }
        catch (InvalidOperationException)
        {
            // half of a surrogate pair is legal JSON and no text
        }

        problems.Add($"{name} 应为文本。");
        return null;
    }

    private bool? Flag(JsonObject from, string key, string name)
    {
        if (from[key] is null)
            return null;
        if (from[key] is JsonValue value && value.TryGetValue<bool>(out var flag))
            return flag;
        problems.Add($"{name} 应为 true 或 false。");
        return null;
    }

    private int? Count(JsonObject from, string key, string name)
    {
        if (from[key] is null)
            return null;
        if (from[key] is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<decimal>(out var number)
            && number >= 0 && number <= 100_000_000 && decimal.Truncate(number) == number)
            return (int)number;
        problems.Add($"{name} 应为 0 或正整数。");
        return null;
    }

    private decimal? Factor(JsonObject item, FactorKey factor, int number) =>
        Number(item, factor.ToString().ToLowerInvariant(), $"第 {number} 项的 {factor}");

    private decimal? Number(JsonObject from, string key, string name)
    {
        if (from[key] is null)
            return null;
        if (from[key] is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<decimal>(out var number))
            return number;
        problems.Add($"{name} 应为数字。");
        return null;
    }

    private static JsonObject Answer(Grade grade, List<Assessment> items, GradingRules rules) => new()
    {
        ["ruleSet"] = grade.RuleSet,
        ["colour"] = grade.Colour.Code(),
        ["items"] = new JsonArray(grade.Items.Select((g, i) => (JsonNode)new JsonObject
        {
            ["colour"] = g.Colour.Code(),
            ["score"] = g.Score,
            ["rule"] = g.Rule,
            ["reason"] = g.Reason,
            ["lower"] = GradeWords.WhatLowers(items[i], rules),
        }).ToArray()),
        ["overrides"] = new JsonArray(grade.Overrides.Select(o => (JsonNode)new JsonObject
        {
            ["colour"] = o.Colour.Code(),
            ["rule"] = o.Rule,
            ["reason"] = o.Reason,
        }).ToArray()),
        ["reasons"] = new JsonArray(grade.Reasons.Select(r => (JsonNode)r).ToArray()),
    };
}
