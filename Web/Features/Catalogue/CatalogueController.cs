using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using RiskReport.Data.Grading;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Imports;
using RiskReport.Reports;
using RiskReport.Reports.Xlsx;
using RiskReport.Web.Features.Roster;
using RiskReport.Web.Features.Shared;
using RiskReport.Web.Identity;
using RiskReport.Web.Startup;
using RiskReport.Web.TagHelpers;
using RiskReport.Web.Uploads;

namespace RiskReport.Web.Features.Catalogue;

/// <summary>The catalogue of 较大以上 risks by edition: every office reads it, the administrator imports the next one.</summary>
[Authorize(Policy = Policies.Rules)]
[Route("catalogue")]
public sealed class CatalogueController(ReferenceHolder references, CatalogueStore store, TimeProvider clock) : Controller
{
    private const long MostBytes = 64L << 20;
    private const int LongestEdition = 40;
    private const int MostItems = 5_000;

    [HttpGet("")]
    public async Task<IActionResult> Index(string? edition, CancellationToken ct) =>
        await PageAsync(edition, new CatalogueUpload(), ct) is { } page ? View(page) : NotFound();

    [HttpGet("export.xlsx")]
    public async Task<IActionResult> Export(string? edition, CancellationToken ct)
    {
        if (Find(edition) is not { } catalogue)
            return NotFound();

        Response.ContentType = RosterExport.ContentTypes["xlsx"];
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"{catalogue.Edition}.xlsx");
        Response.Headers.ContentDisposition = disposition.ToString();
        await CatalogueWorkbook.WriteAsync(catalogue, this.Caller().Name, ChinaTime.Now(clock), Response.Body, ct);
        return new EmptyResult();
    }

    [HttpPost(""), Authorize(Policy = Policies.Admin), TakesFile(AuditAction.CatalogueAdded)]
    [RequestSizeLimit(MostBytes)]
    [RequestFormLimits(MultipartBodyLengthLimit = MostBytes)]
    public async Task<IActionResult> Import(CatalogueUpload upload, CancellationToken ct)
    {
        var problems = new List<PageProblem>();
        var name = Normal.Text(upload.Edition ?? "");
        if (name.Length is 0 or > LongestEdition)
            problems.Add(new PageProblem("edition", $"请填写版本名称（不超过 {LongestEdition} 个字），例如目录的名称和批次。"));
        var day = DateOnly.TryParseExact(Normal.Text(upload.EffectiveFrom ?? ""), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed) ? parsed : (DateOnly?)null;
        var today = ChinaTime.Today(clock);
        if (Effective.Problem(day, today) is { } late)
            problems.Add(new PageProblem("effectiveFrom", late));
        else if (references.Current.Catalogues.Any(c => c.EffectiveFrom == day))
            problems.Add(new PageProblem("effectiveFrom", $"已有目录在 {day:yyyy-MM-dd} 施行，请另选一天。"));

        var (rows, sha256) = await ReadAsync(upload.File, problems, ct);
        var (items, faults) = CatalogueReading.Read(rows, references.Current, today.Year);
        if (items.Count > MostItems)
            problems.Add(new PageProblem("file", $"目录有 {items.Count} 项，超过 {MostItems} 项的上限。"));
        if (problems.Count == 0 && faults.Count == 0)
        {
            var edition = new Domain.Grading.Catalogue { Edition = name, EffectiveFrom = day!.Value, IsSample = false, Items = items };
            if (await store.AddAsync(edition, UploadName.Of(upload.File!), sha256, this.Actor("导入目录"), ct))
            {
                await references.RefreshAsync(ct);
                TempData["Notice"] = $"《{name}》已导入，共 {items.Count} 项，{day:yyyy-MM-dd} 起施行。";
                return RedirectToAction(nameof(Index), new { edition = name });
            }

            problems.Add(new PageProblem("edition", $"已有名为“{name}”或在同一天施行的目录，请另取一个名称或另选一天。"));
        }

        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(nameof(Index), (await PageAsync(null, upload, ct))! with { Problems = problems, Faults = faults });
    }

    /// <summary>Until its day has come an edition can be taken back, for the right one to take its place.</summary>
    [HttpPost("withdraw"), Authorize(Policy = Policies.Admin)]
    public async Task<IActionResult> Withdraw(string? edition, CancellationToken ct)
    {
        if (!await store.WithdrawAsync(edition ?? "", this.Actor("撤回目录"), ct))
            return NotFound();
        await references.RefreshAsync(ct);
        TempData["Notice"] = $"《{edition}》已撤回，不再施行。";
        return RedirectToAction(nameof(Index));
    }

    private async Task<(IReadOnlyList<ImportRow> Rows, string Sha256)> ReadAsync(IFormFile? file, List<PageProblem> problems, CancellationToken ct)
    {
        if (file is null || file.Length == 0)
        {
            problems.Add(new PageProblem("file", this.RefusedUpload() ?? "请选择目录工作簿（.xlsx）。"));
            return ([], "");
        }

        using var content = new MemoryStream();
        await file.CopyToAsync(content, ct);
        content.Position = 0;
        try
        {
            return (CatalogueWorkbook.Read(content), Convert.ToHexStringLower(SHA256.HashData(content.GetBuffer().AsSpan(0, (int)content.Length))));
        }
        catch (WorkbookException e)
        {
            problems.Add(new PageProblem("file", e.Message));
            return ([], "");
        }
    }

    private Domain.Grading.Catalogue? Find(string? edition) => string.IsNullOrEmpty(edition)
        ? references.Current.CatalogueOn(ChinaTime.Today(clock))
        : references.Current.Catalogues.FirstOrDefault(c => c.Edition == edition);

    private async Task<CataloguePage?> PageAsync(string? edition, CatalogueUpload upload, CancellationToken ct) => Find(edition) is { } shown
        ? new CataloguePage
        {
            Shown = shown,
            InForce = references.Current.CatalogueOn(ChinaTime.Today(clock)).Edition,
            Today = ChinaTime.Today(clock),
            Editions = await store.EditionsAsync(ct),
            Upload = upload,
            MayChange = this.Caller() is { Role: Role.Admin } caller && caller.Scope == Scope.City,
        }
        : null;
}
