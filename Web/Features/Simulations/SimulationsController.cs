using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Regrading;
using RiskReport.Domain;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Regrading;
using RiskReport.Domain.Roster;
using RiskReport.Reports;
using RiskReport.Web.Features.Roster;
using RiskReport.Web.Features.Shared;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Simulations;

/// <summary>What other rules would make of the caller's region, before they are in force; and what rules that came into force made of it.</summary>
[Authorize(Policy = Policies.Simulating)]
[Route("simulations")]
public sealed class SimulationsController(RegradingQueue queue, RegradingQueries runs, SealedDownloads downloads, ReferenceData reference, TimeProvider clock) : Controller
{
    private const int Shown = 20;
    private const int PageSize = 50;

    [HttpGet("")]
    public async Task<IActionResult> Index(string? ruleSet, CancellationToken ct) => View(await PageAsync(ruleSet, ChinaTime.Today(clock).Year, null, ct));

    [HttpPost("")]
    public async Task<IActionResult> Start(string? ruleSet, int year, CancellationToken ct)
    {
        var today = ChinaTime.Today(clock);
        var problem = reference.RuleSet(ruleSet ?? "") is not { } entry ? "请选择要模拟的规则。"
            : RuleSetCheck.Problems(entry.Rules) is { Count: > 0 } faults ? $"规则 {entry.Name} 还有 {faults.Count} 个问题，改正后才能模拟：{faults[0].Message}"
            : year < RosterSearch.FirstYear || year > today.Year + 1 ? $"请选择报告年度（{RosterSearch.FirstYear} 至 {today.Year + 1}）。"
            : null;
        if (problem is not null)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return View(nameof(Index), await PageAsync(ruleSet, year, problem, ct));
        }

        var id = await queue.SimulateAsync(
            reference.RuleSet(ruleSet!)!, this.Caller().Scope, year, this.Actor($"模拟规则 {ruleSet}"), ct);
        return RedirectToAction(nameof(Show), new { id });
    }

    [HttpGet("{id:long}")]
    public async Task<IActionResult> Show(long id, SimulationSearch search, CancellationToken ct)
    {
        var scope = this.Caller().Scope;
        if (await runs.FindAsync(id, scope, ct) is not { } run || search.Read(reference) is not { } filter || await runs.RulesAsync(run, reference, scope, ct) is not { } rules)
            return NotFound();

        var counts = await runs.CountsAsync(id, scope, ct);
        var matching = run.IsOver ? await runs.CountChangesAsync(id, filter, scope, ct) : 0;
        var number = Math.Clamp(search.Page, 1, Math.Max(1, (matching + PageSize - 1) / PageSize));
        return View(new SimulationPage
        {
            Run = run,
            Region = reference.Regions[run.RegionCode]!.Name,
            Counts = counts,
            Parts = reference.Regions.All.Where(r => r.Code.Length == 6 && scope.Covers(r.Code)).Select(r => (r, counts.Within(r.Code))).Where(p => p.Item2.Total > 0).ToList(),
            Search = search,
            Filter = filter,
            Matching = matching,
            Number = number,
            PageSize = PageSize,
            Changes = run.IsOver ? await runs.ChangesAsync(id, filter, rules, scope, (number - 1) * PageSize, PageSize, ct) : [],
        });
    }

    /// <summary>The moving part of a running one; when it is over the whole page is due.</summary>
    [HttpGet("{id:long}/progress")]
    public async Task<IActionResult> Progress(long id, CancellationToken ct)
    {
        if (await runs.FindAsync(id, this.Caller().Scope, ct) is not { } run)
            return NotFound();
        if (run.IsOver)
            Response.Headers["HX-Refresh"] = "true";
        return PartialView("_Progress", run);
    }

    [HttpPost("{id:long}/cancel")]
    public async Task<IActionResult> Cancel(long id, CancellationToken ct)
    {
        if (await runs.FindAsync(id, this.Caller().Scope, ct) is null)
            return NotFound();
        await queue.CancelAsync(id, this.Caller().Scope, ct);
        return RedirectToAction(nameof(Show), new { id });
    }

    [HttpGet("{id:long}/export.{format}")]
    public async Task<IActionResult> Export(long id, string format, SimulationSearch search, CancellationToken ct)
    {
        var scope = this.Caller().Scope;
        if (format is not ("xlsx" or "csv") || await runs.FindAsync(id, scope, ct) is not { IsOver: true } run
            || search.Read(reference) is not { } filter || await runs.RulesAsync(run, reference, scope, ct) is not { } rules)
            return NotFound();

        var start = new ExportStart
        {
            Kind = ExportKind.Regrading,
            Format = format,
            Filter = $"{run.Kind.Word()} {id} 的变化清单 {search.Query()}".TrimEnd(),
            RegionCode = scope.RegionCode,
        };
        var counts = await runs.CountsAsync(id, scope, ct);
        var changes = runs.AllChangesAsync(id, filter, rules, scope, ct);
        var name = $"规则{run.Kind.Word()}-{run.RuleSet}-{reference.Regions[run.RegionCode]!.Name}-{run.Id}";
        return await downloads.WriteAsync(this, start, "导出变化清单", name, (cover, body) => format == "xlsx"
            ? RegradingWorkbook.WriteAsync(changes, Cover(cover.Code), body, ct)
            : RegradingWorkbook.WriteCsvAsync(changes, body, ct), ct);

        RegradingCover Cover(string code) => new()
        {
            Run = run,
            Region = reference.Regions[run.RegionCode]!.Name,
            Filter = filter.InWords(filter.RegionCode is { } part ? reference.Regions[part]!.Name : null),
            Counts = counts,
            MadeBy = this.Caller().Name,
            MadeAt = ChinaTime.Now(clock),
            Code = code,
        };
    }

    private async Task<SimulationsPage> PageAsync(string? ruleSet, int year, string? problem, CancellationToken ct)
    {
        var scope = this.Caller().Scope;
        return new SimulationsPage
        {
            Region = reference.Regions[scope.RegionCode]!.Name,
            RuleSets = reference.RuleSets,
            RuleSet = ruleSet ?? "",
            Year = year,
            ThisYear = ChinaTime.Today(clock).Year,
            Latest = await runs.LatestAsync(scope, Shown, ct),
            Problem = problem,
        };
    }
}
