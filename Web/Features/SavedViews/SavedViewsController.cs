using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Roster;
using RiskReport.Domain;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;
using RiskReport.Web.Features.Roster;
using RiskReport.Web.Features.RosterJobs;
using RiskReport.Web.Identity;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.SavedViews;

/// <summary>Filters of the roster under a name, for oneself or for the office, and when a file is made of them.</summary>
[Authorize(Policy = Policies.Roster)]
[Route("roster/views")]
public sealed class SavedViewsController(SavedViewStore views, ReferenceData reference, TimeProvider clock) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Index(CancellationToken ct) => View(await ListAsync([], ct));

    /// <summary>The link that stays valid, whatever becomes of the filter behind it.</summary>
    [HttpGet("{id:long}")]
    public async Task<IActionResult> Open(long id, CancellationToken ct) =>
        await views.FindAsync(id, this.Member(), ct) is { } view ? Redirect(AddressOf(view.Query)) : NotFound();

    /// <summary>The present filter under a new name, or in the place of what one of the caller's views held.</summary>
    [HttpPost("")]
    public async Task<IActionResult> Save(SavedViewForm form, CancellationToken ct)
    {
        var (query, problems) = Read(form);
        if (problems.Count == 0 && form.Replaces is { } id)
        {
            if (!await views.OverwriteAsync(id, query, this.Member(), this.Actor("以当前筛选覆盖视图"), ct))
                return NotFound();
            TempData["Notice"] = "已用当前筛选覆盖该视图。";
            return Redirect(AddressOf(query));
        }

        var (name, problem) = SavedView.ReadName(form.Name);
        if (form.Replaces is null && problem is not null)
            problems.Add(new PageProblem("", problem));
        if (problems.Count == 0 && Sentence(await views.AddAsync(name, form.Shared, query, this.Member(), this.Actor("保存视图"), ct), name, form.Shared) is { } refused)
            problems.Add(new PageProblem("", refused));
        if (problems.Count > 0)
            return Refused(nameof(Index), await ListAsync(problems, ct));
        TempData["Notice"] = $"已保存视图“{name}”。";
        return Redirect(AddressOf(query));
    }

    [HttpGet("{id:long}/edit")]
    public async Task<IActionResult> Edit(long id, CancellationToken ct) => await PageAsync(id, ct) is { } page ? View(page) : NotFound();

    [HttpPost("{id:long}/rename")]
    public async Task<IActionResult> Rename(long id, string? name, bool shared, CancellationToken ct)
    {
        if (await PageAsync(id, ct) is not { } page)
            return NotFound();
        var (clean, problem) = SavedView.ReadName(name);
        if (problem is null)
        {
            var result = await views.RenameAsync(id, clean, shared, this.Member(), this.Actor("更改视图的名称或共享"), ct);
            if (result == ViewChange.NotThere)
                return NotFound();
            problem = Sentence(result, clean, shared);
        }

        if (problem is not null)
            return Refused(nameof(Edit), page with { Problems = [new PageProblem("name", problem)], Name = name, Shared = shared });
        TempData["Notice"] = $"已保存视图“{clean}”。";
        return RedirectToAction(nameof(Edit), new { id });
    }

    [HttpPost("{id:long}/schedule")]
    public async Task<IActionResult> Schedule(long id, ScheduleForm form, CancellationToken ct)
    {
        if (await PageAsync(id, ct) is not { } page)
            return NotFound();
        var (schedule, problems) = form.Every == "never" ? (null, []) : form.Read();
        if (problems.Count > 0)
            return Refused(nameof(Edit), page with { Problems = problems.Select(p => new PageProblem(p.Name, p.Message)).ToList(), Plan = form });
        if (!await views.ScheduleAsync(id, schedule, this.Member(), this.Actor(schedule is null ? "停止按计划生成" : $"设定按计划生成：{schedule.Words}"), ct))
            return NotFound();
        TempData["Notice"] = schedule is null ? "不再按计划生成。" : $"已设定：{schedule.Words} 生成，放入本办公室的收件箱。";
        return RedirectToAction(nameof(Edit), new { id });
    }

    [HttpPost("{id:long}/delete")]
    public async Task<IActionResult> Delete(long id, CancellationToken ct)
    {
        if (await views.FindAsync(id, this.Member(), ct) is not { } view || !await views.RemoveAsync(id, this.Member(), this.Actor("删除视图"), ct))
            return NotFound();
        TempData["Notice"] = $"已删除视图“{view.Name}”。";
        return RedirectToAction(nameof(Index));
    }

    /// <summary>The caller's own, or nothing: what others share is theirs to change.</summary>
    private async Task<SavedViewPage?> PageAsync(long id, CancellationToken ct) =>
        await views.FindAsync(id, this.Member(), ct) is { } view && view.OwnerId == User.AccountId()
            ? new SavedViewPage { View = view, Words = Words(view), Name = view.Name, Shared = view.IsShared, Plan = ScheduleForm.Of(view.Schedule) }
            : null;

    private async Task<SavedViewsPage> ListAsync(IReadOnlyList<PageProblem> problems, CancellationToken ct) => new()
    {
        Views = (await views.AllAsync(this.Member(), ct)).Select(v => (v, Words(v))).ToList(),
        AccountId = User.AccountId(),
        Problems = problems,
    };

    /// <summary>The filter as the caller would read it today.</summary>
    private string Words(SavedView view)
    {
        var (request, problems) = RosterSearch.FromQuery(view.Query).Read(this.Caller().Scope, reference, ChinaTime.Today(clock));
        return request is null ? string.Concat(problems) : RosterAddress.Words(request, reference);
    }

    /// <summary>The filter of the form, canonical; a view of the running year says nothing of the year.</summary>
    private (string Query, List<PageProblem> Problems) Read(SavedViewForm form)
    {
        var search = RosterSearch.FromQuery(form.Query);
        var problems = search.Read(this.Caller().Scope, reference, ChinaTime.Today(clock)).Problems.Select(p => new PageProblem("", p)).ToList();
        if (form.ThisYear)
            search.Year = null;
        var query = RosterAddress.Of(search);
        if (query.Length > RosterAddress.Longest)
            problems.Add(new PageProblem("", "筛选条件太长，请减少所选的项目。"));
        return (query, problems);
    }

    private static string? Sentence(ViewChange result, string name, bool shared) => result switch
    {
        ViewChange.Saved => null,
        ViewChange.NameTaken => $"{(shared ? "本办公室" : "您")}已有名为“{name}”的视图，请换一个名称。",
        ViewChange.TooMany => $"{(shared ? "本办公室的共享视图" : "您的个人视图")}已有 {SavedView.Most} 个，请先删除不用的。",
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, null),
    };

    private ViewResult Refused(string view, object page)
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(view, page);
    }

    private static string AddressOf(string query) => query.Length == 0 ? "/roster" : "/roster?" + query;
}
