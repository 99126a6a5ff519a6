using System.Text.Json.Nodes;
using RiskReport.Domain.Api;
using RiskReport.Domain.Changes;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Reference;

namespace RiskReport.Web.Features.Api;

/// <summary>The shapes of the API. What is filed is described by the fields that read it.</summary>
internal static class ApiSchemas
{
    private const string Time = "date-time";

    public static JsonObject Of(ReferenceData reference)
    {
        var basics = EnterpriseFields.All.ToDictionary(FieldJson.NameOf, f => (JsonNode)OfField(f, reference));
        var sheets = SheetFields.All.ToDictionary(FieldJson.NameOf, f => (JsonNode)OfField(f, reference));
        var risk = FilingRequest.OfRisk.ToDictionary(FieldJson.NameOf, f => (JsonNode)OfField(f, reference));
        var declaration = Declaration();
        return new JsonObject
        {
            ["Problem"] = Object("title status code detail", new()
            {
                ["title"] = Text(),
                ["status"] = Number("integer"),
                ["code"] = Text("稳定的代码"),
                ["detail"] = Text(),
                ["problems"] = List(Object("code message", new() { ["code"] = Text(), ["field"] = Text("有问题的位置，例如 risks[0].l"), ["message"] = Text("怎样改正") })),
                ["traceId"] = Text("系统出错时，请把它告诉系统管理员"),
            }),
            ["GradeRequest"] = Object("", new()
            {
                ["ruleSet"] = Text("规则集，不写为现在生效的"),
                ["nil"] = Flag("确认没有较大以上风险，可以没有 items"),
                ["items"] = List(Object("method", new()
                {
                    ["name"] = Text(),
                    ["method"] = Words(GradingMethodWords.All.Select(m => m.Code())),
                    ["l"] = Number(),
                    ["e"] = Number(),
                    ["c"] = Number(),
                    ["s"] = Number(),
                    ["m"] = Number(),
                    ["code"] = Text("目录编号"),
                    ["people"] = Number("integer", "厂区边界外 500 米内的常住人数"),
                    ["substances"] = List(Substance()),
                    ["score"] = Number(),
                    ["directRed"] = List(Text()),
                })),
                ["enterprise"] = Object("", new()
                {
                    ["hazardPlacePeople"] = Number("integer"),
                    ["majorHazard"] = Flag(),
                    ["seriousViolation"] = Flag(),
                    ["accidentConditions"] = Flag(),
                }),
            }),
            ["GradeAnswer"] = Object("ruleSet colour items reasons", new()
            {
                ["ruleSet"] = Text(),
                ["colour"] = Colour(),
                ["reasons"] = List(Text()),
                ["items"] = List(Object("colour rule reason", new() { ["colour"] = Colour(), ["score"] = Null(Number()), ["rule"] = Text(), ["reason"] = Text(), ["lower"] = Null(Text("怎样才能降级")) })),
                ["overrides"] = List(Object("colour rule reason", new() { ["colour"] = Colour(), ["rule"] = Text(), ["reason"] = Text() })),
            }),
            ["RosterPage"] = Object("items nextCursor", new() { ["items"] = List(Reference("RosterRow")), ["nextCursor"] = Null(Text()) }),
            ["RosterRow"] = Object("creditCode name county townshipCode township industryCode scale year status", new()
            {
                ["creditCode"] = Text(),
                ["name"] = Text(),
                ["county"] = Text(),
                ["townshipCode"] = Text(),
                ["township"] = Text(),
                ["industryCode"] = Text(),
                ["industry"] = Null(Text()),
                ["scale"] = Words(["above", "below"]),
                ["year"] = Number("integer"),
                ["type"] = Null(Types()),
                ["status"] = Statuses(),
                ["submittedAt"] = Null(At()),
                ["colour"] = Null(Colour()),
                ["topScore"] = Null(Number()),
                ["redItems"] = Number("integer"),
                ["orangeItems"] = Number("integer"),
                ["yellowItems"] = Number("integer"),
                ["blueItems"] = Number("integer"),
                ["mainRisk"] = Null(Text()),
                ["safetyOfficer"] = Null(Text()),
                ["phone"] = Null(Text("脱敏")),
            }),
            ["ChangePage"] = Object("items nextCursor more heads", new()
            {
                ["items"] = List(Reference("Change")),
                ["nextCursor"] = Text(),
                ["more"] = Flag("还有更多，可以马上接着读取"),
                ["heads"] = Null(List(Object("townshipCode townshipNumber", new() { ["townshipCode"] = Text(), ["townshipNumber"] = Number("integer", "到 nextCursor 为止的最后一个编号") }))),
            }),
            ["Change"] = Object("townshipCode townshipNumber kind at creditCode year", new()
            {
                ["townshipCode"] = Text(),
                ["townshipNumber"] = Number("integer", "在这个镇（街道）内连续编号"),
                ["kind"] = Words(Enum.GetValues<ReportChangeKind>().Select(k => k.Code())),
                ["at"] = At(),
                ["creditCode"] = Text(),
                ["year"] = Number("integer"),
                ["number"] = Null(Number("integer", "第几版，与回执的 number 相同：有效的一版；changeFiled、changeReturned 是等待接受的变更，等级和状态仍是已接受的报告的")),
                ["status"] = Null(Statuses()),
                ["colour"] = Null(Colour()),
                ["verificationCode"] = Null(Text()),
                ["contentSha256"] = Null(Text()),
            }),
            ["WebhookMessage"] = Object("type timestamp data", new()
            {
                ["type"] = Words(["changes.available", "test"]),
                ["timestamp"] = At(),
                ["data"] = Object("", new() { ["cursor"] = Text("变动到此为止") }),
            }),
            ["Basics"] = Object(Required(EnterpriseFields.All.Where(f => f != EnterpriseFields.CreditCode)), new(basics.Select(Copy))),
            ["Sheets"] = Object("", new(sheets.Select(Copy))),
            ["Risk"] = Object(Required(FilingRequest.OfRisk), new(risk.Select(Copy)) { [FilingRequest.Grade] = ReadOnly(Grade()) }),
            ["Filing"] = Object("basics", new(FilingRequest.ReadOnly.Select(name => KeyValuePair.Create(name, (JsonNode?)ReadOnly(declaration[name]!.DeepClone().AsObject()))))
            {
                ["basics"] = Reference("Basics"),
                ["sheets"] = Reference("Sheets"),
                ["risks"] = List(Reference("Risk")),
                ["confirmations"] = new JsonObject
                {
                    ["type"] = new JsonArray("object", "array"),
                    ["description"] = "少见而属实的内容：按 422 答复中的代码说明理由；也可以是读取报告得到的数组",
                    ["additionalProperties"] = Text(),
                    ["items"] = Confirmation(),
                },
            }),
            ["Receipt"] = Object("receiptNumber verificationCode number type colour contentSha256 filedAt", new()
            {
                ["receiptNumber"] = Text("回执编号"),
                ["verificationCode"] = Text("核验码：任何人可以在 /verify/{code} 查对"),
                ["number"] = Number("integer", "第几版"),
                ["type"] = Types(),
                ["colour"] = Colour(),
                ["contentSha256"] = Text(),
                ["filedAt"] = At(),
            }),
            ["Declaration"] = Object("creditCode year version status basics sheets risks versions", new(declaration.Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())))
            {
                ["basics"] = Object("", new(basics.Select(Copy))),
                ["sheets"] = Reference("Sheets"),
                ["risks"] = List(Object(FilingRequest.Grade, new(risk.Select(Copy)) { [FilingRequest.Grade] = Grade() })),
                ["confirmations"] = List(Confirmation()),
            }),
        };
    }

    /// <summary>Of a report what is not filed but comes of it.</summary>
    private static JsonObject Declaration() => new()
    {
        ["creditCode"] = Text(),
        ["year"] = Number("integer"),
        ["version"] = Number("integer", "每次改动都增加，与 ETag 相同；第几版见 versions 的 number"),
        ["status"] = Statuses(),
        ["type"] = Null(Types()),
        ["pending"] = Null(Object("type", new() { ["type"] = Types(), ["status"] = Null(Statuses()), ["at"] = Null(At()) })),
        ["submittedAt"] = Null(At()),
        ["returnDueOn"] = Null(Text("退回后的办理期限")),
        ["colour"] = Null(Colour()),
        ["topScore"] = Null(Number()),
        ["ruleSet"] = Null(Text()),
        ["catalogueEdition"] = Null(Text()),
        ["reasons"] = List(Text()),
        ["versions"] = List(Reference("Receipt")),
    };

    private static JsonObject Grade() =>
        Object("colour rule reason", new() { ["colour"] = Colour(), ["score"] = Null(Number()), ["rule"] = Text(), ["reason"] = Text() });

    private static JsonObject Confirmation() => Object("code doubt reason", new() { ["code"] = Text(), ["doubt"] = Text(), ["reason"] = Text() });

    /// <summary>May be sent as it was read, and counts for nothing.</summary>
    private static JsonObject ReadOnly(JsonObject schema)
    {
        schema["readOnly"] = true;
        return schema;
    }

    public static JsonObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };

    private static KeyValuePair<string, JsonNode?> Copy(KeyValuePair<string, JsonNode> field) => new(field.Key, field.Value.DeepClone());

    private static string Required(IEnumerable<Field> fields) => string.Join(' ', fields.Where(f => f.Required).Select(FieldJson.NameOf));

    private static JsonObject OfField(Field field, ReferenceData reference)
    {
        var schema = field.Kind switch
        {
            FieldKind.Whole or FieldKind.Fraction => Number(field.Kind == FieldKind.Whole ? "integer" : "number"),
            FieldKind.YesNo or FieldKind.HasMajorRisk => Flag(),
            FieldKind.Substances => List(Substance()),
            FieldKind.Codes => List(Text()),
            FieldKind.Scale => Words(["above", "below"]),
            FieldKind.Method => Words(GradingMethodWords.All.Select(m => m.Code())),
            FieldKind.AccidentType => Words(reference.AccidentTypes.Names),
            FieldKind.Choice => Words(field.Choices),
            _ => Text(),
        };
        if (field.Kind is FieldKind.Whole or FieldKind.Fraction)
            (schema["minimum"], schema["maximum"]) = (field.Min, field.Max);
        if (field.Kind is FieldKind.Text or FieldKind.LongText or FieldKind.Phone or FieldKind.PersonName)
            schema["maxLength"] = field.MaxLength;
        schema["description"] = string.Join('，', new[] { field.Heading, field.Unit is null ? null : $"单位{field.Unit}", Decimals(field), field.Hint }.Where(t => t is not null));
        return schema;
    }

    private static string? Decimals(Field field) => field is { Kind: FieldKind.Fraction, Decimals: < Field.MostDecimals } ? $"四舍五入到 {field.Decimals} 位小数" : null;

    private static JsonObject Object(string required, JsonObject properties)
    {
        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        if (required.Length > 0)
            schema["required"] = new JsonArray([.. required.Split(' ').Select(r => (JsonNode)r)]);
        return schema;
    }

    private static JsonObject List(JsonObject items) => new() { ["type"] = "array", ["items"] = items };

    private static JsonObject Text(string? words = null) => Simple("string", words);

    private static JsonObject Flag(string? words = null) => Simple("boolean", words);

    private static JsonObject Number(string type = "number", string? words = null) => Simple(type, words);

    private static JsonObject At() => new() { ["type"] = "string", ["format"] = Time };

    private static JsonObject Words(IEnumerable<string> words) => new() { ["type"] = "string", ["enum"] = new JsonArray([.. words.Select(w => (JsonNode)w)]) };

    private static JsonObject Colour() => Words(Enum.GetValues<RiskColour>().Select(c => c.Code()));

    private static JsonObject Statuses() => Words(Enum.GetValues<DeclarationStatus>().Select(s => s.Code()));

    private static JsonObject Types() => Words(Enum.GetValues<DeclarationType>().Select(t => t.Code()));

    private static JsonObject Substance() => Object("name q", new() { ["name"] = Text(), ["q"] = Number(words: "吨"), ["class"] = Text("未列名的，按危险性类别，例如 W2") });

    /// <summary>The same, or nothing.</summary>
    private static JsonObject Null(JsonObject schema)
    {
        schema["type"] = new JsonArray((string)schema["type"]!, "null");
        if (schema["enum"] is JsonArray words)
            words.Add((JsonNode?)null);
        return schema;
    }

    private static JsonObject Simple(string type, string? words)
    {
        var schema = new JsonObject { ["type"] = type };
        if (words is not null)
            schema["description"] = words;
        return schema;
    }
}
