using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using RiskReport.Data.Accounts;
using RiskReport.Data.Audit;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Domain.Reference;
using RiskReport.Web.Features.Accounts;
using RiskReport.Web.Features.Served;
using RiskReport.Web.Identity;
using RiskReport.Web.Startup;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Activation;

public sealed record ActivationPage(ActivationForm Form, IReadOnlyList<PageProblem> Problems);

/// <summary>An activation code becomes an account, or one more enterprise of the account that is signed in.</summary>
[AllowAnonymous]
[Route("activate")]
[EnableRateLimiting(Limits.Entrance)]
public sealed class ActivationController(
    ActivationStore codes, RollLookup roll, MembershipStore memberships, AccountMaker maker, AttemptGuard guard, AuditLog audit,
    SignInManager<Account> signIn, PasswordRules rules, ReferenceData reference) : Controller
{
    /// <summary>One sentence for unknown, used, expired, replaced and mismatched alike.</summary>
    private const string Refused = "统一社会信用代码与激活码不相符，或者激活码已经使用、过期或作废。请对照发放的激活码逐位核对；仍然不行的，请联系所在镇（街道）或本企业重新生成。" + AccountsController.Wait;

    private const string JoinReason = "使用激活码";

    private bool IsSignedIn => User.Identity is { IsAuthenticated: true };

    [HttpGet("")]
    public IActionResult Index() => View(new ActivationPage(new ActivationForm(), []));

    [HttpPost("")]
    public async Task<IActionResult> Activate(ActivationForm form, [FromServices] TimeProvider clock, CancellationToken ct)
    {
        if (IsSignedIn && this.Caller().Role is not Role.Enterprise)
            return Forbid();

        var (creditCode, problems) = form.Read(reference, rules, ChinaTime.Today(clock).Year, IsSignedIn);
        var plain = ActivationCode.Plain(form.Code);
        var code = creditCode is null || plain.Length == 0 ? null : await FindAsync(creditCode, plain, ct);
        if (creditCode is not null && plain.Length > 0 && code is null)
            problems.Insert(0, new PageProblem(nameof(form.Code), Refused));
        if (problems.Count > 0)
            return Again(form, problems);
        return IsSignedIn ? await JoinAsync(form, code!, ct) : await MakeAsync(form, code!, ct);
    }

    /// <summary>A wrong code is counted and entered; what is held off has not been tried, and leaves no entry.</summary>
    private async Task<OpenCode?> FindAsync(string creditCode, string plain, CancellationToken ct)
    {
        if (await guard.LookAsync(AttemptGuard.Activation, creditCode, ct) is not { } attempt)
            return null;
        var code = await codes.FindAsync(creditCode, plain, ct);
        await guard.EndAsync(attempt, code is not null, ct);
        if (code is null)
        {
            var region = (await roll.FindAsync(creditCode, ct))?.TownshipCode ?? Scope.City.RegionCode;
            var actor = IsSignedIn ? this.Actor(JoinReason) : new Actor("", Caller.From(HttpContext), JoinReason);
            await audit.AppendAsync(new AuditDeed(AuditAction.MembershipGiven, creditCode, region) { IsRefused = true }, actor, ct);
        }

        return code;
    }

    private async Task<IActionResult> MakeAsync(ActivationForm form, OpenCode code, CancellationToken ct)
    {
        var name = AccountNames.Clean(form.UserName!);
        var from = Caller.From(HttpContext);
        var made = await maker.MakeAsync(
            new NewAccount
            {
                UserName = name,
                Role = Role.Enterprise,
                RegionCode = code.TownshipCode,
                EnterpriseId = code.EnterpriseId,
                Capacity = code.Capacity,
                Password = form.Password,
                MustChangePassword = false,
                By = new Actor($"激活码（{code.MadeBy}）", from, JoinReason) { Role = Role.Enterprise.Code(), RegionCode = code.TownshipCode },
            },
            (connection, transaction) => codes.TakeAsync(code, name, from, connection, transaction, ct), ct);
        if (made is null)
            return Again(form, [new PageProblem(nameof(form.Code), Refused)]);
        if (made.Count > 0)
            return Again(form, made.Select(m => new PageProblem(nameof(form.UserName), m)).ToList());

        var account = (await signIn.UserManager.FindByNameAsync(name))!;
        AccountAudit.SignsIn(AuditAction.SignedIn, account, HttpContext);
        await signIn.SignInAsync(account, isPersistent: false);
        TempData["Notice"] = $"账户已激活。您现在可以为“{code.Name}”填报，以后用这个用户名和密码登录即可。";
        return RedirectToAction("Index", "Home");
    }

    private async Task<IActionResult> JoinAsync(ActivationForm form, OpenCode code, CancellationToken ct)
    {
        if (await memberships.FindAsync(User.AccountId(), code.EnterpriseId, ct) is not null)
            return Again(form, [new PageProblem(nameof(form.CreditCode), $"您已经可以办理“{code.Name}”，不需要激活码。激活码没有使用，可以交给其他人。")]);
        if (!await codes.JoinAsync(code, User.AccountId(), this.Actor(JoinReason), ct))
            return Again(form, [new PageProblem(nameof(form.Code), Refused)]);

        TempData["Notice"] = $"您现在也可以办理“{code.Name}”。";
        return Redirect(ServedController.Address);
    }

    private ViewResult Again(ActivationForm form, IReadOnlyList<PageProblem> problems)
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(nameof(Index), new ActivationPage(form, problems));
    }
}
