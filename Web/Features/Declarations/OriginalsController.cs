using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Declarations;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;
using RiskReport.Web.Features.Roster;
using RiskReport.Web.Features.Shared;
using RiskReport.Web.Identity;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Declarations;

/// <summary>
/// The very bytes that the hash of a receipt is made of, so that anyone who is handed them can make it again. Persons stand in them whole: the
/// enterprise takes its own, an office says what for, which is recorded and sealed.
/// </summary>
public sealed class OriginalsController(ReportReader reports, VersionStore versions, SealedDownloads downloads, ReferenceData reference) : Controller
{
    private const string Format = "json";

    [Authorize(Policy = Policies.Filing)]
    [HttpGet("declarations/{year:int}/versions/{number:int}.json")]
    public async Task<IActionResult> Own(int year, int number, CancellationToken ct)
    {
        if (await FindAsync(this.Caller().Scope.EnterpriseId!.Value, year, number, ct) is not var (page, original))
            return NotFound();
        return original.Content is { } content ? File(content, "application/json", $"{NameOf(page, number)}.{Format}") : await DamagedAsync(page, number, ct);
    }

    [Authorize(Policy = Policies.Office)]
    [HttpPost("enterprises/{id:long}/declarations/{year:int}/versions/{number:int}.json")]
    public async Task<IActionResult> For(long id, int year, int number, string? reason, CancellationToken ct)
    {
        if (await FindAsync(id, year, number, ct) is not var (page, original))
            return NotFound();
        var why = Normal.Text(reason ?? "");
        if (ExportOrder.ProblemOf(why) is { } problem)
            return await RefusedAsync(page, StatusCodes.Status422UnprocessableEntity, new PageProblem("reason", problem), reason, ct);
        if (original.Content is not { } content)
            return await DamagedAsync(page, number, ct);

        var about = $"{page.Enterprise.Facts.CreditCode}/{year}/{number}";
        var start = new ExportStart
        {
            Kind = ExportKind.Original,
            Format = Format,
            Filter = $"一家企业，{year} 年度，第 {number} 次提交",
            RegionCode = this.Caller().Scope.RegionCode,
            PhonesFor = why,
            About = about,
        };
        return await downloads.WriteAsync(this, start, "下载报告原文", NameOf(page, number), async (_, body) =>
        {
            await body.WriteAsync(content, ct);
            return page.Risks.Count;
        }, ct);
    }

    private static string NameOf(ReportPage page, int number) => $"报告原文-{page.Declaration.Year}-{page.Facts.Name}-{number}";

    /// <summary>Null when there is no such version for this caller.</summary>
    private async Task<(ReportPage Page, OriginalReport Original)?> FindAsync(long enterpriseId, int year, int number, CancellationToken ct) =>
        await reports.LoadAsync(reference, this.Caller().Scope, enterpriseId, year, ct) is { } page
            && await versions.OriginalAsync(page.Declaration.Id, number, this.Caller().Scope, ct) is { } original ? (page, original) : null;

    private Task<ViewResult> DamagedAsync(ReportPage page, int number, CancellationToken ct) => RefusedAsync(page, StatusCodes.Status409Conflict,
        new PageProblem("", $"第 {number} 次提交的原文没有下载：系统中保存的内容与提交时的 SHA-256 不符，不能作为原文使用。请联系市应急管理部门核查。"), null, ct);

    private async Task<ViewResult> RefusedAsync(ReportPage page, int status, PageProblem problem, string? reason, CancellationToken ct)
    {
        Response.StatusCode = status;
        return View("~/Features/Declarations/Versions.cshtml",
            await VersionsPage.LoadAsync(page, reports, this.Caller().Scope, ct) with { Problems = [problem], Reason = reason });
    }
}
