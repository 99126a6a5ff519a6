using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;
using RiskReport.Web.Features.Shared;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Outputs;

/// <summary>The same documents for an office that asks what ought to hang there. It reads only, and what it takes with it is recorded.</summary>
[Authorize(Policy = Policies.Roster)]
[Route("enterprises/{id:long}/outputs/{year:int}")]
public sealed class EnterpriseOutputsController(OutputReader outputs, OutputFiles files, SealedDownloads downloads, ReferenceData reference) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Index(long id, int year, CancellationToken ct) =>
        await PageAsync(id, year, ct) is { } page ? View("~/Features/Outputs/Index.cshtml", page) : NotFound();

    [HttpGet("board.pdf")]
    public Task<IActionResult> Board(long id, int year, CancellationToken ct) => TakeAsync(id, year, page => files.Board(page, Request), ct);

    [HttpGet("cards.pdf")]
    public Task<IActionResult> Cards(long id, int year, int[] risk, CancellationToken ct) => TakeAsync(id, year, page => files.Cards(page, Request, risk), ct);

    [HttpGet("list.pdf")]
    public Task<IActionResult> List(long id, int year, CancellationToken ct) => TakeAsync(id, year, page => files.List(page, Request), ct);

    [HttpGet("list.xlsx")]
    public Task<IActionResult> Workbook(long id, int year, CancellationToken ct) => TakeAsync(id, year, page => files.Workbook(page, Request), ct);

    [HttpGet("plans/{plan:long}/plan.pdf")]
    public async Task<IActionResult> Plan(long id, int year, long plan, CancellationToken ct)
    {
        var page = await PageAsync(id, year, ct);
        return await EnterAsync(page, await files.PlanAsync(page, Request, plan, ct), ct);
    }

    private async Task<IActionResult> TakeAsync(long id, int year, Func<OutputsPage?, IActionResult> make, CancellationToken ct)
    {
        var page = await PageAsync(id, year, ct);
        return await EnterAsync(page, make(page), ct);
    }

    private async Task<IActionResult> EnterAsync(OutputsPage? page, IActionResult made, CancellationToken ct)
    {
        if (page is null || made is not OutputFile file)
            return made;

        var start = new ExportStart
        {
            Kind = ExportKind.Output,
            Format = Path.GetExtension(file.Name)[1..],
            Filter = $"一家企业，{page.Year} 年度，{file.Title}",
            RegionCode = this.Caller().Scope.RegionCode,
            About = $"{page.Report.Facts.CreditCode}/{page.Year} {file.Title}",
        };
        return await downloads.WriteAsync(this, start, "下载公示文件", Path.GetFileNameWithoutExtension(file.Name), async (_, body) =>
        {
            await file.WriteAsync(body, ct);
            return page.Risks.Count;
        }, ct);
    }

    private Task<OutputsPage?> PageAsync(long id, int year, CancellationToken ct) => outputs.LoadAsync(reference, this.Caller().Scope, User.Sight(), id, year, ct);
}
