using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Inbox;
using RiskReport.Domain.Inbox;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Inbox;

public sealed record InboxPage
{
    public required IReadOnlyList<Notice> Notices { get; init; }
    public required int Unread { get; init; }
    public required DateTime Now { get; init; }
    public required int Page { get; init; }
    public required int Pages { get; init; }
}

/// <summary>What the caller and its office, or its enterprise, are told, the newest first.</summary>
[Authorize(Policy = Policies.Inbox)]
[Route("inbox")]
public sealed class InboxController(InboxStore inbox, TimeProvider clock) : Controller
{
    private const int PageSize = 30;

    [HttpGet("")]
    public async Task<IActionResult> Index(int page = 1, CancellationToken ct = default)
    {
        var reader = this.Member();
        var pages = Math.Max(1, (await inbox.CountAsync(reader, ct) + PageSize - 1) / PageSize);
        page = Math.Clamp(page, 1, pages);
        return View(new InboxPage
        {
            Notices = await inbox.PageAsync(reader, (page - 1) * PageSize, PageSize, ct),
            Unread = await inbox.UnreadAsync(reader, ct),
            Now = clock.GetUtcNow().UtcDateTime,
            Page = page,
            Pages = pages,
        });
    }

    [HttpPost("{id:long}/read")]
    public async Task<IActionResult> Read(long id, CancellationToken ct)
    {
        if (!await inbox.ExistsAsync(id, this.Member(), ct))
            return NotFound();
        await inbox.ReadAsync(id, this.Member(), ct);
        return RedirectToAction(nameof(Index));
    }

    /// <summary>upTo: the newest one that stood on the page; what came since stays unread.</summary>
    [HttpPost("read")]
    public async Task<IActionResult> ReadAll(long upTo, CancellationToken ct)
    {
        await inbox.ReadAllAsync(upTo, this.Member(), ct);
        return RedirectToAction(nameof(Index));
    }
}
