using Microsoft.AspNetCore.Mvc;
using RiskReport.Domain.Api;

namespace RiskReport.Web.Features.Api;

/// <summary>Refusals as problem+json (RFC 9457), with every problem at once and nothing of what happened inside.</summary>
public static class ApiProblems
{
    public const string ContentType = "application/problem+json";

    /// <summary>Whether a request is one of the API, whose refusals are not pages.</summary>
    public static bool Concerns(PathString path) => path.StartsWithSegments("/api");

    public static JsonResult Refused(int status, string code, string detail, IReadOnlyList<ApiProblem>? problems = null) =>
        new(new ProblemBody(Title(status), status, code, detail, problems, null), ApiController.Json) { StatusCode = status, ContentType = ContentType };

    public static JsonResult BadRequest(IReadOnlyList<ApiProblem> problems) => Refused(400, "BAD_REQUEST", "请求的参数有误，请逐项核对。", problems);

    public static JsonResult NotFound() => Of(404);

    public static ApiProblem Unknown(string parameter, IReadOnlyCollection<string> known) => new("UNKNOWN_PARAMETER", parameter,
        $"参数“{parameter}”不能识别，{(known.Count > 0 ? "可用 " + string.Join('、', known) : "这个地址没有参数")}。");

    /// <summary>What the server itself refuses, without having got as far as a controller.</summary>
    public static JsonResult Of(int status, string? traceId = null) => new(
        new ProblemBody(Title(status), status, Code(status), Detail(status), null, traceId),
        ApiController.Json)
    { StatusCode = status, ContentType = ContentType };

    public static string Title(int status) => status switch
    {
        400 => "请求有误",
        401 => "没有有效的令牌",
        403 => "没有权限",
        404 => "找不到",
        405 => "不支持该方法",
        409 => "冲突",
        410 => "已失效",
        413 => "请求过大",
        415 => "内容类型不支持",
        422 => "内容有误",
        429 => "请求过多",
        >= 500 => "系统出错",
        _ => "无法处理该请求",
    };

    private static string Code(int status) => status switch
    {
        400 => "BAD_REQUEST",
        401 => "UNAUTHENTICATED",
        403 => "FORBIDDEN",
        404 => "NOT_FOUND",
        405 => "METHOD_NOT_ALLOWED",
        413 => "TOO_LARGE",
        415 => "MEDIA_TYPE",
        429 => "TOO_MANY_REQUESTS",
        >= 500 => "INTERNAL",
        _ => "REFUSED",
    };

    private static string Detail(int status) => status switch
    {
        400 => "请求不完整或格式不正确。",
        401 => "请在 Authorization 头中带上 /connect/token 签发的有效令牌；令牌过期或已吊销的，请重新获取。",
        403 => "令牌没有此操作所需的权限（scope），或客户端没有开通。",
        404 => "没有这个地址，或者数据不存在、不属于您可以查看的地区。",
        405 => "该地址不支持这样访问，请对照 /openapi/v1.json。",
        413 => "请求内容超过允许的大小，没有保存。",
        415 => "请求内容应为 application/json（UTF-8）。",
        429 => "请求过于频繁，请按 Retry-After 头的秒数稍后再试。",
        >= 500 => "系统暂时无法完成，未完成的内容没有保存。请稍后用同一个 Idempotency-Key 重试；如仍有问题，请把 traceId 告诉系统管理员。",
        _ => "请求没有完成。",
    };

    private sealed record ProblemBody(string Title, int Status, string Code, string Detail, IReadOnlyList<ApiProblem>? Problems, string? TraceId);
}
