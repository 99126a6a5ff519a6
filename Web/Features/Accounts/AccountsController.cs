using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using RiskReport.Data.Accounts;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Web.Features.Api;
using RiskReport.Web.Features.External;
using RiskReport.Web.Features.Kept;
using RiskReport.Web.Features.Served;
using RiskReport.Web.Identity;
using RiskReport.Web.Startup;

namespace RiskReport.Web.Features.Accounts;

public sealed class AccountsController(
    SignInManager<Account> signIn, PasswordSignIn passwords, SecondFactors factors, SecondStep step, AccountAudit audit, CurrentEnterprise current,
    SessionStore sessions, KeptForms forms, ExternalSignIn external, ExternalIdentityStore externals, TimeProvider clock) : Controller
{
    public const string Wait = "连续输错 5 次的，须等候一段时间再试，时间逐次加长。";

    /// <summary>One sentence for unknown, wrong and held off alike.</summary>
    private const string Refused = "用户名或密码不正确。" + Wait;

    private const string WaitsForOffice = "您的注册申请已经收到，正在等待所在镇（街道）确认，确认后即可登录。着急的，请直接联系镇（街道）办公室。";
    private const string WaitsForSecurity = "您的账户正在等待安全管理员确认，确认后即可登录。";
    private const string NoEnterprise = "您的账户目前没有可以办理的企业，请联系企业或所在镇（街道）办公室。";
    private const string Away = "暂时无法连接统一身份认证，请稍后再试，或者用用户名和密码登录。";
    private const string Dropped = "登录的账户不是填写时的账户，之前填写的内容没有保留。";
    private const string TooLate = "登录的步骤已经过期，请重新登录。";

    [AllowAnonymous, HttpGet("/signin")]
    public IActionResult SignIn(string? returnUrl) =>
        IsIn(FreshSignIn.WantedBy(returnUrl)) ? Local(returnUrl) : View(new SignInForm { ReturnUrl = returnUrl });

    [AllowAnonymous, EnableRateLimiting(Limits.SignIn), HttpPost("/signin")]
    public async Task<IActionResult> SignIn(SignInForm form, CancellationToken ct)
    {
        form.Kept = forms.Open(form.Kept) is null ? null : form.Kept;
        if (!ModelState.IsValid)
            return View(form);
        var (verdict, found) = await passwords.CheckAsync(form.UserName!, form.Password!, ct);
        if (found is not { } account || !await current.StandAsync(account, ct))
        {
            await audit.RefusedAsync(AuditAction.SignedIn, found ?? await signIn.UserManager.FindByNameAsync(form.UserName!), HttpContext, ct);
            return Wrong(Sentence(verdict), form);
        }

        return await factors.HasAsync(account.Id, ct)
            ? View(nameof(Code), new CodeForm { Ticket = step.Seal(account, isExternal: false), ReturnUrl = form.ReturnUrl, Kept = form.Kept })
            : await EnterAsync(account, false, form.Kept, form.ReturnUrl, ct);
    }

    [AllowAnonymous, EnableRateLimiting(Limits.SignIn), HttpPost("/signin/code")]
    public async Task<IActionResult> Code(CodeForm form, CancellationToken ct)
    {
        if (await step.OpenAsync(form.Ticket) is not var (account, isExternal))
            return Wrong(TooLate, new SignInForm { ReturnUrl = form.ReturnUrl, Kept = forms.Open(form.Kept) is null ? null : form.Kept });
        if (ModelState.IsValid && await factors.TakeAsync(account, form.Code, ct))
            return await EnterAsync(account, isExternal, form.Kept, form.ReturnUrl, ct);
        await audit.RefusedAsync(Way(isExternal), account, HttpContext, ct);
        if (ModelState.IsValid)
            ModelState.AddModelError(nameof(form.Code), "动态口令不正确，或者刚刚用过。请等待下一个口令，或使用恢复码。" + Wait);
        return View(form);
    }

    /// <summary>To the service outside, by a link: the content policy keeps forms, and where they are led on to, within this site.</summary>
    [AllowAnonymous, HttpGet("/signin/external"), GetOnly]
    public async Task<IActionResult> External(string? returnUrl)
    {
        if (!external.IsConfigured)
            return NotFound();
        var since = FreshSignIn.WantedBy(returnUrl);
        if (IsIn(since))
            return Local(returnUrl);
        var back = Url.IsLocalUrl(returnUrl) ? $"{ExternalScheme.Done}?returnUrl={Uri.EscapeDataString(returnUrl)}" : ExternalScheme.Done;
        var properties = new AuthenticationProperties { RedirectUri = back };
        if (since is not null)
            properties.Items[ExternalScheme.Fresh] = "";
        return await HttpContext.TryGoOutsideAsync(properties) ? new EmptyResult() : Wrong(Away, new SignInForm { ReturnUrl = returnUrl });
    }

    /// <summary>Whom the service outside knows comes in as the account that is linked, with the second factor that it has here, or not at all.</summary>
    [AllowAnonymous, HttpGet(ExternalScheme.Done), GetOnly]
    public async Task<IActionResult> ExternalDone(string? returnUrl, CancellationToken ct)
    {
        if (!external.IsConfigured)
            return NotFound();
        var answer = await HttpContext.TakeExternalAsync();
        var since = FreshSignIn.WantedBy(returnUrl);
        if (IsIn(since))
            return Redirect(ExternalController.Address); // of somebody who wanted to link, and was refused there
        var form = new SignInForm { ReturnUrl = returnUrl };
        if (answer is not { LinkTo: null, Proof: null, Person: { } person })
            return Wrong($"{external.Name}没有完成登录，请重试，或者用用户名和密码登录。", form);
        var link = await externals.FindAsync(ExternalSignIn.IdentityOf(person), ct);
        var account = link is null ? null : await signIn.UserManager.FindByIdAsync(link.AccountId.ToString(CultureInfo.InvariantCulture));
        var problem = account switch
        {
            null => $"您的{external.Name}账号还没有绑定本系统的账户。请先用用户名和密码登录，在“我的账户”中绑定；没有账户的，请联系所在镇（街道）办公室或系统管理员。",
            { State: AccountState.Ended } => "与您绑定的账户已停用，不能登录。有疑问的，请联系系统管理员。",
            { State: AccountState.Waiting } => WaitsForSecurity,
            _ when since is { } moment && !ExternalAnswers.IsFresh(person, moment, clock.GetUtcNow()) => $"另一个系统要求您重新登录，而{external.Name}没有让您重新登录一次。请重试，或者用用户名和密码登录。",
            _ => await current.StandAsync(account, ct) ? null : NoEnterprise,
        };
        if (problem is not null)
        {
            await audit.RefusedAsync(AuditAction.ExternalSignedIn, account, HttpContext, ct);
            return Wrong(problem, form);
        }

        // what somebody else has linked says who it is, but not that the person holds a second factor
        return !(link!.IsOwn && external.CountsAsFactor(person)) && await factors.HasAsync(account!.Id, ct)
            ? View(nameof(Code), new CodeForm { Ticket = step.Seal(account, isExternal: true), ReturnUrl = returnUrl })
            : await EnterAsync(account!, true, null, returnUrl, ct, since is null ? person.FindFirstValue(ExternalScheme.SignedInAt) : null);
    }

    /// <summary>Ends the session on the server too: a copy of the cookie opens nothing.</summary>
    [HttpPost("/signout")]
    public async Task<IActionResult> EndSession(CancellationToken ct)
    {
        await sessions.EndAsync(CurrentSession.IdOf(HttpContext), User.AccountId(), AuditAction.SignedOut, this.Actor("退出登录"), ct);
        await signIn.SignOutAsync();
        return RedirectToAction(nameof(SignIn));
    }

    /// <param name="outside">When the person has signed in outside, where it was not just now; with a code as well it is now.</param>
    private async Task<IActionResult> EnterAsync(
        Account account, bool isExternal, string? keptForm, string? returnUrl, CancellationToken ct, string? outside = null)
    {
        var kept = forms.Open(keptForm);
        if (kept is not null && !await TakeUpAsync(account, kept.Ticket, ct))
        {
            TempData["Notice"] = Dropped;
            kept = null;
        }

        // its cookie is overwritten by the new one, and whoever has a copy of it must not stay in
        if (User.Identity is { IsAuthenticated: true })
            await sessions.EndAsync(CurrentSession.IdOf(HttpContext), User.AccountId(), AuditAction.SignedOut, this.Actor("重新登录"), ct);
        AccountAudit.SignsIn(Way(isExternal), account, HttpContext);
        await signIn.SignInAsync(
            account, new AuthenticationProperties { Items = { [SessionGuard.SignedInOutside] = outside } }, isExternal ? AccountClaims.External : null);
        return account.MustChangePassword && !isExternal ? Redirect(FirstThings.PasswordPage)
            : kept is not null ? View("~/Features/Kept/Found.cshtml", kept)
            : (returnUrl is null or "/") && HttpContext.Features.Get<Membership>() is { Served: > 1 } ? Redirect(ServedController.Address)
            : !isExternal && Url.IsLocalUrl(returnUrl) && returnUrl!.StartsWith(ConnectController.AuthorizePage, StringComparison.Ordinal) ? View("Onward", returnUrl)
            : Local(returnUrl);
    }

    /// <summary>The content is for the account that typed it alone, and goes on for the enterprise it was typed for.</summary>
    private async Task<bool> TakeUpAsync(Account account, KeptTicket ticket, CancellationToken ct) =>
        ticket.AccountId == account.Id && !account.MustChangePassword
        && (ticket.EnterpriseId is not { } enterprise || await current.ChooseAsync(account, enterprise, ct) is not null);

    /// <summary>Signed in already, and nobody wants it done anew.</summary>
    private bool IsIn(DateTimeOffset? since) => since is null && User.Identity is { IsAuthenticated: true };

    private static AuditAction Way(bool isExternal) => isExternal ? AuditAction.ExternalSignedIn : AuditAction.SignedIn;

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
