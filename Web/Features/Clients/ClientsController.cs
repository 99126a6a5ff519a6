using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using OpenIddict.Core;
using RiskReport.Data.Webhooks;
using RiskReport.Domain.Reference;
using RiskReport.Web.Identity;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Clients;

/// <summary>A client as the page shows it.</summary>
public sealed record ClientLine(ApiClient Client, string Region, IReadOnlyList<string> Scopes)
{
    /// <summary>It was called in vain too often and waits for somebody to look.</summary>
    public bool HasPaused { get; init; }
}

/// <summary>What was typed into the form.</summary>
public sealed class ClientForm
{
    public string? ClientId { get; set; }
    public string[] Scope { get; set; } = [];
    public string? Region { get; set; }
    public string? Redirect { get; set; }
    public string? PublicKey { get; set; }
}

public sealed record ClientsPage
{
    public required IReadOnlyList<ClientLine> Clients { get; init; }
    public required ClientForm Form { get; init; }

    /// <summary>A secret just made, with its client: it can be shown only now.</summary>
    public (string ClientId, string Secret)? Made { get; init; }

    /// <summary>A key that was not taken, with its client: it stands in the form again.</summary>
    public (string ClientId, string Pem)? Typed { get; init; }
    public IReadOnlyList<PageProblem> Problems { get; init; } = [];
}

/// <summary>Which systems may call the API, and with what right.</summary>
[Authorize(Policy = Policies.Admin)]
[Route("clients")]
public sealed class ClientsController(ApiClientDesk desk, OpenIddictApplicationManager<ApiClient> clients, WebhookStore webhooks, ReferenceData reference) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Index(CancellationToken ct) => View(await PageAsync(new ClientForm(), ct));

    [HttpPost("")]
    public async Task<IActionResult> Add(ClientForm form, CancellationToken ct)
    {
        var wanted = new NewApiClient(form.ClientId?.Trim() ?? "", string.Join(' ', form.Scope), Typed(form.Region), Typed(form.Redirect)) { PublicKey = Typed(form.PublicKey) };
        var (secret, problems) = await desk.AddAsync(wanted, this.Actor("新建接口客户端"), ct);
        if (secret is not null)
            return View(nameof(Index), await PageAsync(new ClientForm(), ct) with { Made = (wanted.ClientId, secret) });
        if (problems.Count == 0)
            return Told($"已新建 {wanted.ClientId}，由对方用私钥签名来申请令牌。");
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(nameof(Index), await PageAsync(form, ct) with { Problems = [.. problems.Select(p => new PageProblem(p.Field!, p.Message))] });
    }

    [HttpPost("{id}/renew")]
    public async Task<IActionResult> Renew(string id, bool endsOld, CancellationToken ct)
    {
        var (secret, problem) = await desk.RotateAsync(id, endsOld, this.Actor(endsOld ? "更换接口客户端密钥，立即作废旧密钥" : "更换接口客户端密钥"), ct);
        if (secret is not null)
            return View(nameof(Index), await PageAsync(new ClientForm(), ct) with { Made = (id, secret) });
        if (problem is null)
            return NotFound();
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(nameof(Index), await PageAsync(new ClientForm(), ct) with { Problems = [new PageProblem("", problem)] });
    }

    [HttpPost("{id}/key")]
    public async Task<IActionResult> Key(string id, string? publicKey, bool endsOld, CancellationToken ct)
    {
        var (isDone, problem) = await desk.ReplaceKeyAsync(id, publicKey ?? "", endsOld, this.Actor(endsOld ? "更换接口客户端公钥，立即作废旧公钥" : "更换接口客户端公钥"), ct);
        if (isDone)
            return Told(endsOld ? $"已更换 {id} 的公钥，原来的公钥已经作废。" : $"已更换 {id} 的公钥，原来的公钥 {ApiClientManager.Overlap.Days} 天内仍然有效。");
        if (problem is null)
            return NotFound();
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(nameof(Index), await PageAsync(new ClientForm(), ct) with { Typed = (id, ClientKey.Shown(publicKey) ?? ""), Problems = [new PageProblem($"key-{id}", problem)] });
    }

    [HttpPost("{id}/end")]
    public async Task<IActionResult> End(string id, CancellationToken ct)
    {
        var (isDone, problem) = await desk.EndAsync(id, this.Actor("停用接口客户端"), ct);
        if (isDone)
            return Told($"已停用 {id}，它的令牌立即失效。");
        if (problem is null)
            return NotFound();
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(nameof(Index), await PageAsync(new ClientForm(), ct) with { Problems = [new PageProblem("", problem)] });
    }

    private RedirectToActionResult Told(string notice)
    {
        TempData["Notice"] = notice;
        return RedirectToAction(nameof(Index));
    }

    private static string? Typed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private async Task<ClientsPage> PageAsync(ClientForm form, CancellationToken ct)
    {
        var lines = new List<ClientLine>();
        var paused = await webhooks.PausedAsync(ct);
        foreach (var client in await desk.AllAsync(ct))
            lines.Add(new ClientLine(client, reference.Regions[client.RegionCode]?.Name ?? client.RegionCode, ApiScopes.Of(await clients.GetPermissionsAsync(client, ct)))
            {
                HasPaused = client.EndedAt is null && paused.Contains(client.Id),
            });
        return new ClientsPage { Clients = lines, Form = form };
    }
}
