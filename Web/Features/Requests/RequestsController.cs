using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Accounts;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Reference;
using RiskReport.Web.Identity;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Requests;

public sealed record RequestsPage
{
    public required IReadOnlyList<(AccountRequest Request, string Place)> Waiting { get; init; }
    public required int Total { get; init; }
    public required int Number { get; init; }
    public IReadOnlyList<PageProblem> Problems { get; init; } = [];
}

/// <summary>An office answers those who ask for an account of an enterprise of its region.</summary>
[Authorize(Policy = Policies.Office)]
[Route(Address)]
public sealed class RequestsController(AccountRequestStore requests, AccountMaker maker, ReferenceData reference) : Controller
{
    public const string Address = "/invitations/requests";
    public const int PageSize = 20;

    private const int LongestReason = 200;
    private const string Overtaken = "没有这个申请，或者刚刚已由其他人处理。";

    [HttpGet("")]
    public async Task<IActionResult> Index(int page = 1, CancellationToken ct = default) => View(await PageAsync(page, ct));

    [HttpPost("{id:long}/agree")]
    public async Task<IActionResult> Agree(long id, CancellationToken ct)
    {
        var scope = this.Caller().Scope;
        if (await requests.FindAsync(id, scope, ct) is not { } request)
            return await GoneAsync(ct);
        if (request is not { EnterpriseId: { } enterprise, TownshipCode: { } township })
            return await RefusedAsync($"企业“{request.CreditCode}”不在名册中，不能同意。请先导入企业信息，或者不同意并写明理由。", ct);

        var actor = this.Actor("同意注册申请");
        var made = await maker.MakeAsync(
            new NewAccount
            {
                UserName = request.UserName,
                Role = Role.Enterprise,
                RegionCode = township,
                EnterpriseId = enterprise,
                PasswordHash = request.PasswordHash,
                Phone = request.Phone,
                MustChangePassword = false,
                By = actor,
            },
            (connection, transaction) => requests.AgreeAsync(id, scope, actor, connection, transaction, ct), ct);
        if (made is null)
            return await GoneAsync(ct);
        if (made.Count > 0)
            return await RefusedAsync(string.Concat(made) + "请不同意，并请申请人换一个用户名重新申请。", ct);

        TempData["Notice"] = $"已同意，{request.PersonName} 现在可以用用户名“{request.UserName}”登录，为“{request.EnterpriseName}”填报。";
        return Redirect(Address);
    }

    [HttpPost("{id:long}/refuse")]
    public async Task<IActionResult> Refuse(long id, CancellationToken ct)
    {
        var scope = this.Caller().Scope;
        if (await requests.FindAsync(id, scope, ct) is not { } request)
            return await GoneAsync(ct);
        var text = Normal.Text(Request.Form[$"reason-{id}"].ToString()); // many on one page, each input with a name of its own
        if (text.Length is 0 or > LongestReason)
            return await RefusedAsync($"请填写不同意的理由（不超过 {LongestReason} 个字）。", ct, $"reason-{id}");
        if (!await requests.RefuseAsync(request, scope, this.Actor(text), ct))
            return await GoneAsync(ct);

        TempData["Notice"] = $"已不同意 {request.PersonName} 的申请。系统不发通知，请电话（{request.Phone}）告知理由。";
        return Redirect(Address);
    }

    /// <summary>Answered meanwhile, or never in the caller's region; which of the two is not said.</summary>
    private async Task<IActionResult> GoneAsync(CancellationToken ct) => await RefusedAsync(Overtaken, ct);

    private async Task<IActionResult> RefusedAsync(string sentence, CancellationToken ct, string field = "")
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(nameof(Index), await PageAsync(1, ct) with { Problems = [new PageProblem(field, sentence)] });
    }

    private async Task<RequestsPage> PageAsync(int page, CancellationToken ct)
    {
        var scope = this.Caller().Scope;
        var total = await requests.CountAsync(scope, ct);
        var number = Math.Clamp(page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var waiting = await requests.WaitingAsync(scope, (number - 1) * PageSize, PageSize, ct);
        return new RequestsPage { Waiting = waiting.Select(r => (r, Place(r.TownshipCode))).ToList(), Total = total, Number = number };
    }

    private string Place(string? township) =>
        township is null ? "不在名册中" : $"{reference.Regions[township[..6]]?.Name}{reference.Regions[township]?.Name}";
}
