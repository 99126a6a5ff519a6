using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Imports;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Reference;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Imports;

/// <summary>What an office decides about an import that it has looked at: apply it, stop it, go on, take it back.</summary>
[Authorize(Policy = Policies.Importing)]
[Route("imports/{id:long}")]
public sealed class DecisionsController(ImportDesk desk, ImportQueries imports, ImportReader reader, ReferenceData reference) : Controller
{
    private const int LongestReason = 250;

    [HttpPost("apply")]
    public async Task<IActionResult> Apply(long id, bool allOrNothing, bool confirmed, string? reason, CancellationToken ct)
    {
        var scope = this.Caller().Scope;
        if (await reader.LoadAsync(reference, scope, id, new ImportView { Tab = ImportTab.Warnings }, null, ct) is not { } page)
            return NotFound();
        if (page.Job.AwaitsDecision && page.Warnings > 0 && !confirmed)
            return Refused(page, $"有 {page.Warnings} 条提示，请逐条核对后勾选确认，再导入。");
        var why = Normal.Text(reason ?? "");
        if (why.Length > LongestReason)
            return Refused(page, $"说明最多 {LongestReason} 个字，现有 {why.Length} 个字，请缩短。");

        // pressed twice, or by two people: the second finds it under way
        var confirmation = page.Warnings > 0 ? $"批量导入时已核对确认{(why.Length == 0 ? "" : $"：{why}")}" : null;
        await desk.ApplyAsync(id, allOrNothing, confirmation, scope, this.Actor("确认导入"), ct);
        return Back(id);
    }

    [HttpPost("cancel")]
    public async Task<IActionResult> Cancel(long id, CancellationToken ct)
    {
        if (await imports.FindAsync(id, this.Caller().Scope, ct) is null)
            return NotFound();
        await desk.CancelAsync(id, this.Caller().Scope, this.Actor("取消导入"), ct);
        return Back(id);
    }

    [HttpPost("resume")]
    public async Task<IActionResult> Resume(long id, CancellationToken ct)
    {
        if (await imports.FindAsync(id, this.Caller().Scope, ct) is null)
            return NotFound();
        await desk.GoOnAsync(id, this.Caller().Scope, this.Actor("继续导入"), ct);
        return Back(id);
    }

    [HttpPost("undo")]
    public async Task<IActionResult> Undo(long id, string? reason, CancellationToken ct)
    {
        var scope = this.Caller().Scope;
        if (await reader.LoadAsync(reference, scope, id, new ImportView(), null, ct) is not { } page)
            return NotFound();
        var why = Normal.Text(reason ?? "");
        if (why.Length == 0)
            return Refused(page, "请填写撤销的理由，例如：上传了错误的文件。");
        if (why.Length > LongestReason)
            return Refused(page, $"撤销的理由最多 {LongestReason} 个字，现有 {why.Length} 个字，请缩短。");
        if (page.Job.IsOver && (!page.Job.MayBeUndone(page.Now) || page.Summary.CanBeUndone == 0))
            return Refused(page, "这次导入不能撤销：没有写入数据，系统升级以前导入而没有留下原来的内容，已经撤销，或者已超过 30 天。");
        await desk.UndoAsync(id, why, scope, this.Actor("撤销导入"), ct);
        return Back(id);
    }

    private RedirectToActionResult Back(long id) => RedirectToAction(nameof(ImportsController.Show), "Imports", new { id });

    private ViewResult Refused(ImportPage page, string problem)
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View("~/Features/Imports/Show.cshtml", page with { Problem = problem });
    }
}
