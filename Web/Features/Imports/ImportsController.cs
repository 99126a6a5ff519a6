using System.Security.Cryptography;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Imports;
using RiskReport.Domain;
using RiskReport.Domain.Reference;
using RiskReport.Reports;
using RiskReport.Reports.Uploads;
using RiskReport.Reports.Xlsx;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Imports;

/// <summary>An office hands in a workbook and watches what becomes of it.</summary>
[Authorize(Policy = Policies.Importing)]
[Route("imports")]
public sealed class ImportsController(ImportQueue queue, ImportQueries imports, ReferenceData reference, TimeProvider clock) : Controller
{
    private const int Shown = 20;
    private const int PageSize = 100;

    /// <summary>More than a workbook may have, so that one that is too large still gets an answer instead of a broken connection.</summary>
    private const long MostBytes = 256L << 20;

    [HttpGet("")]
    public async Task<IActionResult> Index(CancellationToken ct) => View(await PageAsync(new ImportUpload { Year = ChinaTime.Today(clock).Year }, null, ct));

    [HttpPost("")]
    [RequestSizeLimit(MostBytes)]
    [RequestFormLimits(MultipartBodyLengthLimit = MostBytes)]
    public async Task<IActionResult> Upload(ImportUpload upload, CancellationToken ct)
    {
        if (upload.Problem(ChinaTime.Today(clock).Year) is { } problem)
            return await RefusedAsync(upload, problem, ct);

        using var content = new MemoryStream((int)upload.File!.Length);
        await upload.File.CopyToAsync(content, ct);
        content.Position = 0;
        try
        {
            ImportWorkbook.Open([new UploadedFile(upload.FileName, content)]).Dispose();
        }
        catch (WorkbookException e)
        {
            return await RefusedAsync(upload, e.Message, ct);
        }

        var id = await queue.AddAsync(new NewImport
        {
            FileName = upload.FileName,
            FileSha256 = Convert.ToHexStringLower(SHA256.HashData(content.GetBuffer().AsSpan(0, (int)content.Length))),
            Content = content.ToArray(),
            RegionCode = this.Caller().Scope.RegionCode,
            Year = upload.Year,
            DryRun = upload.DryRun,
            AllOrNothing = upload.AllOrNothing,
        }, this.Actor("上传导入工作簿"), ct);
        return RedirectToAction(nameof(Show), new { id });
    }

    [HttpGet("{id:long}")]
    public async Task<IActionResult> Show(long id, int page = 1, string? tab = null, CancellationToken ct = default)
    {
        var scope = this.Caller().Scope;
        if (await imports.FindAsync(id, scope, ct) is not { } job)
            return NotFound();

        var outcomes = tab == "outcomes";
        var total = outcomes ? job.EnterprisesDone : await imports.CountProblemsAsync(id, scope, ct);
        page = Math.Clamp(page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var skip = (page - 1) * PageSize;
        return View(new ImportPage
        {
            Job = job,
            Region = reference.Regions[job.RegionCode]!.Name,
            Summary = await imports.SummaryAsync(id, scope, ct),
            ProblemCount = outcomes ? await imports.CountProblemsAsync(id, scope, ct) : total,
            Problems = outcomes ? [] : await imports.ProblemsAsync(id, scope, skip, PageSize, ct),
            Outcomes = outcomes ? await imports.OutcomesAsync(id, scope, skip, PageSize, ct) : [],
            ShowsOutcomes = outcomes,
            Page = page,
            PageSize = PageSize,
            Total = total,
        });
    }

    /// <summary>The moving part of a running job; when it is over the whole page is due.</summary>
    [HttpGet("{id:long}/progress")]
    public async Task<IActionResult> Progress(long id, CancellationToken ct)
    {
        if (await imports.FindAsync(id, this.Caller().Scope, ct) is not { } job)
            return NotFound();
        if (job.IsOver)
            Response.Headers["HX-Refresh"] = "true";
        return PartialView("_Progress", job);
    }

    private async Task<IActionResult> RefusedAsync(ImportUpload upload, string problem, CancellationToken ct)
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(nameof(Index), await PageAsync(upload, problem, ct));
    }

    private async Task<ImportsPage> PageAsync(ImportUpload upload, string? problem, CancellationToken ct)
    {
        var scope = this.Caller().Scope;
        return new ImportsPage
        {
            Upload = upload,
            Problem = problem,
            Region = reference.Regions[scope.RegionCode]!.Name,
            ThisYear = ChinaTime.Today(clock).Year,
            Latest = await imports.LatestAsync(scope, Shown, ct),
        };
    }
}
