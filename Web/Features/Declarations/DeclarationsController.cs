using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Declarations;
using RiskReport.Data.Enterprises;
using RiskReport.Domain;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Reference;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Declarations;

/// <summary>The enterprise's own yearly report: fill in, keep, see the colour, commit and submit.</summary>
[Authorize(Policy = Policies.Filing)]
[Route("declarations/{year:int}")]
public sealed class DeclarationsController(
    EnterpriseStore enterprises, DeclarationStore declarations, ReviewStore reviews, ReportReader reports, ReferenceData reference, TimeProvider clock) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Edit([FromRoute] int year, CancellationToken ct)
    {
        if (await OpenAsync(year, ct) is not var (enterprise, declaration))
            return NotFound();
        if (!declaration.IsOpen)
            return RedirectToAction(nameof(Result), new { year });

        return View(await PageAsync(enterprise, declaration, await FormAsync(enterprise, declaration, ct), ct));
    }

    [HttpPost("")]
    public async Task<IActionResult> Submit([FromRoute] int year, CancellationToken ct)
    {
        if (await OpenAsync(year, ct) is not var (enterprise, declaration))
            return NotFound();
        if (!declaration.IsOpen)
            return RedirectToAction(nameof(Result), new { year });

        var form = DeclarationForm.From(Request.Form);
        var page = await PageAsync(enterprise, declaration, form, ct, check: true);
        if (page.IsStale)
            return Refused(page.WithoutProblems());
        if (page.Check!.Filing is not { } filing)
            return Refused(page);

        var saved = await declarations.FileAsync(declaration, filing, this.Caller().Scope, this.Actor("企业提交年度报告"), ct);
        return saved == SaveResult.Saved ? RedirectToAction(nameof(Result), new { year }) : await OvertakenAsync(year, form, ct);
    }

    [HttpPost("draft")]
    public async Task<IActionResult> Save([FromRoute] int year, CancellationToken ct)
    {
        if (await OpenAsync(year, ct) is not var (enterprise, declaration))
            return NotFound();
        if (!declaration.IsOpen)
            return RedirectToAction(nameof(Result), new { year });

        var form = DeclarationForm.From(Request.Form);
        var page = await PageAsync(enterprise, declaration, form, ct);
        if (page.IsStale)
            return Refused(page);

        var draft = JsonSerializer.Serialize(form, StoredJson.Options);
        var saved = await declarations.SaveDraftAsync(declaration.Id, declaration.Version, draft, this.Caller().Scope, this.Actor("企业保存草稿"), ct);
        return saved == SaveResult.Saved ? RedirectToAction(nameof(Edit), new { year }) : await OvertakenAsync(year, form, ct);
    }

    [HttpPost("items/add")]
    public Task<IActionResult> AddItem([FromRoute] int year, CancellationToken ct) => RedisplayAsync(year, form =>
    {
        if (form.Items.Count < DeclarationForm.MostItems)
            form.Items.Add([]);
    }, ct);

    [HttpPost("items/remove/{item:int}")]
    public Task<IActionResult> RemoveItem([FromRoute] int year, [FromRoute] int item, CancellationToken ct) => RedisplayAsync(year, form =>
    {
        if (item < form.Items.Count)
            form.Items.RemoveAt(item);
    }, ct);

    /// <summary>The colours so far: the whole form without script, only the grades with it.</summary>
    [HttpPost("preview")]
    public async Task<IActionResult> Preview([FromRoute] int year, CancellationToken ct)
    {
        if (await OpenAsync(year, ct) is not var (enterprise, declaration))
            return NotFound();

        var page = (await PageAsync(enterprise, declaration, DeclarationForm.From(Request.Form), ct, check: true)).WithoutProblems();
        return Request.Headers.ContainsKey("HX-Request") ? PartialView("_Grades", page) : View(nameof(Edit), page);
    }

    [HttpGet("result")]
    public async Task<IActionResult> Result([FromRoute] int year, CancellationToken ct) =>
        await ReportAsync(year, ct) is { } page
            ? page.Declaration.IsOpen && page.Declaration.Colour is null ? RedirectToAction(nameof(Edit), new { year }) : View("Report", page)
            : NotFound();

    [HttpGet("report.pdf")]
    public async Task<IActionResult> Paper([FromRoute] int year, CancellationToken ct) =>
        await ReportAsync(year, ct) is { Receipts.Count: > 0 } page ? new ReportFile(page, reference, ChinaTime.Now(clock)) : NotFound();

    [HttpGet("versions")]
    public async Task<IActionResult> Versions([FromRoute] int year, CancellationToken ct) =>
        await ReportAsync(year, ct) is { } page ? View(await VersionsPage.LoadAsync(page, reports, this.Caller().Scope, ct)) : NotFound();

    private Task<ReportPage?> ReportAsync(int year, CancellationToken ct) =>
        reports.LoadAsync(reference, this.Caller().Scope, this.Caller().Scope.EnterpriseId!.Value, year, ct);

    private async Task<IActionResult> RedisplayAsync(int year, Action<DeclarationForm> change, CancellationToken ct)
    {
        if (await OpenAsync(year, ct) is not var (enterprise, declaration))
            return NotFound();

        var form = DeclarationForm.From(Request.Form);
        change(form);
        return View(nameof(Edit), (await PageAsync(enterprise, declaration, form, ct, check: true)).WithoutProblems());
    }

    /// <summary>Somebody was quicker: if the report is filed there is nothing left to do, else the typed answers are shown again.</summary>
    private async Task<IActionResult> OvertakenAsync(int year, DeclarationForm form, CancellationToken ct) =>
        await OpenAsync(year, ct) is var (enterprise, declaration) && declaration.IsOpen
            ? Refused(await PageAsync(enterprise, declaration, form, ct))
            : RedirectToAction(nameof(Result), new { year });

    private ViewResult Refused(DeclarationPage page)
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(nameof(Edit), page);
    }

    private async Task<(Enterprise Enterprise, Declaration Declaration)?> OpenAsync(int year, CancellationToken ct)
    {
        var scope = this.Caller().Scope;
        return await enterprises.FindAsync(scope.EnterpriseId!.Value, scope, ct) is { } enterprise
            && await declarations.FindAsync(enterprise.Id, year, scope, ct) is { } declaration
                ? (enterprise, declaration)
                : null;
    }

    /// <summary>What was kept last; else what the roll knows and, for a returned report, what was filed.</summary>
    private async Task<DeclarationForm> FormAsync(Enterprise enterprise, Declaration declaration, CancellationToken ct)
    {
        if (declaration.Draft is { } draft)
        {
            var kept = JsonSerializer.Deserialize<DeclarationForm>(draft, StoredJson.Options)!;
            kept.Version = declaration.Version;
            return kept;
        }

        return DeclarationForm.Prefilled(enterprise.Facts, declaration, await declarations.RisksAsync(declaration.Id, this.Caller().Scope, ct));
    }

    private async Task<DeclarationPage> PageAsync(Enterprise enterprise, Declaration declaration, DeclarationForm form, CancellationToken ct, bool check = false)
    {
        var rules = reference.Rules(ChinaTime.Today(clock))
            ?? throw new InvalidOperationException("No rule set is in force.");
        var stale = form.Version != declaration.Version;
        form.Version = declaration.Version;
        return new DeclarationPage
        {
            Enterprise = enterprise,
            Declaration = declaration,
            Form = form,
            Rules = rules,
            Reference = reference,
            IsStale = stale,
            Reasons = declaration.Status == DeclarationStatus.Returned ? await reviews.ReasonsAsync(declaration.Id, 0, this.Caller().Scope, ct) : [],
            Check = check ? FormCheck.Run(form, enterprise.Facts, reference, rules, declaration.Year) : null,
        };
    }
}
