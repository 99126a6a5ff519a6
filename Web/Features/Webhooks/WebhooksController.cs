using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using OpenIddict.Core;
using RiskReport.Data.Webhooks;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Webhooks;
using RiskReport.Web.Features.Clients;
using RiskReport.Web.Identity;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Webhooks;

public sealed record WebhooksPage
{
    public required ClientLine Line { get; init; }

    /// <summary>Only a system by itself that may read the feed has anything to be told.</summary>
    public required bool IsPossible { get; init; }
    public required IReadOnlyList<Webhook> Webhooks { get; init; }
    public required IReadOnlyList<WebhookDelivery> Deliveries { get; init; }
    public required int Number { get; init; }
    public required int Pages { get; init; }
    public string? Typed { get; init; }

    /// <summary>A secret just made, with its address: it can be shown only now.</summary>
    public (string Url, string Secret)? Made { get; init; }
    public IReadOnlyList<PageProblem> Problems { get; init; } = [];
}

/// <summary>Where a client is told that there is something new, and which calls were made.</summary>
[Authorize(Policy = Policies.Admin)]
[Route("clients/{id}")]
public sealed class WebhooksController(
    OpenIddictApplicationManager<ApiClient> clients, WebhookStore store, WebhookQueue queue, WebhookSender sender, WebhookSecrets secrets, WebhookReach reach,
    ReferenceData reference) : Controller
{
    private const int PageSize = 50;

    [HttpGet("")]
    public async Task<IActionResult> Index(string id, int page = 1, CancellationToken ct = default) =>
        await PageAsync(id, Math.Clamp(page, 1, 1_000_000), ct) is { } found ? View(found) : NotFound();

    [HttpPost("webhooks")]
    public async Task<IActionResult> Add(string id, string? url, CancellationToken ct)
    {
        if (await PageAsync(id, 1, ct) is not { } page)
            return NotFound();
        url = url?.Trim();
        var problem = !page.IsPossible ? "只有系统调用、有“读取变动”权限而且没有停用的客户端可以设置通知地址。"
            : page.Webhooks.Count >= Webhook.MostOfAClient ? $"一个客户端最多 {Webhook.MostOfAClient} 个通知地址，请先停用不再使用的。"
            : reach.Problem(url);
        var (plain, closed) = secrets.New();
        var client = page.Line.Client;
        if (problem is null && !await store.AddAsync(client.Id, client.ClientId!, client.RegionCode, url!, closed, this.Actor("新增通知地址"), ct))
            problem = "这个通知地址已经有了。";
        if (problem is null)
            return View(nameof(Index), (await PageAsync(id, 1, ct))! with { Made = (url!, plain) });
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(nameof(Index), page with { Typed = url, Problems = [new PageProblem("Url", problem)] });
    }

    /// <summary>At once, while the page waits, so that the answer is there to be read.</summary>
    [HttpPost("webhooks/{number:long}/test")]
    public async Task<IActionResult> Test(string id, long number, CancellationToken ct)
    {
        if (await FindAsync(id, number, ct) is not { } webhook)
            return NotFound();
        await queue.TestAsync(webhook, this.Actor("发送测试通知"), ct);
        var delivery = await sender.TestAsync(webhook, ct);
        await queue.TestedAsync(delivery, ct);
        var status = delivery.StatusCode is { } code ? $"，答复 {code}" : "";
        return Told(id, $"测试：{delivery.Outcome.Word()}{status}，用时 {delivery.Milliseconds} 毫秒。");
    }

    [HttpPost("webhooks/{number:long}/renew")]
    public async Task<IActionResult> Renew(string id, long number, CancellationToken ct)
    {
        var (plain, closed) = secrets.New();
        return await FindAsync(id, number, ct) is { } webhook && await store.RenewAsync(webhook, closed, this.Actor("更换通知密钥"), ct)
            ? View(nameof(Index), (await PageAsync(id, 1, ct))! with { Made = (webhook.Url, plain) }) : NotFound();
    }

    [HttpPost("webhooks/{number:long}/resume")]
    public async Task<IActionResult> Resume(string id, long number, CancellationToken ct) =>
        await FindAsync(id, number, ct) is { } webhook && await store.ResumeAsync(webhook, this.Actor("恢复通知"), ct)
            ? Told(id, "已恢复，有新的变动立即通知。") : NotFound();

    [HttpPost("webhooks/{number:long}/end")]
    public async Task<IActionResult> End(string id, long number, CancellationToken ct) =>
        await FindAsync(id, number, ct) is { } webhook && await store.EndAsync(webhook, this.Actor("停用通知地址"), ct)
            ? Told(id, $"已停用 {webhook.Url}，不再通知。") : NotFound();

    private RedirectToActionResult Told(string id, string notice)
    {
        TempData["Notice"] = notice;
        return RedirectToAction(nameof(Index), new { id });
    }

    /// <summary>Nothing is called for a client that has ended, not even to try it.</summary>
    private async Task<Webhook?> FindAsync(string clientId, long id, CancellationToken ct) =>
        await clients.FindByClientIdAsync(clientId, ct) is { EndedAt: null } ? await store.FindAsync(clientId, id, ct) : null;

    private async Task<WebhooksPage?> PageAsync(string clientId, int number, CancellationToken ct)
    {
        if (await clients.FindByClientIdAsync(clientId, ct) is not { } client)
            return null;
        var scopes = ApiScopes.Of(await clients.GetPermissionsAsync(client, ct));
        var (deliveries, total) = await store.DeliveriesAsync(clientId, (number - 1) * PageSize, PageSize, ct);
        return new WebhooksPage
        {
            Line = new ClientLine(client, reference.Regions[client.RegionCode]?.Name ?? client.RegionCode, scopes),
            IsPossible = client is { EndedAt: null, RedirectUris: null } && scopes.Contains(ApiScopes.ChangesRead),
            Webhooks = await store.OfClientAsync(clientId, ct),
            Deliveries = deliveries,
            Number = number,
            Pages = Math.Max(1, (total + PageSize - 1) / PageSize),
        };
    }
}
