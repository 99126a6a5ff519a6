using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Web.Features.Accounts;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.MyAccount;

public sealed record MyAccountPage
{
    public required Account Account { get; init; }
    public required IReadOnlyList<AccountSession> Sessions { get; init; }
    public required string CurrentSession { get; init; }
    public required SecondFactor? Factor { get; init; }
    public required bool NeedsFactor { get; init; }
}

/// <summary>What a person may see and change of the own account: the password, the second factor, the sessions.</summary>
[Route(Address)]
public sealed class MyAccountController(
    SignInManager<Account> signIn, UserManager<Account> users, PersonProof proof, PasswordChange change, SessionStore sessions,
    SecondFactorStore factors, SecondFactors rules) : Controller
{
    public const string Address = "/account";

    private string SessionId => CurrentSession.IdOf(HttpContext);

    [HttpGet("")]
    public async Task<IActionResult> Index(CancellationToken ct) => View(new MyAccountPage
    {
        Account = (await users.GetUserAsync(User))!,
        Sessions = await sessions.OpenOfAsync(User.AccountId(), SessionGuard.Idle, ct),
        CurrentSession = SessionId,
        Factor = await factors.FindAsync(User.AccountId(), ct),
        NeedsFactor = rules.IsRequired(this.Caller().Role),
    });

    /// <summary>Somebody else's session is not there for the caller.</summary>
    [HttpPost("sessions/{session}/end")]
    public async Task<IActionResult> EndSession(string session, CancellationToken ct)
    {
        if (session == SessionId || !await sessions.EndAsync(session, User.AccountId(), AuditAction.SessionsEnded, this.Actor("本人结束登录"), ct))
            return NotFound();
        TempData["Notice"] = "已结束该设备上的登录。";
        return Redirect(Address);
    }

    [HttpPost("sessions/end")]
    public async Task<IActionResult> EndOtherSessions(CancellationToken ct)
    {
        await sessions.EndOthersAsync(SessionId, User.AccountId(), this.Actor("本人结束其他登录"), ct);
        TempData["Notice"] = "其他设备上的登录已全部结束。";
        return Redirect(Address);
    }

    [HttpGet("password")]
    public async Task<IActionResult> Password(CancellationToken ct) => View(await proof.StateAsync(this, ct));

    [HttpPost("password")]
    public async Task<IActionResult> Password(PasswordForm form, CancellationToken ct)
    {
        var state = await proof.StateAsync(this, ct);
        if (!state.IsExternal && string.IsNullOrEmpty(form.Current))
            ModelState.AddModelError(nameof(form.Current), "请填写当前密码。");
        else if (!state.IsExternal && form.New == form.Current)
            ModelState.AddModelError(nameof(form.New), "新密码不能与当前密码相同。");
        if (!ModelState.IsValid)
            return View(state);
        if (await proof.ProveAsync(AuditAction.PasswordChanged, form.Current, this, ct) is not { } account)
        {
            var (name, sentence) = state.Problem(nameof(form.Current), "当前密码不正确。" + AccountsController.Wait);
            ModelState.AddModelError(name, sentence);
            return View(state);
        }

        foreach (var problem in await change.MakeAsync(account, state.IsExternal ? null : form.Current, form.New!, this.Actor("修改密码"), ct))
            ModelState.AddModelError(nameof(form.New), problem);
        if (!ModelState.IsValid)
        {
            await proof.GiveBackAsync(AuditAction.PasswordChanged, this, ct);
            return View(state);
        }

        await sessions.EndOthersAsync(SessionId, account.Id, this.Actor("修改密码"), ct);
        await signIn.RefreshSignInAsync(account);
        TempData["Notice"] = $"密码已{(state.IsExternal ? "设置" : "修改")}，其他设备上的登录已全部退出。";
        return RedirectToAction("Index", "Home");
    }
}
