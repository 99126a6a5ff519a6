using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Web.Features.Api;

namespace RiskReport.Web.Features.Errors;

/// <summary>What went wrong, as far as the reader can use it, and what to do next. Never what happened inside.</summary>
public sealed record ErrorPage(string Title, string Text, string Advice, string? TraceId = null);

/// <summary>Runs again in place of the failed request, so with its verb and without its form.</summary>
[AllowAnonymous, IgnoreAntiforgeryToken, DisableRequestSizeLimit, Route("error/{status:int}")]
public sealed class ErrorsController : Controller
{
    private const string Home = "请返回首页重新进入。";

    /// <summary>The status is not a parameter, since binding one would read the body that was just refused.</summary>
    public IActionResult Index()
    {
        // a body that is too long or too slow is found out where it is read, when its length was not announced
        var status = HttpContext.Features.Get<IExceptionHandlerFeature>()?.Error is BadHttpRequestException refused ? refused.StatusCode
            : int.Parse((string)RouteData.Values["status"]!, CultureInfo.InvariantCulture);
        Response.StatusCode = status is >= 400 and <= 599 ? status : StatusCodes.Status404NotFound;
        if (ApiProblems.Concerns(Failed))
            return ApiProblems.Of(Response.StatusCode, Response.StatusCode >= 500 ? TraceId : null);
        return View(Page(Response.StatusCode));
    }

    /// <summary>The address that this answer is about.</summary>
    private PathString Failed => HttpContext.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath ?? HttpContext.Features.Get<IExceptionHandlerPathFeature>()?.Path;

    private string TraceId => Activity.Current?.TraceId.ToHexString() ?? HttpContext.TraceIdentifier;

    private ErrorPage Page(int status) => status switch
    {
        400 when ExpiredForm.Is(HttpContext) => new("页面已过期", "页面打开的时间过长，或者您在别处重新登录过，本次提交没有保存。", "请返回上一页并刷新后重新提交；填写的内容较多时，请先复制保存。"),
        400 => new("无法处理该请求", "提交的内容不完整或格式不正确。", "请返回上一页核对后重试。"),
        401 => new("登录已过期", "您的登录已过期，本次操作没有完成。", "请重新登录后再试。"),
        403 => new("没有权限", "您的账户不能使用此功能。", "如工作需要，请联系本单位的系统管理员。"),
        404 => new("找不到该页面", "该页面不存在，或者不属于您可以查看的范围。", "请核对网址，或返回首页重新进入。"),
        405 => new("不支持该操作", "该网址不支持这样访问。", Home),
        413 => new("文件过大", "上传的内容超过了允许的大小，没有保存。", "请压缩或拆分文件后重新上传。"),
        >= 500 => new("系统出错", "系统暂时无法完成您的操作，未完成的内容没有保存。", "请稍后重试；如仍有问题，请把下面的编号告诉系统管理员。", TraceId),
        _ => new("无法处理该请求", "您的操作没有完成。", Home),
    };
}
