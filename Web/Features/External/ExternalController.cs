using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Web.Features.Accounts;
using RiskReport.Web.Identity;
using RiskReport.Web.Startup;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.External;

public sealed record ExternalPage
{
    public required ExternalLink? Link { get; init; }

    public required ProofState Proof { get; init; }

    /// <summary>As whom the service outside knows the person, who is to confirm it; null where nothing was asked.</summary>
    public string? Subject { get; init; }
    public IReadOnlyList<PageProblem> Problems { get; init; } = [];

    public string? Problem(string name) => Problems.FirstOrDefault(p => p.Name == name)?.Message;
}

/// <summary>
/// A person links the own account to the own identity at the service outside: goes there, comes back, and confirms with the password
/// what came. So nobody can have another's identity linked to an account by a link that its owner follows. Undoing it asks for the password too, and so for
/// one that the person has chosen: else there would be no way back in.
/// </summary>
[Route(Address)]
public sealed class ExternalController(ExternalSignIn service, ExternalIdentityStore externals, PersonProof proof) : Controller
{
    public const string Address = "/account/external";

    private const string Wrong = "密码不正确。" + AccountsController.Wait;
    private const string NoPassword = "没有解除：您在本系统还没有自己设置的密码，解除后就不能登录了。请先设置密码。";
    private const string Gone = "身份核对已经过期，请重新从头办理。";
    private const string Taken = "没有绑定：您的账户已经绑定，或者这个身份已经绑定了另一个账户。一个身份只能绑定一个账户。";

    [HttpGet("")]
    public async Task<IActionResult> Index(CancellationToken ct) => service.IsConfigured ? View(await PageAsync(ct)) : NotFound();

    [HttpGet("start"), GetOnly]
    public async Task<IActionResult> Start(CancellationToken ct)
    {
        if (!service.IsConfigured)
            return NotFound();
        var properties = new AuthenticationProperties { RedirectUri = Address, Items = { [ExternalScheme.LinkTo] = Me } };
        return await HttpContext.TryGoOutsideAsync(properties)
            ? new EmptyResult()
            : Refused(await PageAsync(ct), new PageProblem("", $"暂时无法连接{service.Name}，请稍后再试。"));
    }

    [HttpPost("")]
    public async Task<IActionResult> Link(string? password, CancellationToken ct)
    {
        if (!service.IsConfigured)
            return NotFound();
        var page = await PageAsync(ct);
        if (page.Subject is null || await HttpContext.FindExternalAsync() is not { Person: { } person })
            return Refused(page, new PageProblem("", Gone));
        if (await proof.ProveAsync(AuditAction.ExternalLinked, password, this, ct) is null)
            return Refused(page, new PageProblem(nameof(password), Wrong));
        await HttpContext.TakeExternalAsync();
        if (!await externals.LinkAsync(User.AccountId(), ExternalSignIn.IdentityOf(person), this.Actor("本人绑定"), ct))
            return Refused(page with { Subject = null }, new PageProblem("", Taken));
        TempData["Notice"] = $"已绑定。以后可以从登录页面用{service.Name}登录。";
        return Redirect(Address);
    }

    [HttpPost("unlink")]
    public async Task<IActionResult> Unlink(string? leaving, CancellationToken ct)
    {
        if (!service.IsConfigured || await PageAsync(ct) is not { Link: not null } page)
            return NotFound();
        if (page.Proof.IsExternal)
            return Refused(page, new PageProblem("", NoPassword));
        if (await proof.ProveAsync(AuditAction.ExternalUnlinked, leaving, this, ct) is null)
            return Refused(page, new PageProblem(nameof(leaving), Wrong));
        if (!await externals.UnlinkAsync(User.AccountId(), this.Actor("本人解除"), ct))
            return NotFound();
        TempData["Notice"] = "已解除绑定，以后只能用用户名和密码登录。";
        return Redirect(Address);
    }

    private string Me => User.AccountId().ToString(CultureInfo.InvariantCulture);

    private ViewResult Refused(ExternalPage page, PageProblem problem)
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(nameof(Index), page with { Problems = [problem] });
    }

    /// <summary>An answer that this very account has not asked for is not there.</summary>
    private async Task<ExternalPage> PageAsync(CancellationToken ct) => new()
    {
        Link = await externals.OfAsync(User.AccountId(), ct),
        Proof = await proof.StateAsync(this, ct),
        Subject = await HttpContext.FindExternalAsync() is { } answer && answer.LinkTo == Me ? answer.Person.FindFirstValue(ExternalScheme.Subject) : null,
    };
}
