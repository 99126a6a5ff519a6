using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Domain.Audit;
using RiskReport.Web.Features.Mailbox;
using RiskReport.Web.Features.MyAccount;
using RiskReport.Web.Identity;
using RiskReport.Web.Startup;

namespace RiskReport.Web.Features.Proof;

/// <summary>What did not come about; the code of the deed where there is one to try again.</summary>
public sealed record ProofPage(string Problem, string Back, string? Deed);

/// <summary>There and back for whoever proves by signing in anew outside, from the page of a deed and on to it.</summary>
[Route(Address)]
public sealed class ProofController(ExternalSignIn service, PersonProof proof) : Controller
{
    private const string Address = "/account/proof";
    private const string Done = $"{Address}/done";

    private static readonly Dictionary<AuditAction, string> Pages = new()
    {
        [AuditAction.PasswordChanged] = FirstThings.PasswordPage,
        [AuditAction.FactorAdded] = FirstThings.FactorPage,
        [AuditAction.FactorCodesMade] = FirstThings.FactorPage,
        [AuditAction.FactorRemoved] = FirstThings.FactorPage,
        [AuditAction.MailConfirmed] = MailboxController.Address,
        [AuditAction.MailRemoved] = MailboxController.Address,
    };

    /// <summary>A link, since the content policy keeps forms within this site. It asks only: what is proven is done by a form of its own.</summary>
    [HttpGet("")]
    public async Task<IActionResult> Ask([FromQuery(Name = "for")] string? code, CancellationToken ct)
    {
        if (AuditActionWords.Parse(code) is not { } deed || !Pages.TryGetValue(deed, out var page) || await proof.AskAsync(deed, this, ct) is not { } id)
            return NotFound();
        var properties = new AuthenticationProperties { RedirectUri = Done, Items = { [ExternalScheme.Proof] = id } };
        return await HttpContext.TryGoOutsideAsync(properties) ? new EmptyResult()
            : Refused(new ProofPage($"暂时无法连接{service.Name}，请稍后再试。", page, deed.Code()));
    }

    [HttpGet("done"), GetOnly]
    public async Task<IActionResult> Answer(CancellationToken ct)
    {
        if (!service.IsConfigured)
            return NotFound();
        var (deed, isProven) = await proof.AnswerAsync(this, ct);
        var page = deed is { } known && Pages.TryGetValue(known, out var its) ? its : MyAccountController.Address;
        return isProven ? Redirect(page)
            : Refused(new ProofPage($"身份没有核对成功。须在{service.Name}重新登录一次，用的是与您的账户绑定的身份，十分钟内返回，每次核对只能用一次。", page, deed?.Code()));
    }

    private ViewResult Refused(ProofPage page)
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View("Refused", page);
    }
}
