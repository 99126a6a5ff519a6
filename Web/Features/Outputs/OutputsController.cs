using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Domain.Reference;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Outputs;

/// <summary>What the enterprise must hang out and keep, made of the report it has filed.</summary>
[Authorize(Policy = Policies.Filing)]
[Route("outputs/{year:int}")]
public sealed class OutputsController(OutputReader outputs, OutputFiles files, ReferenceData reference) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Index(int year, CancellationToken ct) => await PageAsync(year, ct) is { } page ? View(page) : NotFound();

    [HttpGet("board.pdf")]
    public async Task<IActionResult> Board(int year, CancellationToken ct) => files.Board(await PageAsync(year, ct), Request);

    [HttpGet("cards.pdf")]
    public async Task<IActionResult> Cards(int year, int[] risk, CancellationToken ct) => files.Cards(await PageAsync(year, ct), Request, risk);

    [HttpGet("list.pdf")]
    public async Task<IActionResult> List(int year, CancellationToken ct) => files.List(await PageAsync(year, ct), Request);

    [HttpGet("list.xlsx")]
    public async Task<IActionResult> Workbook(int year, CancellationToken ct) => files.Workbook(await PageAsync(year, ct), Request);

    private Task<OutputsPage?> PageAsync(int year, CancellationToken ct) =>
        outputs.LoadAsync(reference, this.Caller().Scope, User.Sight(), this.Caller().Scope.EnterpriseId!.Value, year, ct);
}
