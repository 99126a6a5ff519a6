using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Imports;
using RiskReport.Domain.Imports;
using RiskReport.Domain.Reference;
using RiskReport.Reports.Xlsx;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Imports;

/// <summary>What was handed in, as it was and with what was found in it.</summary>
[Authorize(Policy = Policies.Importing)]
[Route("imports/{id:long}")]
public sealed class ImportFilesController(ImportQueries imports, AnnotatedImport annotated, ImportReader reader, ReferenceData reference) : Controller
{
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private const string Xlsm = "application/vnd.ms-excel.sheet.macroEnabled.12";

    [HttpGet("file")]
    public async Task<IActionResult> Original(long id, int number = 1, CancellationToken ct = default)
    {
        var files = await imports.FilesAsync(id, this.Caller().Scope, ct);
        return number >= 1 && number <= files.Count ? File(files[number - 1].Content, "application/octet-stream", files[number - 1].Name) : NotFound();
    }

    [HttpGet("annotated")]
    public async Task<IActionResult> Annotated(long id, CancellationToken ct)
    {
        var scope = this.Caller().Scope;
        if (await imports.FindAsync(id, scope, ct) is not { IsOver: true, EnterprisesTotal: > 0, Stage: not ImportStage.Undo } job
            || await imports.FilesAsync(id, scope, ct) is not { Count: > 0 } files)
            return NotFound();

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

        output.Position = 0;
        var name = AnnotatedImport.NameFor(files);
        return File(output, name.EndsWith(".xlsm", StringComparison.Ordinal) ? Xlsm : Xlsx, name);
    }
}
