using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Declarations;
using RiskReport.Data.Enterprises;
using RiskReport.Domain.Reference;
using RiskReport.Web.Features.Declarations;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Enterprises;

/// <summary>An office looks at the report of an enterprise in its region.</summary>
[Authorize(Policy = Policies.Roster)]
[Route("enterprises/{id:long}/declarations/{year:int}")]
public sealed class EnterprisesController(EnterpriseStore enterprises, DeclarationStore declarations, ReferenceData reference) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Report(long id, int year, CancellationToken ct) =>
        await ReportPage.LoadAsync(enterprises, declarations, reference, this.Caller().Scope, id, year, ct) is { } page
            ? View("~/Features/Declarations/Report.cshtml", page)
            : NotFound();
}
