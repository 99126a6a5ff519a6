using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Web.Features.Kept;
using RiskReport.Web.Features.Served;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Accounts;

public sealed class AccountsController(
    SignInManager<Account> signIn, PasswordSignIn passwords, AccountAudit audit, CurrentEnterprise current, KeptForms forms) : Controller
{
    /// <summary>One sentence for unknown, wrong and locked alike.</summary>
    private const string Refused = "用户名或密码不正确。连续输错 5 次，账户将锁定 10 分钟。";

    private const string Waiting = "您的注册申请已经收到，正在等待所在镇（街道）确认，确认后即可登录。着急的，请直接联系镇（街道）办公室。";
    private const string NoEnterprise = "您的账户目前没有可以办理的企业，请联系企业或所在镇（街道）办公室。";
    private const string Dropped = "登录的账户不是填写时的账户，之前填写的内容没有保留。";

    [AllowAnonymous, HttpGet("/signin")]
    public IActionResult SignIn(string? returnUrl) =>
        User.Identity is { IsAuthenticated: true } ? Local(returnUrl) : View(new SignInForm { ReturnUrl = returnUrl });

    [AllowAnonymous, HttpPost("/signin")]
    public async Task<IActionResult> SignIn(SignInForm form, CancellationToken ct)
    {
        var kept = forms.Open(form.Kept);
        form.Kept = kept is null ? null : form.Kept;
        if (!ModelState.IsValid)
            return View(form);
        var (found, isWaiting) = await passwords.CheckAsync(form.UserName!, form.Password!);
        if (found is not { } account || !await current.StandAsync(account, ct))
        {
            await audit.RefusedAsync(found ?? await signIn.UserManager.FindByNameAsync(form.UserName!), HttpContext, ct);
            return Wrong(found is not null ? NoEnterprise : isWaiting ? Waiting : Refused, form);
        }

        if (kept is not null && !await TakeUpAsync(account, kept.Ticket, ct))
        {
            TempData["Notice"] = Dropped;
            kept = null;
        }

        await audit.SignedInAsync(account, HttpContext, ct);
        await signIn.SignInAsync(account, isPersistent: false);
        return account.MustChangePassword ? RedirectToAction(nameof(Password))
            : kept is not null ? View("~/Features/Kept/Found.cshtml", kept)
            : (form.ReturnUrl is null or "/") && HttpContext.Features.Get<Membership>() is { Served: > 1 } ? Redirect(ServedController.Address)
            : Local(form.ReturnUrl);
    }

    /// <summary>Ends the sessions on the server too: a copy of the cookie carries the old stamp and opens nothing.</summary>
    [HttpPost("/signout")]
    public async Task<IActionResult> EndSession(CancellationToken ct)
    {
        if (await signIn.UserManager.GetUserAsync(User) is { } account)
            await audit.ChangeAsync(AuditAction.SignedOut, account, this.Actor("退出登录"), async () => (await signIn.UserManager.UpdateSecurityStampAsync(account)).Succeeded, ct);
        await signIn.SignOutAsync();
        return RedirectToAction(nameof(SignIn));
    }

    [HttpGet(PasswordChangeFirst.Page)]
    public IActionResult Password() => View(new PasswordForm());

    [HttpPost(PasswordChangeFirst.Page)]
    public async Task<IActionResult> Password(PasswordForm form, CancellationToken ct)
    {
        if (!ModelState.IsValid)
            return View(form);
        if (form.New == form.Current)
            return Wrong(nameof(form.New), "新密码不能与当前密码相同。", form);
        if (await passwords.CheckAsync(User.Identity!.Name!, form.Current!) is not ({ } account, _))
            return Wrong(nameof(form.Current), "当前密码不正确。连续输错 5 次，账户将锁定 10 分钟。", form);

        account.MustChangePassword = false; // saved together with the new hash, or not at all
        var isChanged = await audit.ChangeAsync(AuditAction.PasswordChanged, account, this.Actor("修改密码"), async () =>
        {
            var changed = await signIn.UserManager.ChangePasswordAsync(account, form.Current!, form.New!);
            foreach (var error in changed.Errors)
                ModelState.AddModelError(nameof(form.New), error.Description);
            return changed.Succeeded;
        }, ct);
        if (!isChanged)
            return View(form);

        await signIn.RefreshSignInAsync(account);
        TempData["Notice"] = "密码已修改，其他设备上的登录已全部退出。";
        return RedirectToAction("Index", "Home");
    }

    /// <summary>The content is for the account that typed it alone, and goes on for the enterprise it was typed for.</summary>
    private async Task<bool> TakeUpAsync(Account account, KeptTicket ticket, CancellationToken ct) =>
        ticket.AccountId == account.Id && !account.MustChangePassword
        && (ticket.EnterpriseId is not { } enterprise || await current.ChooseAsync(account, enterprise, ct) is not null);

    private ViewResult Wrong(string sentence, SignInForm form)
    {
        ModelState.AddModelError(nameof(form.UserName), sentence);
        return View(nameof(SignIn), form);
    }

    private ViewResult Wrong(string field, string sentence, PasswordForm form)
    {
        ModelState.AddModelError(field, sentence);
        return View(nameof(Password), form);
    }

    private IActionResult Local(string? url) => Url.IsLocalUrl(url) ? LocalRedirect(url) : RedirectToAction("Index", "Home");
}
