using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Declarations;
using RiskReport.Data.Grading;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;
using RiskReport.Web.Features.Declarations;
using RiskReport.Web.Features.Shared;
using RiskReport.Web.Identity;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Enterprises;

/// <summary>An office looks at the report of an enterprise in its region, answers it, and says how the enterprise is managed.</summary>
[Authorize(Policy = Policies.Roster)]
[Route("enterprises/{id:long}/declarations/{year:int}")]
public sealed class EnterprisesController(
    ReportReader reports, ReviewStore reviews, PendingStore changes, ManagementStore management, SealedDownloads downloads, ReferenceData reference, TimeProvider clock) : Controller
{
    private const string ReportView = "~/Features/Declarations/Report.cshtml";
    private const string Overtaken = "该报告刚刚有变化，请核对最新内容后再处理。";
    private const int LongestReason = 200;

    [HttpGet("")]
    public async Task<IActionResult> Report(long id, int year, CancellationToken ct) =>
        await PageAsync(id, year, ct) is { } page ? View(ReportView, page) : NotFound();

    [HttpGet("report.pdf")]
    public async Task<IActionResult> Paper(long id, int year, CancellationToken ct) =>
        await PageAsync(id, year, ct) is { Receipts.Count: > 0 } page ? await TakeAsync(page, ct) : NotFound();

    [HttpGet("change.pdf")]
    public async Task<IActionResult> ChangePaper(long id, int year, CancellationToken ct) =>
        await PageAsync(id, year, ct) is { AsChanged: { } page } ? await TakeAsync(page, ct) : NotFound();

    [HttpGet("versions")]
    public async Task<IActionResult> Versions(long id, int year, CancellationToken ct) =>
        await PageAsync(id, year, ct) is { } page ? View("~/Features/Declarations/Versions.cshtml", await VersionsPage.LoadAsync(page, reports, this.Caller().Scope, ct)) : NotFound();

    [HttpPost("accept"), Authorize(Policy = Policies.Office)]
    public async Task<IActionResult> Accept(long id, int year, int version, CancellationToken ct)
    {
        if (await PageAsync(id, year, ct) is not { } page)
            return NotFound();
        if (page.Declaration.Version != version)
            return Refused(page, new PageProblem("", Overtaken));
        if (!await AcceptAsync(page, ct))
            return Refused(page, new PageProblem("", page.Change is null ? Overtaken : "没有接受：该变更刚刚有变化，或者有风险项按现行规则无法评级。请核对，必要时退回，由企业更正后重新提交。"));

        TempData["Notice"] = page.Declaration.PendingType == DeclarationType.WriteOff
            ? $"已核销 {page.Facts.Name}。" : $"已接受 {page.Facts.Name} 的 {year} 年度{(page.Declaration.IsChange ? "变更" : "")}报告。";
        return RedirectToAction("Index", "Reviews");
    }

    /// <summary>For an enterprise that has gone without a word: the office applies itself, and decides with the next step.</summary>
    [HttpPost("write-off"), Authorize(Policy = Policies.Office)]
    public async Task<IActionResult> WriteOff(long id, int year, int version, string? kind, string? on, string? detail, string? successor, CancellationToken ct)
    {
        if (await PageAsync(id, year, ct) is not { } page)
            return NotFound();

        var typed = new WriteOffInput(kind, on, detail, successor);
        var (writeOff, problems) = typed.Read(page.Enterprise.Facts.CreditCode, ChinaTime.Today(clock));
        if (writeOff is null)
            return Refused(page with { WriteOffInput = typed }, [.. problems]);
        if (!await changes.AskWriteOffAsync(page.Declaration, version, writeOff, this.Caller().Scope, this.Actor($"办公室提出核销：{writeOff.Text}"), ct))
            return Refused(page with { WriteOffInput = typed }, new PageProblem("", Overtaken));
        return RedirectToAction(nameof(Report), new { id, year });
    }

    /// <summary>The application is refused; the report stands where it stood.</summary>
    [HttpPost("write-off/refuse"), Authorize(Policy = Policies.Office)]
    public Task<IActionResult> RefuseWriteOff(long id, int year, int version, string? why, CancellationToken ct) =>
        DecideAsync(id, year, version, why, "不同意核销", (report, actor) => changes.RefuseWriteOffAsync(report, this.Caller().Scope, actor, ct), ct);

    /// <summary>What was written off by mistake is on the roll again.</summary>
    [HttpPost("restore"), Authorize(Policy = Policies.Simulating)]
    public Task<IActionResult> Restore(long id, int year, int version, string? why, CancellationToken ct) =>
        DecideAsync(id, year, version, why, "恢复报告任务", (report, actor) => changes.RestoreAsync(report, this.Caller().Scope, actor, ct), ct);

    [HttpPost("return"), Authorize(Policy = Policies.Office)]
    public async Task<IActionResult> Return(long id, int year, CancellationToken ct) => await HandBackAsync(id, year, DeclarationStatus.Submitted, "退回更正", ct);

    /// <summary>What has been accepted only the offices above the township open again.</summary>
    [HttpPost("reopen"), Authorize(Policy = Policies.Simulating)]
    public async Task<IActionResult> Reopen(long id, int year, CancellationToken ct) => await HandBackAsync(id, year, DeclarationStatus.Accepted, "重新打开", ct);

    /// <summary>The second figure of the enterprise, beside its colour and never part of it.</summary>
    [HttpPost("management"), Authorize(Policy = Policies.Office)]
    public async Task<IActionResult> Rate(long id, [FromRoute] int year, string? score, string? reason, int version, CancellationToken ct)
    {
        if (await PageAsync(id, year, ct) is not { } page)
            return NotFound();

        var problems = new List<PageProblem>();
        var number = Normal.Number(score ?? "") ?? -1;
        if (number is < 0 or > 100 || decimal.Round(number, 2) != number)
            problems.Add(new PageProblem("score", $"管理评价得分应为 0 至 100 之间的数字，最多两位小数，现为“{score}”。"));
        if (Normal.Text(reason ?? "").Length is 0 or > LongestReason)
            problems.Add(new PageProblem("reason", $"请填写评价依据（不超过 {LongestReason} 个字），例如检查日期和检查表名称。"));
        if (problems.Count == 0 && !await management.SaveAsync(id, year, number, reference.RuleSetOn(ChinaTime.Today(clock))!.Rules, version, this.Caller().Scope, this.Actor(Normal.Text(reason!)), ct))
            problems.Add(new PageProblem("score", "管理评价刚刚被其他人修改，请核对后再保存。"));
        return problems.Count == 0
            ? RedirectToAction(nameof(Report), new { id, year })
            : Refused((await PageAsync(id, year, ct))! with { ManagementScore = score ?? "", ManagementReason = reason ?? "" }, [.. problems]);
    }

    private async Task<bool> AcceptAsync(ReportPage page, CancellationToken ct)
    {
        var (report, scope) = (page.Declaration, this.Caller().Scope);
        if (report.PendingType == DeclarationType.WriteOff)
            return await changes.AcceptWriteOffAsync(report.Id, report.Version, scope, this.Actor($"同意核销：{page.WriteOff?.Text}"), ct);
        if (!report.IsChange)
            return await reviews.AcceptAsync(report.Id, report.Version, scope, this.Actor("审核通过"), ct);

        // rules that the accepted report was graded again by meanwhile hold for its change too
        return page.Change is { } change && change.Under(reference.NewerRules(change.Grade, report.RuleSet)) is { } graded
            && await changes.AcceptChangeAsync(report, graded, scope, this.Actor("变更审核通过"), ct);
    }

    private async Task<IActionResult> DecideAsync(
        long id, int year, int version, string? typed, string deed, Func<Declaration, Actor, Task<bool>> decide, CancellationToken ct)
    {
        if (await PageAsync(id, year, ct) is not { } page)
            return NotFound();
        var why = Normal.Text(typed ?? "");
        if (why.Length is 0 or > LongestReason)
            return Refused(page, new PageProblem("why", $"请说明理由（不超过 {LongestReason} 个字）。"));
        if (!await decide(page.Declaration with { Version = version }, this.Actor($"{deed}：{why}")))
            return Refused(page, new PageProblem("", Overtaken));
        TempData["Notice"] = $"已办理：{deed}，{page.Facts.Name}。";
        return RedirectToAction(nameof(Report), new { id, year });
    }

    private async Task<IActionResult> HandBackAsync(long id, int year, DeclarationStatus before, string deed, CancellationToken ct)
    {
        if (await PageAsync(id, year, ct) is not { } page)
            return NotFound();

        var form = ReturnForm.From(Request.Form);
        var change = page.Change is not null && before == DeclarationStatus.Submitted;
        var reasons = form.Reasons(change ? page.Change!.Risks.Count : page.Risks.Count);
        var problems = Reviewing.Problems(reasons, form.Due, ChinaTime.Today(clock)).Select(p => new PageProblem("reasons", p)).ToList();
        var actor = this.Actor($"{deed}，{reasons.Count} 条意见，期限 {form.Due:yyyy-MM-dd}");
        if (problems.Count == 0 && !await (change
            ? reviews.ReturnChangeAsync(page.Declaration.Id, form.Version, reasons, form.Due!.Value, this.Caller().Scope, actor, ct)
            : reviews.ReturnAsync(page.Declaration.Id, form.Version, before, reasons, form.Due!.Value, this.Caller().Scope, actor, ct)))
            problems.Add(new PageProblem("", Overtaken));
        if (problems.Count > 0)
            return Refused(page with { Return = form }, [.. problems]);

        TempData["Notice"] = $"已{deed} {page.Facts.Name} 的 {year} 年度报告。";
        return RedirectToAction("Index", "Reviews");
    }

    private ViewResult Refused(ReportPage page, params PageProblem[] problems)
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(ReportView, page with { Problems = problems });
    }

    /// <summary>Recorded, since it leaves with an office; an enterprise's own is its own.</summary>
    private Task<EmptyResult> TakeAsync(ReportPage page, CancellationToken ct)
    {
        var file = new ReportFile(page, User.Sight(), reference, ChinaTime.Now(clock));
        var start = new ExportStart
        {
            Kind = ExportKind.Report,
            Format = "pdf",
            Filter = $"一家企业，{page.Declaration.Year} 年度",
            RegionCode = this.Caller().Scope.RegionCode,
            About = $"{page.Facts.CreditCode}/{page.Declaration.Year}/{page.Receipt!.Number}",
        };
        return downloads.WriteAsync(this, start, "下载报告", file.Name, async (_, body) =>
        {
            await file.WriteAsync(Request, body, ct);
            return page.Risks.Count;
        }, ct);
    }

    private Task<ReportPage?> PageAsync(long id, int year, CancellationToken ct) => reports.LoadAsync(reference, this.Caller().Scope, id, year, ct);
}
