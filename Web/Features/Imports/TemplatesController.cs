using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Imports;
using RiskReport.Domain;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;
using RiskReport.Reports;
using RiskReport.Web.Features.Roster;
using RiskReport.Web.Features.Shared;
using RiskReport.Web.Identity;
using RiskReport.Web.Startup;

namespace RiskReport.Web.Features.Imports;

/// <summary>The workbook to be filled in, empty or with what is known of the office's enterprises.</summary>
[Authorize(Policy = Policies.Importing)]
[Route("imports")]
public sealed class TemplatesController(RollQueries roll, SealedDownloads downloads, ReferenceData reference, TimeProvider clock) : Controller
{
    private static readonly string ContentType = RosterExport.ContentTypes["xlsx"];

    [HttpGet("template"), GetOnly]
    public IActionResult Template(int? year) => Order(year) is not { } order
        ? NotFound()
        : File(ImportTemplate.Make(reference, order), ContentType, $"企业安全风险导入模板-{order.Region.Name}-{order.Year}.xlsx");

    [HttpGet("roll"), GetOnly]
    public async Task<IActionResult> Roll(int? year, CancellationToken ct)
    {
        if (Order(year) is not { } order)
            return NotFound();

        var caller = this.Caller();
        if (RollWorkbook.WhyNot(await roll.SizeAsync(order.Year, caller.Scope, ct)) is { } problem)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return View("~/Features/Imports/RollRefused.cshtml", problem);
        }

        var start = new ExportStart
        {
            Kind = ExportKind.Roll,
            Format = "xlsx",
            Filter = $"企业名册（导入格式），{order.Year} 年度，{order.Region.Name}",
            RegionCode = caller.Scope.RegionCode,
            PhonesFor = "核对后再导入",
        };
        return await downloads.WriteAsync(this, start, "导出企业名册", $"企业名册-{order.Region.Name}-{order.Year}", async (cover, body) =>
        {
            var note = $"企业名册：{order.Year} 年度已报告的为所报内容，未报告的预填最近一次已接受的报告，请核对。{caller.Name} 于 {order.MadeAt:yyyy-MM-dd HH:mm} 导出，编号 {cover.Code}。";
            return await RollWorkbook.WriteAsync(reference, order with { Note = note }, roll.AllAsync(order.Year, caller.Scope, ct), body, ct);
        }, ct);
    }

    /// <summary>Null for a year that cannot be imported, which no page offers.</summary>
    private TemplateOrder? Order(int? year)
    {
        var now = ChinaTime.Now(clock);
        return !ImportUpload.IsOpen(year ?? now.Year, now.Year) ? null : new TemplateOrder
        {
            Region = reference.Regions[this.Caller().Scope.RegionCode]!,
            Year = year ?? now.Year,
            Rules = reference.Rules(ChinaTime.Today(clock)) ?? throw new InvalidOperationException("No rule set is in force."),
            MadeAt = now,
        };
    }
}
