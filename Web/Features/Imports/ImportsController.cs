using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Imports;
using RiskReport.Domain;
using RiskReport.Domain.Audit;
using RiskReport.Domain.Imports;
using RiskReport.Domain.Reference;
using RiskReport.Reports.Xlsx;
using RiskReport.Web.Identity;
using RiskReport.Web.Uploads;

namespace RiskReport.Web.Features.Imports;

/// <summary>An office hands in a workbook, which is looked at first, and watches what becomes of it.</summary>
[Authorize(Policy = Policies.Importing)]
[Route("imports")]
public sealed class ImportsController(ImportDesk desk, ImportQueries imports, ImportReader reader, ReferenceData reference, TimeProvider clock) : Controller
{
    private const int PageSize = 50;

    /// <summary>More than a workbook may have, so that one that is too large still gets an answer instead of a broken connection.</summary>
    private const long MostBytes = 256L << 20;

    [HttpGet("")]
    public async Task<IActionResult> Index(int page = 1, CancellationToken ct = default) =>
        View(await PageAsync(new ImportUpload { Year = ChinaTime.Today(clock).Year }, null, page, ct));

    [HttpPost(""), TakesFile(AuditAction.ImportUploaded)]
    [RequestSizeLimit(MostBytes)]
    [RequestFormLimits(MultipartBodyLengthLimit = MostBytes)]
    public async Task<IActionResult> Upload(ImportUpload upload, CancellationToken ct)
    {
        if ((this.RefusedUpload() ?? upload.Problem(ChinaTime.Today(clock).Year)) is { } problem)
            return await RefusedAsync(upload, problem, ct);

        var files = await upload.ReadAsync(ct);
        try
        {
            files.Open(this.Caller().Scope.RegionCode).Dispose();
        }
        catch (WorkbookException e)
        {
            return await RefusedAsync(upload, e.Message, ct);
        }

        var import = files.ToImport(this.Caller().Scope.RegionCode, upload.Year, ImportStage.Check);
        var id = await desk.AddAsync(import, this.Actor("上传导入工作簿"), ct);
        return RedirectToAction(nameof(Show), new { id });
    }

    [HttpGet("{id:long}")]
    public async Task<IActionResult> Show(long id, ImportView view, CancellationToken ct) =>
        await reader.LoadAsync(reference, this.Caller().Scope, id, view, null, ct) is { } page ? View(page) : NotFound();

    /// <summary>The moving part of a running job; when it is over the whole page is due.</summary>
    [HttpGet("{id:long}/progress")]
    public async Task<IActionResult> Progress(long id, CancellationToken ct)
    {
        if (await imports.FindAsync(id, this.Caller().Scope, ct) is not { } job)
            return NotFound();
        if (job.IsOver)
            Response.Headers["HX-Refresh"] = "true";
        return PartialView("_Progress", (job, clock.GetUtcNow().UtcDateTime));
    }

    private async Task<IActionResult> RefusedAsync(ImportUpload upload, string problem, CancellationToken ct)
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(nameof(Index), await PageAsync(upload, problem, 1, ct));
    }

    private async Task<ImportsPage> PageAsync(ImportUpload upload, string? problem, int page, CancellationToken ct)
    {
        var scope = this.Caller().Scope;
        var pages = Math.Max(1, (await imports.CountAsync(scope, ct) + PageSize - 1) / PageSize);
        page = Math.Clamp(page, 1, pages);
        return new ImportsPage
        {
            Upload = upload,
            Problem = problem,
            Region = reference.Regions[scope.RegionCode]!.Name,
            ThisYear = ChinaTime.Today(clock).Year,
            Latest = await imports.LatestAsync(scope, (page - 1) * PageSize, PageSize, ct),
            Page = page,
            Pages = pages,
        };
    }
}
