using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Accounts;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Mail;
using RiskReport.Web.Features.Accounts;
using RiskReport.Web.Features.MyAccount;
using RiskReport.Web.Features.Shared;
using RiskReport.Web.Identity;
using RiskReport.Web.Mail;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Mailbox;

public sealed record MailboxPage
{
    /// <summary>Confirmed; null without one.</summary>
    public required string? Mailbox { get; init; }
    public required PendingAddress? Pending { get; init; }
    public required bool IsConfigured { get; init; }
    public required ProofState Proof { get; init; }
    public string? Typed { get; init; }
    public string? Code { get; init; }
    public IReadOnlyList<PageProblem> Problems { get; init; } = [];

    public string? Problem(string name) => Problems.FirstOrDefault(p => p.Name == name)?.Message;
}

/// <summary>
/// A person's own mailbox. It is good when the code that was sent there has come back to this very account: nobody who gets it by a slip of
/// the keyboard can confirm it. Since a password can be set anew through it, it is changed by giving the password only.
/// </summary>
[Route(Address)]
public sealed class MailboxController(
    UserManager<Account> users, PersonProof proof, AttemptGuard guard, MailedCodeStore codes, LetterBox letters, IConfiguration configuration) : Controller
{
    public const string Address = "/account/mail";

    private const string NoMail = "本系统没有配置邮件，暂时不能登记邮箱。";
    private const string WrongPassword = "密码不正确。" + AccountsController.Wait;
    private const string TooOften = "确认邮件发送得太频繁，请过一段时间再试。";
    private const string WrongCode = "确认码不正确，或者已经使用、过期或作废。请对照最近一封邮件核对，或者重新登记。" + AccountsController.Wait;

    [HttpGet("")]
    public async Task<IActionResult> Index(string? code, CancellationToken ct) => View(await PageAsync(ct) with { Code = code });

    [HttpPost("")]
    public async Task<IActionResult> Ask(string? mailbox, string? password, CancellationToken ct)
    {
        var address = Normal.Text(mailbox ?? "");
        var page = await PageAsync(ct) with { Typed = address };
        var problems = new List<PageProblem>();
        if (!letters.IsConfigured)
            problems.Add(new PageProblem("", NoMail));
        if (MailAddress.Problem(address) is { } problem)
            problems.Add(new PageProblem(nameof(mailbox), problem));
        else if (string.Equals(address, page.Mailbox, StringComparison.OrdinalIgnoreCase))
            problems.Add(new PageProblem(nameof(mailbox), "这就是现在的邮箱，不需要更换。"));
        var account = await proof.ProveAsync(AuditAction.MailConfirmed, password, this, ct);
        if (account is null)
            problems.Add(page.Proof.Problem(nameof(password), WrongPassword));
        else if (problems.Count > 0)
            await proof.GiveBackAsync(AuditAction.MailConfirmed, this, ct);
        if (problems.Count > 0)
            return Refused(page with { Problems = problems });
        if (await guard.BeginAsync(AttemptGuard.Mail, account!.NormalizedUserName!, ct) is null)
            return Refused(page with { Problems = [new PageProblem("", TooOften)] });

        var (actor, whose) = (this.Actor("登记邮箱"), new CodeFor(account.Id, address, account.SecurityStamp!));
        var code = await codes.MakeAsync(MailedCodeKind.Address, whose, new AuditDeed(AuditAction.MailAsked, actor.Name, actor.RegionCode), actor, ct);
        letters.Post(Letters.ConfirmAddress(address, account.UserName!, code, PublicAddress.Configured(configuration)));
        TempData["Notice"] = $"确认邮件已发往 {address}，请在 {MailedCodeKind.Address.Lifetime().TotalHours} 小时内填写邮件中的确认码。";
        return Redirect(Address);
    }

    [HttpPost("confirm")]
    public async Task<IActionResult> Confirm(string? code, [FromServices] TimeProvider clock, CancellationToken ct)
    {
        var attempt = await guard.BeginAsync(AttemptGuard.Code, users.NormalizeName(this.Caller().Name)!, ct);
        var (isDone, before) = attempt is null ? default : await codes.ConfirmAsync(User.AccountId(), ActivationCode.Plain(code), this.Actor("确认邮箱"), ct);
        if (!isDone)
        {
            await proof.RefusedAsync(AuditAction.MailConfirmed, this, ct);
            return Refused(await PageAsync(ct) with { Code = code, Problems = [new PageProblem(nameof(code), WrongCode)] });
        }

        await guard.SucceededAsync(attempt!, ct);
        if (before is not null)
            letters.Post(Letters.AddressChanged(before, this.Caller().Name, clock));
        TempData["Notice"] = "邮箱已确认，今后的提醒和重设码发到这里。";
        return Redirect(MyAccountController.Address);
    }

    [HttpPost("remove")]
    public async Task<IActionResult> Remove(string? leaving, [FromServices] TimeProvider clock, CancellationToken ct)
    {
        var page = await PageAsync(ct);
        if (page.Mailbox is null)
            return NotFound();
        if (await proof.ProveAsync(AuditAction.MailRemoved, leaving, this, ct) is null)
            return Refused(page with { Problems = [page.Proof.Problem(nameof(leaving), WrongPassword)] });
        await codes.RemoveAddressAsync(User.AccountId(), this.Actor("删除邮箱"), ct);
        letters.Post(Letters.AddressChanged(page.Mailbox, this.Caller().Name, clock));
        TempData["Notice"] = "邮箱已删除，今后不再向您发送邮件。";
        return Redirect(MyAccountController.Address);
    }

    private ViewResult Refused(MailboxPage page)
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(nameof(Index), page);
    }

    private async Task<MailboxPage> PageAsync(CancellationToken ct)
    {
        var account = (await users.GetUserAsync(User))!;
        return new MailboxPage
        {
            Mailbox = account.EmailConfirmed ? account.Email : null,
            Pending = await codes.PendingAsync(account.Id, ct),
            IsConfigured = letters.IsConfigured,
            Proof = await proof.StateAsync(this, ct),
        };
    }
}
