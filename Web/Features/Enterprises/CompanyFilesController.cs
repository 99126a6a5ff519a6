using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Enterprises;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Reference;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Enterprises;

/// <summary>The company file, for the offices above an enterprise and for the enterprise itself.</summary>
[Authorize(Policy = Policies.CompanyFile)]
[Route("enterprises/{id:long}")]
public sealed class CompanyFilesController(CompanyFileReader reader, PhoneShownStore phones, ReferenceData reference) : Controller
{
    private const int LongestReason = 200;

    private const string FileView = "~/Features/Enterprises/File.cshtml";

    [HttpGet("")]
    public async Task<IActionResult> Show(long id, int page = 1, CancellationToken ct = default) =>
        await LoadAsync(id, page, ct) is { } file ? View(FileView, file) : NotFound();

    /// <summary>Whoever says why sees the telephone number for some minutes; that it was asked for stays on record.</summary>
    [HttpPost("phone"), Authorize(Policy = Policies.Office)]
    public async Task<IActionResult> ShowPhone(long id, string? reason, CancellationToken ct)
    {
        if (await LoadAsync(id, 1, ct) is not { } file)
            return NotFound();
        var why = Normal.Text(reason ?? "");
        if (why.Length is 0 or > LongestReason)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return View(FileView, file with { PhoneReason = reason, Problem = $"请说明查看联系电话的理由（不超过 {LongestReason} 个字），例如：催报 2026 年度报告。" });
        }

        return await phones.ShowAsync(id, User.AccountId(), this.Caller().Scope, this.Actor(why), ct)
            ? Redirect($"/enterprises/{id}#phone")
            : NotFound();
    }

    private Task<CompanyFilePage?> LoadAsync(long id, int page, CancellationToken ct) =>
        reader.LoadAsync(reference, this.Caller().Scope, User.AccountId(), id, page, ct);
}
