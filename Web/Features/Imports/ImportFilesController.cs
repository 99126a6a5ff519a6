using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Imports;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Imports;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;
using RiskReport.Reports.Xlsx;
using RiskReport.Web.Features.Roster;
using RiskReport.Web.Features.Shared;
using RiskReport.Web.Identity;
using RiskReport.Web.Startup;

namespace RiskReport.Web.Features.Imports;

/// <summary>
/// What was handed in, as it was and with what was found in it. Telephones stand in it whole, so it leaves as a roster with telephones does:
/// recorded and sealed. The office that has handed it in just takes it; one above says what for.
/// </summary>
[Authorize(Policy = Policies.Importing)]
[Route("imports/{id:long}")]
public sealed class ImportFilesController(
    ImportQueries imports, AnnotatedImport annotated, ImportReader reader, SealedDownloads downloads, ReferenceData reference) : Controller
{
    private const string TakesItsOwn = "取回本地区上传的文件";
    private const int LongestFormat = 5;

    [HttpGet("file"), GetOnly]
    public Task<IActionResult> Original(long id, int number = 1, CancellationToken ct = default) => OriginalAsync(id, number, null, ct);

    [HttpPost("file")]
    public Task<IActionResult> OriginalFor(long id, string? filesReason, int number = 1, CancellationToken ct = default) =>
        OriginalAsync(id, number, Normal.Text(filesReason ?? ""), ct);

    [HttpGet("annotated"), GetOnly]
    public Task<IActionResult> Annotated(long id, CancellationToken ct) => AnnotatedAsync(id, null, ct);

    [HttpPost("annotated")]
    public Task<IActionResult> AnnotatedFor(long id, string? filesReason, CancellationToken ct) => AnnotatedAsync(id, Normal.Text(filesReason ?? ""), ct);

    private async Task<IActionResult> OriginalAsync(long id, int number, string? reason, CancellationToken ct)
    {
        var scope = this.Caller().Scope;
        if (await imports.FindAsync(id, scope, ct) is not { } job || await imports.FilesAsync(id, scope, ct) is not { } files || number < 1 || number > files.Count)
            return NotFound();
        return await UnansweredAsync(job, reason, ct) ?? await SendAsync(job, ExportKind.Upload, files[number - 1].Name, reason, files[number - 1].Content, ct);
    }

    private async Task<IActionResult> AnnotatedAsync(long id, string? reason, CancellationToken ct)
    {
        var scope = this.Caller().Scope;
        if (await imports.FindAsync(id, scope, ct) is not { IsOver: true, EnterprisesTotal: > 0, Stage: not ImportStage.Undo } job
            || await imports.FilesAsync(id, scope, ct) is not { Count: > 0 } files)
            return NotFound();
        if (await UnansweredAsync(job, reason, ct) is { } unanswered)
            return unanswered;

        var output = new MemoryStream();
        try
        {
            await annotated.WriteAsync(job, files, scope, output, ct);
        }
        catch (WorkbookException e)
        {
            // it could be read, but not every such workbook can be written into
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return View("~/Features/Imports/Show.cshtml", await reader.LoadAsync(reference, scope, id, new ImportView(), AnnotatedImport.WhyNot(e), ct));
        }

        return await SendAsync(job, ExportKind.Marked, AnnotatedImport.NameFor(files), reason, output.GetBuffer().AsMemory(0, (int)output.Length), ct);
    }

    /// <summary>Asks an office above what the telephones are for; null where there is nothing to ask.</summary>
    private async Task<IActionResult?> UnansweredAsync(ImportJob job, string? reason, CancellationToken ct)
    {
        var scope = this.Caller().Scope;
        if (job.IsOf(scope))
            return null;
        if (reason is null)
            return Redirect($"/imports/{job.Id}#files");
        if (ExportOrder.ProblemOf(reason) is not { } problem)
            return null;
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        var page = await reader.LoadAsync(reference, scope, job.Id, new ImportView(), null, ct);
        return View("~/Features/Imports/Show.cshtml", page! with { FilesReason = reason, FilesProblem = problem });
    }

    private async Task<IActionResult> SendAsync(ImportJob job, ExportKind kind, string name, string? reason, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        var start = new ExportStart
        {
            Kind = kind,
            Format = Path.GetExtension(name) is { Length: > 1 and <= LongestFormat } extension ? extension[1..].ToLowerInvariant() : "bin",
            Filter = $"导入 {job.Id}，{job.Year} 年度，{reference.Regions[job.RegionCode]!.Name}",
            RegionCode = this.Caller().Scope.RegionCode,
            PhonesFor = job.IsOf(this.Caller().Scope) ? TakesItsOwn : reason,
            About = $"导入 {job.Id}",
        };
        return await downloads.WriteAsync(this, start, "下载导入文件", Path.GetFileNameWithoutExtension(name), async (_, body) =>
        {
            if (kind == ExportKind.Upload)
                Response.ContentType = SealedDownloads.Bytes;   // a CSV may be in any encoding
            await body.WriteAsync(content, ct);
            return job.EnterprisesTotal;
        }, ct);
    }
}
