using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Domain.Reference;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Outputs;

/// <summary>The same documents for an office that asks what ought to hang there. It reads only.</summary>
[Authorize(Policy = Policies.Roster)]
[Route("enterprises/{id:long}/outputs/{year:int}")]
public sealed class EnterpriseOutputsController(OutputReader outputs, OutputFiles files, ReferenceData reference) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Index(long id, int year, CancellationToken ct) =>
        await PageAsync(id, year, ct) is { } page ? View("~/Features/Outputs/Index.cshtml", page) : NotFound();

    [HttpGet("board.pdf")]
    public async Task<IActionResult> Board(long id, int year, CancellationToken ct) => files.Board(await PageAsync(id, year, ct), Request);

    [HttpGet("cards.pdf")]
    public async Task<IActionResult> Cards(long id, int year, int[] risk, CancellationToken ct) => files.Cards(await PageAsync(id, year, ct), Request, risk);

    [HttpGet("list.pdf")]
    public async Task<IActionResult> List(long id, int year, CancellationToken ct) => files.List(await PageAsync(id, year, ct), Request);

    [HttpGet("list.xlsx")]
    public async Task<IActionResult> Workbook(long id, int year, CancellationToken ct) => files.Workbook(await PageAsync(id, year, ct), Request);

    [HttpGet("plans/{plan:long}/plan.pdf")]
    public async Task<IActionResult> Plan(long id, int year, long plan, CancellationToken ct) => await files.PlanAsync(await PageAsync(id, year, ct), Request, plan, ct);

    private Task<OutputsPage?> PageAsync(long id, int year, CancellationToken ct) => outputs.LoadAsync(reference, this.Caller().Scope, id, year, ct);
}
