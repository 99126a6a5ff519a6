using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using RiskReport.Data.Accounts;
using RiskReport.Domain.Accounts;
using RiskReport.Web.Features.Invitations;
using RiskReport.Web.Features.Shared;
using RiskReport.Web.Identity;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Colleagues;

public sealed record ColleaguesPage
{
    public required IReadOnlyList<EnterprisePerson> People { get; init; }
    public required long Self { get; init; }

    /// <summary>The code just made, with the address where it is entered.</summary>
    public (IssuedCode Code, string Address)? Made { get; init; }
    public IReadOnlyList<PageProblem> Problems { get; init; } = [];
}

/// <summary>The enterprise's own staff say who else may act for it. An agent may not.</summary>
[Authorize(Policy = Policies.Filing)]
[Route("account/invite")]
public sealed class ColleaguesController(ActivationStore codes, MembershipStore memberships) : Controller
{
    public override void OnActionExecuting(ActionExecutingContext context)
    {
        if (this.Caller().IsAgent)
            context.Result = Forbid();
    }

    [HttpGet("")]
    public async Task<IActionResult> Index(CancellationToken ct) => View(await PageAsync(ct));

    /// <summary>Shows the code in this very answer, since it can be shown only now.</summary>
    [HttpPost("")]
    public async Task<IActionResult> Invite(string? capacity, CancellationToken ct)
    {
        if (CapacityWords.Parse(capacity) is not { } chosen)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return View(nameof(Index), await PageAsync(ct) with { Problems = [new PageProblem("capacity", "请选择激活码给本企业人员还是托管人员。")] });
        }

        var scope = this.Caller().Scope;
        var (isFound, made) = await codes.MakeAsync(scope.EnterpriseId!.Value, chosen, scope, this.Actor($"邀请{chosen.Word()}"), ct);
        if (!isFound)
            return NotFound();
        if (made is not null)
            return View(nameof(Index), await PageAsync(ct) with { Made = (made, PublicAddress.Of(Request, "/activate")) });
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(nameof(Index), await PageAsync(ct) with { Problems = [new PageProblem("capacity", InvitationsController.JustMade)] });
    }

    /// <summary>Whoever takes away the own right would leave the enterprise without anybody.</summary>
    [HttpPost("{id:long}/end")]
    public async Task<IActionResult> End(long id, CancellationToken ct)
    {
        if (id == User.AccountId() || !await memberships.EndAsync(id, this.Caller().Scope.EnterpriseId!.Value, this.Actor("停止办理本企业"), ct))
            return NotFound();
        TempData["Notice"] = "已停止，该账户立即不能再办理本企业。";
        return RedirectToAction(nameof(Index));
    }

    private async Task<ColleaguesPage> PageAsync(CancellationToken ct) =>
        new() { People = await memberships.PeopleAsync(this.Caller().Scope, ct), Self = User.AccountId() };
}
