using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Web.Features.Accounts;
using RiskReport.Web.Features.MyAccount;
using RiskReport.Web.Identity;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Factor;

public sealed record FactorPage
{
    public required string UserName { get; init; }
    public required SecondFactor? Factor { get; init; }

    /// <summary>It is asked for before anything changes.</summary>
    public required ProofState Proof { get; init; }

    /// <summary>Sealed; the page shows what it holds.</summary>
    public string Secret { get; init; } = "";
    public byte[] Key { get; init; } = [];
    public IReadOnlyList<PageProblem> Problems { get; init; } = [];
}

/// <summary>A person adds the second factor, or takes it away again with both factors at hand.</summary>
[Route(FirstThings.FactorPage)]
public sealed class FactorController(
    SignInManager<Account> signIn, SecondFactors factors, SecondFactorStore store, PersonProof proof, SessionStore sessions) : Controller
{
    private const string WrongCode = "动态口令不正确。请核对手机的时间是否准确，填写现在显示的 6 位数字。" + AccountsController.Wait;
    private const string WrongPassword = "密码不正确。" + AccountsController.Wait;

    [HttpGet("")]
    public async Task<IActionResult> Index(CancellationToken ct) => View(await PageAsync(factors.NewSecret(), ct));

    [HttpPost("")]
    public async Task<IActionResult> Add(string? secret, string? password, string? code, CancellationToken ct)
    {
        var page = await PageAsync(secret, ct);
        if (page.Factor is not null)
            return Refused(page, new PageProblem("", "已经启用了动态口令。更换手机的，请先停用，再重新启用。"));
        if (await proof.ProveAsync(AuditAction.FactorAdded, password, this, ct) is not { } account)
            return Refused(page, page.Proof.Problem("password", WrongPassword));
        if (await factors.AddAsync(account, secret, code, this.Actor("启用动态口令"), ct) is not { } codes)
        {
            await proof.RefusedAsync(AuditAction.FactorAdded, this, ct);
            await proof.GiveBackAsync(AuditAction.FactorAdded, this, ct);
            return Refused(page, new PageProblem("code", WrongCode));
        }

        await sessions.EndOthersAsync(CurrentSession.IdOf(HttpContext), account.Id, this.Actor("启用动态口令"), ct);
        await signIn.RefreshSignInAsync(account);
        return View("Codes", codes);
    }

    [HttpPost("codes")]
    public Task<IActionResult> Codes(string? password, string? code, CancellationToken ct) =>
        WithBothAsync(AuditAction.FactorCodesMade, password, code, async account => View(nameof(Codes), await store.ReplaceCodesAsync(account.Id, this.Actor("重新生成恢复码"), ct)), ct);

    [HttpPost("remove")]
    public Task<IActionResult> Remove(string? password, string? code, CancellationToken ct) => WithBothAsync(AuditAction.FactorRemoved, password, code, async account =>
    {
        await store.RemoveAsync(account.Id, this.Actor("停用动态口令"), ct);
        await signIn.RefreshSignInAsync(account);
        TempData["Notice"] = "动态口令已停用。";
        return Redirect(MyAccountController.Address);
    }, ct);

    private async Task<IActionResult> WithBothAsync(
        AuditAction action, string? password, string? code, Func<Account, Task<IActionResult>> deed, CancellationToken ct)
    {
        var page = await PageAsync(null, ct);
        if (page.Factor is null)
            return NotFound();
        if (await proof.ProveAsync(action, password, this, ct) is not { } account)
            return Refused(page, page.Proof.Problem("password", WrongPassword));
        if (await factors.TakeAsync(account, code, ct))
            return await deed(account);
        await proof.RefusedAsync(action, this, ct);
        await proof.GiveBackAsync(action, this, ct);
        return Refused(page, new PageProblem("code", "动态口令或恢复码不正确，或者刚刚用过。" + AccountsController.Wait));
    }

    private ViewResult Refused(FactorPage page, PageProblem problem)
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(nameof(Index), page with { Problems = [problem] });
    }

    /// <summary>A secret that is not ours is replaced by a new one.</summary>
    private async Task<FactorPage> PageAsync(string? secret, CancellationToken ct)
    {
        var kept = factors.Open(secret) is null ? factors.NewSecret() : secret!;
        return new FactorPage
        {
            UserName = this.Caller().Name,
            Factor = await store.FindAsync(User.AccountId(), ct),
            Proof = await proof.StateAsync(this, ct),
            Secret = kept,
            Key = factors.Open(kept)!,
        };
    }
}
