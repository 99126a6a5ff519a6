using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Enterprises;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Reference;
using RiskReport.Web.Features.Declarations;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Api;

/// <summary>One report of one enterprise and year.</summary>
[Route("api/v1/declarations/{uscc}/{year:int}")]
public sealed class FilingsController(EnterpriseStore enterprises, ReportReader reports, ReferenceData reference) : ApiController
{
    [Authorize(Policy = ApiScopes.DeclarationsRead), HttpGet("")]
    public async Task<IActionResult> Show(string uscc, int year, CancellationToken ct)
    {
        if (Unknown().ToList() is { Count: > 0 } unknown)
            return ApiProblems.BadRequest(unknown);
        if (await enterprises.FindByCodeAsync(Normal.Code(uscc), Caller.Scope, ct) is not { } enterprise
            || await reports.LoadAsync(reference, Caller.Scope, enterprise.Id, year, ct) is not { } report)
            return ApiProblems.NotFound();

        Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{report.Declaration.Version}\"");
        return Answer(DeclarationJson.Of(report));
    }
}
