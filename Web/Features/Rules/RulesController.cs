using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Grading;
using RiskReport.Data.Regrading;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;
using RiskReport.Web.Identity;
using RiskReport.Web.Startup;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Rules;

/// <summary>The rules of grading: every office may read them, the administrator copies, edits and puts them in force.</summary>
[Authorize(Policy = Policies.Rules)]
[Route("rules")]
public sealed partial class RulesController(
    ReferenceHolder references, RuleSetStore store, RegradingQueries regradings, TimeProvider clock) : Controller
{
    private const int LongestReason = 200;

    private const string Overtaken = "该规则刚刚被其他人修改，请核对后再试。";

    [HttpGet("")]
    public IActionResult Index() => View(new RulesPage
    {
        RuleSets = references.Current.RuleSets,
        InForce = references.Current.RuleSetOn(Today),
        Today = Today,
    });

    [HttpGet("{name}")]
    public async Task<IActionResult> Show(string name, CancellationToken ct) =>
        Find(name) is { } entry ? View(await PageAsync(entry, ct)) : NotFound();

    [HttpPost("{name}/copy"), Authorize(Policy = Policies.Admin)]
    public async Task<IActionResult> Copy(string name, string? copyName, CancellationToken ct)
    {
        if (Find(name) is not { } entry)
            return NotFound();

        var wanted = Normal.Code(copyName ?? "");
        var problem = !NameShape().IsMatch(wanted) ? $"规则名称应为字母、数字、点和短横，不超过 {RuleSet.LongestName} 个字，例如 2027-A。"
            : await store.CopyAsync(entry.Rules with { Name = wanted, Note = $"复制自 {entry.Name}" }, this.Actor($"复制自 {entry.Name}"), ct) ? null
            : $"名称 {wanted} 已被使用，请另取一个。";
        if (problem is not null)
            return Refused(await PageAsync(entry, ct) with { CopyName = copyName ?? "", Problems = [new PageProblem("copyName", problem)] });

        await references.RefreshAsync(ct);
        return RedirectToAction(nameof(Edit), new { name = wanted });
    }

    [HttpGet("{name}/edit"), Authorize(Policy = Policies.Admin)]
    public IActionResult Edit(string name) => Find(name) switch
    {
        null => NotFound(),
        { Status: RuleSetStatus.Draft } entry => View(new RuleSetEditPage { Entry = entry, Form = RuleSetForm.Of(entry) }),
        _ => RedirectToAction(nameof(Show), new { name }),
    };

    [HttpPost("{name}/edit"), Authorize(Policy = Policies.Admin)]
    public async Task<IActionResult> Save(string name, CancellationToken ct)
    {
        if (Find(name) is not { } entry)
            return NotFound();
        if (entry.Status != RuleSetStatus.Draft)
            return RedirectToAction(nameof(Show), new { name });

        var form = RuleSetForm.From(Request.Form, entry);
        var (rules, problems) = form.Read(entry.Rules);
        if (rules is not null && await store.SaveAsync(rules, form.Version, this.Actor("编辑草案"), ct))
        {
            await references.RefreshAsync(ct);
            TempData["Notice"] = $"草案 {name} 已保存。";
            return RedirectToAction(nameof(Show), new { name });
        }

        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(nameof(Edit), new RuleSetEditPage { Entry = entry, Form = form, Problems = problems, IsStale = rules is not null });
    }

    [HttpPost("{name}/decide"), Authorize(Policy = Policies.Admin)]
    public async Task<IActionResult> Decide(string name, string? effectiveFrom, string? regradeFromYear, string? reason, int? version, CancellationToken ct)
    {
        if (Find(name) is not { } entry)
            return NotFound();

        var day = DateOnly.TryParseExact(Normal.Text(effectiveFrom ?? ""), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed) ? parsed : (DateOnly?)null;
        var year = int.TryParse(Normal.Text(regradeFromYear ?? ""), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int?)null;
        var problems = RuleSetDecision.Problems(entry, day, year, references.Current.RuleSets, Today)
            .Select(p => new PageProblem(p.Part, p.Message)).ToList();
        if (!string.IsNullOrWhiteSpace(regradeFromYear) && year is null)
            problems.Add(new PageProblem("regradeFromYear", "重新评级的起始年度应为四位数字，不重新评级的留空。"));
        if (Normal.Text(reason ?? "").Length is 0 or > LongestReason)
            problems.Add(new PageProblem("reason", $"请填写施行的依据或原因（不超过 {LongestReason} 个字），例如文件名称和文号。"));
        if (problems.Count == 0 && (version != entry.Version || !await store.DecideAsync(entry, day!.Value, year, this.Actor(Normal.Text(reason!)), ct)))
            problems.Add(new PageProblem("", Overtaken));
        if (problems.Count > 0)
            return Refused(await PageAsync(entry, ct) with { EffectiveFrom = effectiveFrom ?? "", RegradeFromYear = regradeFromYear ?? "", Reason = reason ?? "", Problems = problems });

        return await DoneAsync(name, $"规则 {name} 定于 {day:yyyy-MM-dd} 起施行。", ct);
    }

    [HttpPost("{name}/withdraw"), Authorize(Policy = Policies.Admin)]
    public async Task<IActionResult> Withdraw(string name, int? version, CancellationToken ct)
    {
        if (Find(name) is not { } entry)
            return NotFound();
        return entry.CanBeWithdrawn(Today) && await store.WithdrawAsync(entry, version ?? -1, this.Actor("施行前撤回"), ct)
            ? await DoneAsync(name, $"规则 {name} 已撤回，不再施行。", ct)
            : Refused(await PageAsync(entry, ct) with { Problems = [new PageProblem("", entry.CanBeWithdrawn(Today) ? Overtaken : $"规则 {name} 不是待施行的规则，不能撤回。")] });
    }

    [HttpPost("{name}/delete"), Authorize(Policy = Policies.Admin)]
    public async Task<IActionResult> Delete(string name, int? version, CancellationToken ct)
    {
        if (Find(name) is not { } entry)
            return NotFound();
        if (entry.Status != RuleSetStatus.Draft || !await store.DeleteAsync(entry, version ?? -1, this.Actor("删除草案"), ct))
            return Refused(await PageAsync(entry, ct) with { Problems = [new PageProblem("", entry.Status == RuleSetStatus.Draft ? Overtaken : $"规则 {name} 不是草案，不能删除。")] });

        await references.RefreshAsync(ct);
        TempData["Notice"] = $"草案 {name} 已删除。";
        return RedirectToAction(nameof(Index));
    }

    private DateOnly Today => ChinaTime.Today(clock);

    private RuleSetEntry? Find(string name) => references.Current.RuleSet(name);

    private async Task<IActionResult> DoneAsync(string name, string notice, CancellationToken ct)
    {
        await references.RefreshAsync(ct);
        TempData["Notice"] = notice;
        return RedirectToAction(nameof(Show), new { name });
    }

    private ViewResult Refused(RuleSetPage page)
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(nameof(Show), page);
    }

    private async Task<RuleSetPage> PageAsync(RuleSetEntry entry, CancellationToken ct)
    {
        var inForce = references.Current.Rules(Today);
        var role = this.Caller().Role;
        var scope = role is Role.Admin ? Scope.City : this.Caller().Scope;
        var last = await regradings.LastOfAsync(entry, scope, ct);
        return new RuleSetPage
        {
            Entry = entry,
            Rules = references.Current.Rules(Today, entry.Name)!,
            Other = inForce?.RuleSet.Name == entry.Name ? null : inForce,
            Today = Today,
            IsInForce = inForce?.RuleSet.Name == entry.Name,
            MayChange = role is Role.Admin && this.Caller().Scope == Scope.City,
            Faults = RuleSetCheck.Problems(entry.Rules),
            Events = await store.EventsAsync(entry.Name, ct),
            LastSimulation = last,
            LastCounts = last is null ? null : await regradings.CountsAsync(last.Id, scope, ct),
        };
    }

    [GeneratedRegex("^[A-Z0-9][A-Z0-9.-]{0,19}\\z")]
    private static partial Regex NameShape();
}
