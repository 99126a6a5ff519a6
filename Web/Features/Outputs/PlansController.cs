using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Outputs;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Domain.Outputs;
using RiskReport.Domain.Reference;
using RiskReport.Reports.Pictures;
using RiskReport.Web.Identity;
using RiskReport.Web.TagHelpers;
using RiskReport.Web.Uploads;

namespace RiskReport.Web.Features.Outputs;

/// <summary>The enterprise's floor plans and the risks it draws on them.</summary>
[Authorize(Policy = Policies.Filing)]
[Route("outputs/{year:int}/plans")]
public sealed class PlansController(OutputReader outputs, OutputFiles files, PlanStore plans, ReferenceData reference) : Controller
{
    private const string OutputsView = "~/Features/Outputs/Index.cshtml";
    private const string PlanView = "~/Features/Outputs/Plan.cshtml";

    /// <summary>More than a picture may have, so that one that is too large still gets an answer instead of a broken connection.</summary>
    private const long MostBytes = 64L << 20;

    private Scope Scope => this.Caller().Scope;

    [HttpPost(""), TakesFile(AuditAction.PlanAdded)]
    [RequestSizeLimit(MostBytes)]
    [RequestFormLimits(MultipartBodyLengthLimit = MostBytes)]
    public async Task<IActionResult> Upload([FromRoute] int year, PlanUpload upload, CancellationToken ct)
    {
        if (await PageAsync(year, ct) is not { } page)
            return NotFound();

        var (plan, problems) = await upload.ReadAsync(this.RefusedUpload(), ct);
        if (plan is not null && !await plans.AddAsync(page.Report.Enterprise.Id, plan, Scope, this.Actor("上传平面图"), ct))
            problems = [new PageProblem(nameof(PlanUpload.File), $"已有 {FloorPlan.Most} 张平面图，不能再添加。请先删除不用的平面图。")];
        if (problems.Count == 0)
        {
            TempData["Notice"] = $"平面图“{plan!.Name}”已上传。请点“标注风险”，在图上标出安全风险的位置。";
            return Redirect($"{page.Address}#plans");
        }

        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(OutputsView, page with { Problems = problems, PlanName = upload.PlanName });
    }

    [HttpGet("{plan:long}")]
    public async Task<IActionResult> Edit([FromRoute] int year, [FromRoute] long plan, CancellationToken ct) =>
        await EditorAsync(year, plan, ct) is { } editor ? View(PlanView, editor) : NotFound();

    [HttpPost("{plan:long}")]
    public async Task<IActionResult> Save([FromRoute] int year, [FromRoute] long plan, CancellationToken ct)
    {
        if (await EditorAsync(year, plan, ct) is not { } editor)
            return NotFound();

        var form = PlanForm.From(Request.Form);
        var (shapes, problems) = form.Check(editor.Outputs.Risks);
        var stale = form.Version != editor.Version || form.ReportVersion != editor.Outputs.ReportVersion;
        if (!stale && problems.Count > 0)
            return Refused(editor, form, problems);
        if (stale || !await plans.SaveAsync(plan, year, form.Version, shapes, Scope, this.Actor("标注四色安全风险分布图"), ct))
            return await OvertakenAsync(year, plan, form, ct);

        TempData["Notice"] = $"已保存，图上有 {shapes.Count} 个图形。";
        return Redirect(editor.Address);
    }

    [HttpPost("{plan:long}/remove")]
    public async Task<IActionResult> Remove([FromRoute] int year, [FromRoute] long plan, CancellationToken ct)
    {
        if (await EditorAsync(year, plan, ct) is not { } editor)
            return NotFound();

        await plans.RemoveAsync(plan, Scope, this.Actor("删除平面图"), ct);
        TempData["Notice"] = $"平面图“{editor.Plan.Name}”已删除。";
        return Redirect($"{editor.Outputs.Address}#plans");
    }

    /// <summary>What the picture really is was found out when it was taken; the headers forbid the browser to guess.</summary>
    [HttpGet("{plan:long}/picture")]
    public async Task<IActionResult> Picture([FromRoute] long plan, CancellationToken ct) =>
        await plans.PictureAsync(plan, Scope, ct) is { } picture ? File(picture.Content, ((PictureFormat)picture.Format).ContentType()) : NotFound();

    [HttpGet("{plan:long}/plan.pdf")]
    public async Task<IActionResult> Paper([FromRoute] int year, [FromRoute] long plan, CancellationToken ct) =>
        await files.PlanAsync(await PageAsync(year, ct), Request, plan, ct);

    /// <summary>Somebody was quicker: what was typed is shown again on what there is now, if the plan is still there.</summary>
    private async Task<IActionResult> OvertakenAsync(int year, long plan, PlanForm form, CancellationToken ct) => await EditorAsync(year, plan, ct) is { } editor
        ? Refused(editor, form, [new PageProblem("", "这张图或年度报告刚刚被修改过，您的标注还没有保存。您填写的内容仍在下面，请核对风险和坐标后再保存。")])
        : NotFound();

    private ViewResult Refused(PlanPage editor, PlanForm form, IReadOnlyList<PageProblem> problems)
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(PlanView, editor with { Rows = form.Rows, Problems = problems });
    }

    private async Task<PlanPage?> EditorAsync(int year, long plan, CancellationToken ct)
    {
        if (await PageAsync(year, ct) is not { } page || await plans.FindAsync(plan, page.Report.Enterprise.Id, Scope, ct) is not { } known)
            return null;

        var drawing = await plans.DrawingAsync(plan, year, Scope, ct);
        var shapes = DrawnShape.Of(drawing, page.Risks);
        return new PlanPage { Outputs = page, Plan = known, Version = drawing.Version, Shapes = shapes, Rows = shapes.Select(ShapeRow.Of).ToList() };
    }

    /// <summary>Only a filed report has risks to draw.</summary>
    private async Task<OutputsPage?> PageAsync(int year, CancellationToken ct) =>
        await outputs.LoadAsync(reference, Scope, User.Sight(), Scope.EnterpriseId!.Value, year, ct) is { IsFiled: true } page ? page : null;
}
