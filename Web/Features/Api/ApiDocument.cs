using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Domain.Api;
using RiskReport.Domain.Reference;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Api;

/// <summary>
/// The description of the API at /openapi/v1.json, made from the same fields, scopes and limits as the calls themselves. A test holds the
/// paths against the routes, sends every example, and holds every answer and refusal against its schema and its example.
/// </summary>
public static class ApiDocument
{
    private const string Rules = """
        令牌：以客户端标识和密钥向 /connect/token 申请（client_credentials），10 分钟有效，放在 Authorization 头中。可见范围是客户端的地区，地区之外的数据与不存在的一样答复 404。
        以公钥登记的客户端不用密钥，以私钥签名的断言（private_key_jwt，client_assertion）申请：头中 typ 为 client-authentication+jwt，iss 和 sub 为客户端标识，aud 只写签发者
        （/.well-known/openid-configuration 的 issuer），exp 在 5 分钟以内，jti 每次不同，用过的不能再用。
        错误一律为 application/problem+json：code 是稳定的代码，problems 一次列出全部问题，field 是位置，message 是改正办法。
        地址存在而方法不对的，答复 405，Allow 头列出可用的方法。
        时间为 UTC（RFC 3339）；金额单位为万元，面积为平方米，物质的量 q 为吨；经纬度为 CGCS2000 十进制度；电话号码和人员姓名一律脱敏（姓名只有第一个字，其余为 *）。
        每个客户端的调用有频率限制，超过时答复 429，Retry-After 是应等待的秒数。请求和答复均为 UTF-8，请求内容不超过 4 MB。
        """;

    public static JsonObject Of(ReferenceData reference, ApiLimits limits) => new()
    {
        ["openapi"] = "3.1.0",
        ["info"] = new JsonObject { ["title"] = "工业企业安全生产风险报告接口", ["version"] = "1", ["description"] = Rules },
        ["paths"] = new JsonObject
        {
            ["/api/v1/grade"] = new JsonObject { ["post"] = Grade() },
            ["/api/v1/roster"] = new JsonObject { ["get"] = Roster() },
            ["/api/v1/changes"] = new JsonObject { ["get"] = Changes() },
            ["/api/v1/declarations/{uscc}/{year}"] = new JsonObject { ["get"] = Read(), ["put"] = File(limits) },
        },
        ["webhooks"] = new JsonObject { ["changesAvailable"] = new JsonObject { ["post"] = ChangesAvailable() } },
        ["components"] = new JsonObject
        {
            ["securitySchemes"] = new JsonObject { ["oauth2"] = Security() },
            ["schemas"] = ApiSchemas.Of(reference),
        },
    };

    private static JsonObject Grade() => Call(ApiScopes.Grade, "对风险项评级，不保存任何数据", [], "GradeAnswer", "评级结果", ApiAnswers.Grade, [400, 413, 415, 422],
        Body("GradeRequest", ApiExamples.Grade), GradeController.NotGraded(["第 1 项“行车吊物坠落”的可能性 L 不能取 4，只能取 10、6、3、1、0.5、0.2、0.1。"]));

    private static JsonObject Roster() => Call(ApiScopes.RosterRead, "名册的一页，按镇（街道）排列；把 nextCursor 作为 cursor 取下一页，为 null 时结束",
    [
        Query("year", "报告年度，不写为本年度", "integer", 2026),
        Query("region", "地区代码，多个用逗号隔开，不写为客户端的全部地区", "string"),
        Query("colour", "red、orange、yellow、blue、none（未评），多个用逗号隔开", "string"),
        Query("scale", "above（规上）或 below（规下）", "string"),
        Query("status", "notFiled、draft、submitted、returned、accepted、writtenOff，多个用逗号隔开", "string"),
        Query("cursor", "上一页的 nextCursor，其他条件保持不变", "string"),
        Query("limit", $"行数，1 至 {RosterCallsController.MostLimit}，不写为 {RosterCallsController.UsualLimit}", "integer", 50),
    ], "RosterPage", "一页名册", ApiAnswers.Roster, [400]);

    private static JsonObject Changes() => Call(ApiScopes.ChangesRead,
        "报告的变动，按发生的先后，不遗漏、不重复。保存 nextCursor，下次作为 after 接着读取。每个镇（街道）的 townshipNumber 从 1 起连续编号，没有间断就证明中间没有遗漏。"
        + "读到最后（more 为 false）时，heads 列出可见范围内有变动的各镇（街道）到 nextCursor 为止的最后一个编号，与已收到的最后一个编号逐一相同，就证明最新的变动也没有遗漏；more 为 true 时 heads 为 null。"
        + "企业迁到另一镇（街道）的，它的每份报告在原镇（街道）以 left 结束，在新镇（街道）以 arrived 开始。"
        + "系统从备份恢复以后，如果读到过的变动已不存在，答复 410（FEED_RESTORED），这时不写 after，从头重新读取",
    [
        Query("after", "上次的 nextCursor，不写为从头读取", "string", "0"),
        Query("limit", $"条数，1 至 {ChangesController.MostLimit}，不写为 {ChangesController.UsualLimit}", "integer", 50),
    ], "ChangePage", "变动", ApiAnswers.Changes, [400, 410]);

    private static JsonObject Read()
    {
        var call = Call(ApiScopes.DeclarationsRead, "一份报告，含风险、等级、理由、规则集和全部版本；ETag 是它的版本", Report(), "Declaration", "报告", ApiAnswers.Declaration, [400, 404]);
        Ok(call)["headers"] = new JsonObject { ["ETag"] = new JsonObject { ["schema"] = Type("string") } };
        return call;
    }

    private static JsonObject File(ApiLimits limits)
    {
        JsonArray parameters =
        [
            .. Report().Select(p => p!.DeepClone()),
            Header("Idempotency-Key", $"这次提交的名字，例如 UUID。没有收到答复时用同一个名字重新提交，不会重复，得到同一个回执。名字至少保留 {limits.IdempotencyDays} 天"),
            Header("If-Match", "读取报告时的 ETag；报告之后有变动的，答复 409"),
        ];
        var call = Call(ApiScopes.DeclarationsWrite,
            "报送一份报告。企业须在名册上。首次提交答复 201，重复提交答复 200 和同一个回执；企业自己提交的、已接受的报告不覆盖，答复 409；"
            + "不可能的内容答复 422；少见的内容也答复 422，确实如此的在 confirmations 中按代码说明理由。没有填写的专项信息和整体情况保持原样。"
            + "读取得到的报告可以原样提交，什么也不改变：脱敏的电话号码和姓名视为原来的号码和姓名（填写别的带 * 的姓名答复 422），readOnly 的成员不起作用",
            parameters, "Receipt", "已经报送过，同一个回执", ApiAnswers.Receipt, [400, 404, 409, 413, 415, 422], Body("Filing", ApiExamples.Filing),
            FilingsController.NotValid([new ApiProblem("RANGE", "risks[0].l", "第 1 项“行车吊物坠落”的可能性 L 不能取 4，只能取 10、6、3、1、0.5、0.2、0.1。")]));
        call["responses"]!["201"] = Response("已报送", "Receipt", ApiAnswers.Receipt);
        return call;
    }

    private static JsonObject ChangesAvailable() => new()
    {
        ["summary"] = "有新的变动时，系统向客户端的通知地址发出，不含任何报告内容：请从保存的 nextCursor 起读取 /api/v1/changes，直到 nextCursor 不小于 data.cursor",
        ["description"] = """
            通知地址由管理员在“接口客户端”设置。签名按 Standard Webhooks 1.0：以密钥 whsec_ 之后部分的 Base64 解码为 HMAC-SHA256 的密钥，
            对 webhook-id、webhook-timestamp 和请求内容的原文（三者以英文句点连接）计算，再以 Base64 表示，与 webhook-signature 中以空格分开的任一 v1 签名相同即为真；
            更换密钥的七天内有新旧两个签名。webhook-timestamp 与当前时间相差超过 5 分钟的请拒绝。同一 webhook-id 可能收到多次，重复的不必再读取。
            10 秒内以 2xx 答复即为送达，不跟随重定向；否则在 1 分钟、5 分钟、30 分钟、2 小时、6 小时、24 小时后再试，仍未送达或答复 410 的暂停通知，变动仍可照常读取。
            几秒内的多次变动只通知一次。type 为 test 的是管理员发出的测试，没有 data.cursor。
            """,
        ["parameters"] = new JsonArray(
            Header("webhook-id", "消息的名字，再试时不变"), Header("webhook-timestamp", "这次发出的时间，Unix 秒"), Header("webhook-signature", "一个或两个签名，例如 v1,K5oZ…")),
        ["requestBody"] = Body("WebhookMessage", ApiExamples.Webhook),
        ["responses"] = new JsonObject { ["2XX"] = new JsonObject { ["description"] = "已收到" } },
    };

    private static JsonObject Call(
        string scope, string summary, JsonArray parameters, string answer, string words, JsonNode example, int[] refusals, JsonObject? body = null, JsonResult? faulty = null)
    {
        var responses = new JsonObject { ["200"] = Response(words, answer, example) };
        foreach (var status in refusals.Concat([401, 403, 429]).Order())
            responses[$"{status}"] = Response(ApiProblems.Title(status), "Problem", JsonSerializer.SerializeToNode(Refusal(status).Value, ApiController.Json)!, ApiProblems.ContentType);
        var call = new JsonObject
        {
            ["summary"] = summary,
            ["security"] = new JsonArray(new JsonObject { ["oauth2"] = new JsonArray(scope) }),
            ["parameters"] = parameters,
            ["responses"] = responses,
        };
        if (body is not null)
            call["requestBody"] = body;
        return call;

        JsonResult Refusal(int status) => status switch
        {
            400 => ApiProblems.BadRequest([ApiProblems.Unknown("fields", [.. parameters.Where(p => (string)p!["in"]! == "query").Select(p => (string)p!["name"]!)])]),
            409 => ApiProblems.Refused(409, "VERSION", "报告在读取之后有变动，请重新读取后再提交。"),
            410 => ChangesController.Restored(),
            422 => faulty!,
            _ => ApiProblems.Of(status),
        };
    }

    private static JsonNode Ok(JsonObject call) => call["responses"]!["200"]!;

    private static JsonObject Response(string words, string schema, JsonNode example, string type = "application/json") =>
        new() { ["description"] = words, ["content"] = Content(schema, example, type) };

    private static JsonObject Body(string schema, JsonNode example) => new() { ["required"] = true, ["content"] = Content(schema, example, "application/json") };

    private static JsonObject Content(string schema, JsonNode example, string type) =>
        new() { [type] = new JsonObject { ["schema"] = ApiSchemas.Reference(schema), ["example"] = example.DeepClone() } };

    private static JsonArray Report() =>
    [
        Parameter("path", "uscc", "统一社会信用代码，18 位", "string", "91320583MA1W8K3T2U", required: true),
        Parameter("path", "year", "报告年度", "integer", 2026, required: true),
    ];

    private static JsonObject Query(string name, string words, string type, JsonNode? example = null) => Parameter("query", name, words, type, example);

    private static JsonObject Header(string name, string words) => Parameter("header", name, words, "string");

    private static JsonObject Parameter(string where, string name, string words, string type, JsonNode? example = null, bool required = false)
    {
        var parameter = new JsonObject { ["in"] = where, ["name"] = name, ["description"] = words, ["required"] = required, ["schema"] = Type(type) };
        if (example is not null)
            parameter["example"] = example;
        return parameter;
    }

    private static JsonObject Type(string type) => new() { ["type"] = type };

    private static JsonObject Security()
    {
        var scopes = new JsonObject();
        foreach (var scope in ApiScopes.All)
            scopes[scope] = ApiScopes.Word(scope);
        return new JsonObject
        {
            ["type"] = "oauth2",
            ["flows"] = new JsonObject
            {
                ["clientCredentials"] = new JsonObject { ["tokenUrl"] = "/connect/token", ["scopes"] = scopes },
                ["authorizationCode"] = new JsonObject { ["authorizationUrl"] = "/connect/authorize", ["tokenUrl"] = "/connect/token", ["scopes"] = scopes.DeepClone() },
            },
        };
    }
}
