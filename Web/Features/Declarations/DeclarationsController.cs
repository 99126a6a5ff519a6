using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Declarations;
using RiskReport.Domain;
using RiskReport.Domain.Privacy;
using RiskReport.Domain.Reference;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Declarations;

/// <summary>The enterprise's own yearly report: its task list, and what became of it once it was filed.</summary>
public sealed class DeclarationsController(DraftDesk desk, ReportReader reports, PendingStore changes, ReferenceData reference, TimeProvider clock) : FormController(desk)
{
    private const string Overtaken = "该报告刚刚有变化，请核对最新内容后再处理。";

    [HttpGet("")]
    public async Task<IActionResult> Tasks([FromRoute] int year, CancellationToken ct) => Answer(await OpenAsync(year, ct), page => Show("Tasks", page));

    [HttpGet("result")]
    public async Task<IActionResult> Result([FromRoute] int year, CancellationToken ct) =>
        await ReportAsync(year, ct) is { } page
            ? page.Declaration.IsOpen && page.Declaration.Colour is null ? Redirect($"/declarations/{year}") : View("~/Features/Declarations/Report.cshtml", page)
            : NotFound();

    [HttpGet("report.pdf")]
    public async Task<IActionResult> Paper([FromRoute] int year, CancellationToken ct) =>
        await ReportAsync(year, ct) is { Receipts.Count: > 0 } page ? new ReportFile(page, Sight.Whole, reference, ChinaTime.Now(clock)) : NotFound();

    /// <summary>The change that was filed and waits, with its own receipt.</summary>
    [HttpGet("change.pdf")]
    public async Task<IActionResult> ChangePaper([FromRoute] int year, CancellationToken ct) =>
        await ReportAsync(year, ct) is { AsChanged: { } page } ? new ReportFile(page, Sight.Whole, reference, ChinaTime.Now(clock)) : NotFound();

    [HttpGet("versions")]
    public async Task<IActionResult> Versions([FromRoute] int year, CancellationToken ct) =>
        await ReportAsync(year, ct) is { } page ? View("~/Features/Declarations/Versions.cshtml", await VersionsPage.LoadAsync(page, reports, this.Caller().Scope, ct)) : NotFound();

    /// <summary>Begins a change of what was accepted; that stays in force.</summary>
    [HttpPost("change")]
    public async Task<IActionResult> Change([FromRoute] int year, [FromForm] int version, CancellationToken ct)
    {
        if (await OpenAsync(year, ct) is not { } page)
            return NotFound();
        if (!await changes.BeginChangeAsync(page.Declaration.Id, version, this.Caller().Scope, this.Actor("开始变更报告"), ct))
            TempData["Notice"] = Overtaken;
        return Redirect(page.Root);
    }

    /// <summary>Gives up a change, or takes back an application to be written off.</summary>
    [HttpPost("withdraw")]
    public async Task<IActionResult> Withdraw([FromRoute] int year, [FromForm] int version, CancellationToken ct)
    {
        if (await OpenAsync(year, ct) is not { } page)
            return NotFound();
        var deed = page.Declaration.IsChange ? "放弃变更报告" : "撤回核销申请";
        TempData["Notice"] = await changes.WithdrawAsync(page.Declaration, version, this.Caller().Scope, this.Actor(deed), ct) ? $"已{deed}。" : Overtaken;
        return Redirect(page.Root);
    }

    private Task<ReportPage?> ReportAsync(int year, CancellationToken ct) =>
        reports.LoadAsync(reference, this.Caller().Scope, this.Caller().Scope.EnterpriseId!.Value, year, ct);
}
