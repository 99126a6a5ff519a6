using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Campaigns;
using RiskReport.Domain;
using RiskReport.Domain.Campaigns;
using RiskReport.Domain.Fields;
using RiskReport.Web.Identity;
using RiskReport.Web.Startup;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Campaigns;

/// <summary>The phases of the yearly reporting: who has to file by when. The city and the administrator keep them.</summary>
[Authorize(Policy = Policies.Campaigns)]
[Route("campaigns")]
public sealed class CampaignsController(ReferenceHolder references, CampaignStore store, TimeProvider clock) : Controller
{
    private const int LongestReason = 200;

    private const string Overtaken = "该阶段刚刚被其他人修改或撤回，或者名称已被使用。请另开一页核对最新内容后再试。";

    private DateOnly Today => ChinaTime.Today(clock);

    [HttpGet("")]
    public async Task<IActionResult> Index(CancellationToken ct) => View(new CampaignsPage
    {
        Reference = references.Current,
        Today = Today,
        Withdrawn = await store.WithdrawnAsync(ct),
    });

    [HttpGet("new")]
    public IActionResult New() => View(nameof(Edit), new PhasePage
    {
        Form = new PhaseForm { Year = $"{Today.Year}", BeginsOn = $"{Today.AddDays(1):yyyy-MM-dd}" },
        Reference = references.Current,
        Today = Today,
    });

    [HttpPost("")]
    public async Task<IActionResult> Add(PhaseForm form, CancellationToken ct)
    {
        var (phase, problems) = PhaseReading.Read(form.Answers, null, references.Current, Today);
        var all = Problems(problems, form);
        if (phase is not null && all.Count == 0)
        {
            if (await store.AddAsync(phase, references.Current, this.Actor(Normal.Text(form.Reason!)), ct))
                return await DoneAsync($"已新增阶段“{phase.InWords}”。", ct);
            all.Add(new PageProblem("Name", Overtaken));
        }

        return Refused(new PhasePage { Form = form, Reference = references.Current, Today = Today, Problems = all });
    }

    [HttpGet("{id:long}")]
    public async Task<IActionResult> Edit(long id, CancellationToken ct)
    {
        if (await FindAsync(id, null, ct) is { } phase)
            return View(await PageAsync(phase, PhaseForm.Of(phase), [], ct));
        return (await store.WithdrawnAsync(ct)).FirstOrDefault(p => p.Id == id) is { } withdrawn
            ? View(await PageAsync(withdrawn, PhaseForm.Of(withdrawn), [], ct) with { IsWithdrawn = true })
            : NotFound();
    }

    [HttpPost("{id:long}")]
    public async Task<IActionResult> Change(long id, PhaseForm form, CancellationToken ct)
    {
        if (await FindAsync(id, form.Version, ct) is not { } before)
            return NotFound();

        var (phase, problems) = PhaseReading.Read(form.Answers, before, references.Current, Today);
        var all = Problems(problems, form);
        if (phase is not null && all.Count == 0)
        {
            if (await store.ChangeAsync(phase, form.Version, references.Current, this.Actor(Normal.Text(form.Reason!)), ct))
                return await DoneAsync($"已修改阶段“{phase.InWords}”。", ct);
            all.Add(new PageProblem("Name", Overtaken));
        }

        return Refused(await PageAsync(before, form, all, ct));
    }

    [HttpPost("{id:long}/withdraw")]
    public async Task<IActionResult> Withdraw(long id, PhaseForm form, CancellationToken ct)
    {
        if (await FindAsync(id, form.Version, ct) is not { } phase)
            return NotFound();

        var all = Problems([], form);
        if (all.Count == 0)
        {
            if (await store.WithdrawAsync(phase, form.Version, references.Current, this.Actor(Normal.Text(form.Reason!)), ct))
                return await DoneAsync($"已撤回阶段“{phase.InWords}”。", ct);
            all.Add(new PageProblem("Reason", Overtaken));
        }

        var asked = PhaseForm.Of(phase);
        (asked.Reason, asked.Version) = (form.Reason, form.Version);
        return Refused(await PageAsync(phase, asked, all, ct));
    }

    private static List<PageProblem> Problems(IReadOnlyList<(string Name, string Message)> problems, PhaseForm form)
    {
        var all = problems.Select(p => new PageProblem(p.Name, p.Message)).ToList();
        if (Normal.Text(form.Reason ?? "").Length is 0 or > LongestReason)
            all.Add(new PageProblem("Reason", $"请写明理由或依据（不超过 {LongestReason} 个字），会随变更一并记录。"));
        return all;
    }

    /// <summary>What is held here may be a minute old; a phase of another version than the page's has been changed on another instance.</summary>
    private async Task<CampaignPhase?> FindAsync(long id, int? version, CancellationToken ct)
    {
        if (Find() is not { } found || found.Version != (version ?? found.Version))
            await references.RefreshAsync(ct);
        return Find();

        CampaignPhase? Find() => references.Current.Phases.FirstOrDefault(p => p.Id == id);
    }

    private async Task<PhasePage> PageAsync(CampaignPhase phase, PhaseForm form, IReadOnlyList<PageProblem> problems, CancellationToken ct) => new()
    {
        Phase = phase,
        Form = form,
        Reference = references.Current,
        Today = Today,
        Problems = problems,
        Events = await store.EventsAsync(phase.Id, ct),
    };

    private async Task<IActionResult> DoneAsync(string notice, CancellationToken ct)
    {
        await references.RefreshAsync(ct);
        TempData["Notice"] = notice;
        return RedirectToAction(nameof(Index));
    }

    private ViewResult Refused(PhasePage page)
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(nameof(Edit), page);
    }
}
