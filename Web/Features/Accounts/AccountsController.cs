using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using RiskReport.Data.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Web.Features.Kept;
using RiskReport.Web.Features.Served;
using RiskReport.Web.Identity;
using RiskReport.Web.Startup;

namespace RiskReport.Web.Features.Accounts;

public sealed class AccountsController(
    SignInManager<Account> signIn, PasswordSignIn passwords, SecondFactors factors, SecondStep step, AccountAudit audit, CurrentEnterprise current,
    SessionStore sessions, KeptForms forms) : Controller
{
    public const string Wait = "连续输错 5 次的，须等候一段时间再试，时间逐次加长。";

    /// <summary>One sentence for unknown, wrong and held off alike.</summary>
    private const string Refused = "用户名或密码不正确。" + Wait;

    private const string WaitsForOffice = "您的注册申请已经收到，正在等待所在镇（街道）确认，确认后即可登录。着急的，请直接联系镇（街道）办公室。";
    private const string WaitsForSecurity = "您的账户正在等待安全管理员确认，确认后即可登录。";
    private const string NoEnterprise = "您的账户目前没有可以办理的企业，请联系企业或所在镇（街道）办公室。";
    private const string Dropped = "登录的账户不是填写时的账户，之前填写的内容没有保留。";
    private const string TooLate = "登录的步骤已经过期，请重新登录。";

    [AllowAnonymous, HttpGet("/signin")]
    public IActionResult SignIn(string? returnUrl) =>
        User.Identity is { IsAuthenticated: true } ? Local(returnUrl) : View(new SignInForm { ReturnUrl = returnUrl });

    [AllowAnonymous, EnableRateLimiting(Limits.SignIn), HttpPost("/signin")]
    public async Task<IActionResult> SignIn(SignInForm form, CancellationToken ct)
    {
        form.Kept = forms.Open(form.Kept) is null ? null : form.Kept;
        if (!ModelState.IsValid)
            return View(form);
        var (verdict, found) = await passwords.CheckAsync(form.UserName!, form.Password!, ct);
        if (found is not { } account || !await current.StandAsync(account, ct))
        {
            await audit.RefusedAsync(found ?? await signIn.UserManager.FindByNameAsync(form.UserName!), HttpContext, ct);
            return Wrong(Sentence(verdict), form);
        }

        return await factors.HasAsync(account.Id, ct)
            ? View(nameof(Code), new CodeForm { Ticket = step.Seal(account), ReturnUrl = form.ReturnUrl, Kept = form.Kept })
            : await EnterAsync(account, form.Kept, form.ReturnUrl, ct);
    }

    [AllowAnonymous, EnableRateLimiting(Limits.SignIn), HttpPost("/signin/code")]
    public async Task<IActionResult> Code(CodeForm form, CancellationToken ct)
    {
        if (await step.OpenAsync(form.Ticket) is not { } account)
            return Wrong(TooLate, new SignInForm { ReturnUrl = form.ReturnUrl, Kept = forms.Open(form.Kept) is null ? null : form.Kept });
        if (ModelState.IsValid && await factors.TakeAsync(account, form.Code, ct))
            return await EnterAsync(account, form.Kept, form.ReturnUrl, ct);
        await audit.RefusedAsync(account, HttpContext, ct);
        if (ModelState.IsValid)
            ModelState.AddModelError(nameof(form.Code), "动态口令不正确，或者刚刚用过。请等待下一个口令，或使用恢复码。" + Wait);
        return View(form);
    }

    /// <summary>Ends the session on the server too: a copy of the cookie opens nothing.</summary>
    [HttpPost("/signout")]
    public async Task<IActionResult> EndSession(CancellationToken ct)
    {
        await sessions.EndAsync(CurrentSession.IdOf(HttpContext), User.AccountId(), AuditAction.SignedOut, this.Actor("退出登录"), ct);
        await signIn.SignOutAsync();
        return RedirectToAction(nameof(SignIn));
    }

    private async Task<IActionResult> EnterAsync(Account account, string? keptForm, string? returnUrl, CancellationToken ct)
    {
        var kept = forms.Open(keptForm);
        if (kept is not null && !await TakeUpAsync(account, kept.Ticket, ct))
        {
            TempData["Notice"] = Dropped;
            kept = null;
        }

        await audit.SignedInAsync(account, HttpContext, ct);
        await signIn.SignInAsync(account, isPersistent: false);
        return account.MustChangePassword ? Redirect(FirstThings.PasswordPage)
            : kept is not null ? View("~/Features/Kept/Found.cshtml", kept)
            : (returnUrl is null or "/") && HttpContext.Features.Get<Membership>() is { Served: > 1 } ? Redirect(ServedController.Address)
            : Local(returnUrl);
    }

    /// <summary>The content is for the account that typed it alone, and goes on for the enterprise it was typed for.</summary>
    private async Task<bool> TakeUpAsync(Account account, KeptTicket ticket, CancellationToken ct) =>
        ticket.AccountId == account.Id && !account.MustChangePassword
        && (ticket.EnterpriseId is not { } enterprise || await current.ChooseAsync(account, enterprise, ct) is not null);

    private static string Sentence(PasswordVerdict verdict) => verdict switch
    {
        PasswordVerdict.WaitsForOffice => WaitsForOffice,
        PasswordVerdict.WaitsForSecurity => WaitsForSecurity,
        PasswordVerdict.Good => NoEnterprise,
        _ => Refused,
    };

    private ViewResult Wrong(string sentence, SignInForm form)
    {
        ModelState.Clear(); // a ticket or a code that was posted with it has no place on this page
        ModelState.AddModelError(nameof(form.UserName), sentence);
        return View(nameof(SignIn), form);
    }

    private IActionResult Local(string? url) => Url.IsLocalUrl(url) ? LocalRedirect(url) : RedirectToAction("Index", "Home");
}
