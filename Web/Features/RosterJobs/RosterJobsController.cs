using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Inbox;
using RiskReport.Data.Roster;
using RiskReport.Domain;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;
using RiskReport.Web.Features.Roster;
using RiskReport.Web.Identity;
using RiskReport.Web.Startup;

namespace RiskReport.Web.Features.RosterJobs;

/// <summary>Rosters that are too long to wait for: asked for here, made in the background, and taken here when they are there.</summary>
[Authorize(Policy = Policies.Roster)]
[Route("roster/exports")]
public sealed class RosterJobsController(RosterJobDesk desk, RosterFiles files, InboxStore inbox, ReferenceData reference, TimeProvider clock) : Controller
{
    private const int PageSize = 50;
    private const int DownloadsShown = 20;

    [HttpGet("")]
    public async Task<IActionResult> Index(int page = 1, CancellationToken ct = default) => View(await PageAsync(page, [], ct));

    [HttpPost("")]
    public async Task<IActionResult> Add(string? format, string? query, CancellationToken ct)
    {
        var problems = new List<string>();
        if (format is null || !RosterExport.ContentTypes.ContainsKey(format))
            problems.Add("请选择文件格式：Excel、PDF 或 CSV。");
        var search = RosterSearch.FromQuery(query);
        var (request, wrong) = search.Read(this.Caller().Scope, reference, ChinaTime.Today(clock));
        problems.AddRange(wrong);
        if (request is not null && format is not null)
            problems.AddRange(ExportOrder.ProblemsOf(format, request));
        var address = RosterAddress.Of(search);
        if (address.Length > RosterAddress.Longest)
            problems.Add("筛选条件太长，请减少所选的项目。");
        if (problems.Count > 0)
            return await RefusedAsync(problems, ct);

        var job = new NewRosterJob
        {
            Format = format!,
            Query = address,
            Title = $"{RosterAddress.FileName(request!, reference)}.{format}",
            Words = RosterAddress.Words(request!, reference),
        };
        return await desk.AddAsync(job, this.Member(), this.Actor("后台导出名册"), ct) is { } id
            ? RedirectToAction(nameof(Show), new { id })
            : await RefusedAsync([$"您已有 {RosterJobDesk.MostWaiting} 个文件在排队或生成中，请等待完成或取消其中一个后再导出。"], ct);
    }

    [HttpGet("{id:long}")]
    public async Task<IActionResult> Show(long id, CancellationToken ct) =>
        await LoadAsync(id, ct) is { } page ? View(page) : NotFound();

    /// <summary>The moving part of a job on its way; when it is over the whole page is due.</summary>
    [HttpGet("{id:long}/progress")]
    public async Task<IActionResult> Progress(long id, CancellationToken ct)
    {
        if (await desk.FindAsync(id, this.Member(), ct) is not { } job)
            return NotFound();
        if (job.IsOver)
            Response.Headers["HX-Refresh"] = "true";
        return PartialView("_Progress", (job, Now));
    }

    [HttpPost("{id:long}/cancel")]
    public async Task<IActionResult> Cancel(long id, CancellationToken ct)
    {
        if (await desk.FindAsync(id, this.Member(), ct) is null)
            return NotFound();
        await desk.CancelAsync(id, this.Member(), this.Actor("取消后台导出"), ct); // where it is over by now, the page says so
        return RedirectToAction(nameof(Show), new { id });
    }

    [HttpGet("{id:long}/file"), GetOnly]
    public async Task<IActionResult> Download(long id, CancellationToken ct)
    {
        if (await LoadAsync(id, ct, isRead: false) is not { } page || page.Job.Status != RosterJobStatus.Made)
            return NotFound();

        if (page.Job.IsExpired(Now) || files.Open(page.Job.FileName!) is not { } file)
        {
            Response.StatusCode = StatusCodes.Status410Gone;
            return View(nameof(Show), page with { IsMissing = !page.Job.IsExpired(Now) });
        }

        if (!await desk.TakeFileAsync(id, this.Member(), this.Actor("下载后台导出的名册"), ct))
        {
            await file.DisposeAsync();
            return NotFound();
        }

        await inbox.ReadOfJobAsync(id, this.Member(), ct); // not before: a file that cannot be entered as taken leaves nothing
        return File(file, RosterExport.ContentTypes[page.Job.Format], page.Job.Title);
    }

    private async Task<RosterJobPage?> LoadAsync(long id, CancellationToken ct, bool isRead = true)
    {
        var member = this.Member();
        if (await desk.FindAsync(id, member, ct) is not { } job)
            return null;
        if (isRead && job.IsOver)
            await inbox.ReadOfJobAsync(id, member, ct);
        return new RosterJobPage { Job = job, Now = Now, Downloads = await desk.DownloadsAsync(id, member, DownloadsShown, ct) };
    }

    private async Task<ViewResult> RefusedAsync(IReadOnlyList<string> problems, CancellationToken ct)
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(nameof(Index), await PageAsync(1, problems, ct));
    }

    private async Task<RosterJobsPage> PageAsync(int page, IReadOnlyList<string> problems, CancellationToken ct)
    {
        var member = this.Member();
        var pages = Math.Max(1, (await desk.CountAsync(member, ct) + PageSize - 1) / PageSize);
        page = Math.Clamp(page, 1, pages);
        return new RosterJobsPage
        {
            Jobs = await desk.PageAsync(member, (page - 1) * PageSize, PageSize, ct),
            Now = Now,
            Problems = problems,
            Page = page,
            Pages = pages,
        };
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;
}
