using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using RiskReport.Data.Declarations;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Privacy;
using RiskReport.Web.Features.Declarations;
using RiskReport.Web.Identity;
using RiskReport.Web.Startup;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Commitments;

/// <summary>The draft that a link is for.</summary>
public sealed record CommitmentPage(string Token, DeclarationPage Draft)
{
    public IReadOnlyList<PageProblem> Problems { get; init; } = [];

    public string? Problem(string name) => Problems.FirstOrDefault(p => p.Name == name)?.Message;
}

/// <summary>A responsible person without an account reads the report and commits, by a link that was made for this very draft.</summary>
[AllowAnonymous]
[Route("commit")]
[EnableRateLimiting(Limits.Verify)]
public sealed class CommitmentsController(CommitLinkStore links, DraftDesk desk) : Controller
{
    [HttpGet("{token}")]
    public async Task<IActionResult> Read(string token, CancellationToken ct) =>
        await OpenAsync(token, ct) is var (_, draft) ? View("Read", new CommitmentPage(token, draft)) : Gone();

    [HttpPost("{token}")]
    public async Task<IActionResult> Commit(string token, CancellationToken ct)
    {
        if (await OpenAsync(token, ct) is not var (invitation, draft))
            return Gone();

        draft.Form.CommittedBy = Request.Form[DeclarationForm.CommittedByName].ToString();
        draft.Form.CommittedRole = Request.Form[DeclarationForm.CommittedRoleName].ToString();
        var problems = Commitment.Problems(draft, Request.Form[DeclarationForm.CommittedName] == "true");
        if (draft.Check.Filing is not { } filing || problems.Count > 0)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return View("Read", new CommitmentPage(token, draft) { Problems = problems });
        }

        var name = Normal.Text(draft.Form.CommittedBy);
        var actor = new Actor($"{(name.Length > 60 ? name[..60] : name)}{Sight.ByLink}", Caller.From(HttpContext), "主要负责人凭一次性链接承诺并提交");
        return await links.FileAsync(token, draft.Declaration, Commitment.Of(draft, filing, CommitWay.Link, invitation.ChangedBy), invitation.Scope, actor, ct) == SaveResult.Saved
            ? View("Done", draft)
            : Gone();
    }

    private async Task<(CommitInvitation Invitation, DeclarationPage Draft)?> OpenAsync(string token, CancellationToken ct) =>
        token.Length <= 100 && await links.FindAsync(token, ct) is { } invitation
            && await desk.OpenAsync(invitation.Scope, invitation.Year, ct) is { Declaration.IsOpen: true, Check.Filing: not null } draft
            && draft.Declaration.Version == invitation.DraftVersion // what is shown and committed is what the link was made for
                ? (invitation, draft)
                : null;

    /// <summary>One answer for unknown, used, expired and overtaken alike.</summary>
    private ViewResult Gone()
    {
        Response.StatusCode = StatusCodes.Status404NotFound;
        return View("Gone");
    }
}
