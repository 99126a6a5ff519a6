using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Declarations;
using RiskReport.Data.Enterprises;
using RiskReport.Data.Grading;
using RiskReport.Domain;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Reference;
using RiskReport.Web.Features.Declarations;
using RiskReport.Web.Identity;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Enterprises;

/// <summary>An office looks at the report of an enterprise in its region, and says how it is managed.</summary>
[Authorize(Policy = Policies.Roster)]
[Route("enterprises/{id:long}/declarations/{year:int}")]
public sealed class EnterprisesController(EnterpriseStore enterprises, DeclarationStore declarations, ManagementStore management, ReferenceData reference, TimeProvider clock) : Controller
{
    private const string ReportView = "~/Features/Declarations/Report.cshtml";

    private const int LongestReason = 200;

    [HttpGet("")]
    public async Task<IActionResult> Report(long id, int year, CancellationToken ct) =>
        await PageAsync(id, year, ct) is { } page ? View(ReportView, page) : NotFound();

    [HttpGet("grades.pdf")]
    public async Task<IActionResult> Grades(long id, int year, CancellationToken ct) =>
        await PageAsync(id, year, ct) is { } page && page.Sheet(reference, this.Caller().Name, ChinaTime.Now(clock)) is { } sheet
            ? new GradingFile(sheet)
            : NotFound();

    /// <summary>The second figure of the enterprise, beside its colour and never part of it.</summary>
    [HttpPost("management"), Authorize(Policy = Policies.Office)]
    public async Task<IActionResult> Rate(long id, [FromRoute] int year, string? score, string? reason, int version, CancellationToken ct)
    {
        if (await PageAsync(id, year, ct) is not { } page)
            return NotFound();

        var problems = new List<PageProblem>();
        if (Normal.Number(score ?? "") is not { } number || number is < 0 or > 100 || decimal.Round(number, 2) != number)
            problems.Add(new PageProblem("score", $"管理评价得分应为 0 至 100 之间的数字，最多两位小数，现为“{score}”。"));
        else if (Normal.Text(reason ?? "").Length is 0 or > LongestReason)
            problems.Add(new PageProblem("reason", $"请填写评价依据（不超过 {LongestReason} 个字），例如检查日期和检查表名称。"));
        else if (!await management.SaveAsync(id, year, number, reference.RuleSetOn(ChinaTime.Today(clock))!.Rules, version, this.Caller().Scope, this.Actor(Normal.Text(reason!)), ct))
            problems.Add(new PageProblem("score", "管理评价刚刚被其他人修改，请核对后再保存。"));
        if (problems.Count == 0)
            return RedirectToAction(nameof(Report), new { id, year });

        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(ReportView, (await PageAsync(id, year, ct))! with { Problems = problems, ManagementScore = score ?? "", ManagementReason = reason ?? "" });
    }

    private Task<ReportPage?> PageAsync(long id, int year, CancellationToken ct) =>
        ReportPage.LoadAsync(enterprises, declarations, management, reference, this.Caller().Scope, id, year, ct);
}
