using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using RiskReport.Domain.Fields;
using RiskReport.Web.Identity;
using RiskReport.Web.Mail;
using RiskReport.Web.Startup;

namespace RiskReport.Web.Features.Forgotten;

/// <summary>A forgotten password: whoever gives a name and its mailbox is sent a code, and the code sets a new one.</summary>
[AllowAnonymous]
[Route(Address)]
[EnableRateLimiting(Limits.Forgotten)]
public sealed class ForgottenController(PasswordReset reset, LetterBox letters) : Controller
{
    public const string Address = "/forgot";

    private const string CodePage = $"{Address}/code";

    /// <summary>One sentence for unknown, used, expired and replaced alike.</summary>
    private const string Refused = "重设码不正确，或者已经使用、过期或作废。请对照最近一封邮件核对；仍然不行的，请重新申请。";

    private const string NoMail = "本系统没有配置邮件，不能凭邮件重设密码。";

    [HttpGet("")]
    public IActionResult Index() => View(new ForgottenForm());

    /// <summary>The answer is the same whatever was found.</summary>
    [HttpPost("")]
    public async Task<IActionResult> Ask(ForgottenForm form, CancellationToken ct)
    {
        if (!letters.IsConfigured)
            ModelState.AddModelError("", NoMail);
        if (!ModelState.IsValid)
            return Wrong(nameof(Index), form);
        await reset.AskAsync(form.UserName!, Normal.Text(form.Mailbox!), HttpContext, ct);
        return Redirect(CodePage);
    }

    [HttpGet("code")]
    public IActionResult Code(string? code) => View(new NewPasswordForm { Code = code });

    [HttpPost("code")]
    public async Task<IActionResult> Code(NewPasswordForm form, CancellationToken ct)
    {
        if (!ModelState.IsValid)
            return Wrong(nameof(Code), form);
        if (await reset.SetAsync(form.Code, form.New!, HttpContext, ct) is not { } broken)
            ModelState.AddModelError(nameof(form.Code), Refused);
        else
            foreach (var problem in broken)
                ModelState.AddModelError(nameof(form.New), problem);
        if (!ModelState.IsValid)
            return Wrong(nameof(Code), form);

        TempData["Notice"] = "密码已重新设置，所有设备上的登录已结束。请用新密码登录。";
        return Redirect("/signin");
    }

    private ViewResult Wrong(string view, object form)
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(view, form);
    }
}
