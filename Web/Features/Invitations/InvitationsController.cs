using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using RiskReport.Data.Accounts;
using RiskReport.Data.Enterprises;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Imports;
using RiskReport.Domain.Reference;
using RiskReport.Reports;
using RiskReport.Web.Features.Roster;
using RiskReport.Web.Features.Shared;
using RiskReport.Web.Identity;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Invitations;

/// <summary>An office brings the enterprises of its region to their accounts by codes on paper.</summary>
[Authorize(Policy = Policies.Office)]
[Route("invitations")]
public sealed class InvitationsController(
    ActivationStore codes, AccountRequestStore requests, EnterpriseStore enterprises, ReferenceData reference, TimeProvider clock) : Controller
{
    /// <summary>Of one enterprise; in a list it is left out.</summary>
    public static readonly string JustMade = "没有生成：该企业的激活码刚刚由其他人生成，重新生成会使那个激活码作废。"
        + $"请先与同事核对；确需更换的，请 {ActivationStore.Moment.TotalMinutes:0} 分钟后再生成。";

    [HttpGet("")]
    public async Task<IActionResult> Index(string? region, CancellationToken ct) =>
        await PageAsync(region, ct) is { } page ? View(page) : NotFound();

    /// <summary>The codes and the list with them are one answer, since afterwards nobody knows the codes.</summary>
    [HttpPost("")]
    public async Task<IActionResult> MakeMany(string? region, string? format, bool renew, CancellationToken ct)
    {
        if (await PageAsync(region, ct) is not { } page)
            return NotFound();
        if (format is not ("pdf" or "xlsx"))
            return Refused(page, new PageProblem("", "请选择清单的格式：PDF 或 Excel。"));

        var made = await codes.MakeManyAsync(new Scope(page.Region.Code), renew, this.Actor($"为 {page.Region.Name} 没有账户的企业生成激活码"), ct);
        if (made is null)
            return Refused(page, new PageProblem("region", $"符合条件的企业超过 {ActivationStore.Most:N0} 家，请先选择其中一个镇（街道），分次生成。"));
        if (made.Count == 0)
            return Refused(page, new PageProblem("", "没有需要生成激活码的企业：都已有账户，或已有未使用的激活码（包括其他人刚刚生成的）。清单遗失的，请勾选“包括已有未使用激活码的企业”。"));

        Response.ContentType = RosterExport.ContentTypes[format];
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"激活码-{page.Region.Name}-{ChinaTime.Now(clock):yyyyMMdd-HHmm}.{format}");
        Response.Headers.ContentDisposition = disposition.ToString();
        var cover = new IssuedCodesCover
        {
            Region = page.Region.Name,
            Address = PublicAddress.Of(Request, "/activate"),
            MadeBy = this.Caller().Name,
            MadeAt = ChinaTime.Now(clock),
        };
        await (format == "pdf" ? ActivationPdf.WriteAsync(made, cover, Response.Body, ct) : ActivationWorkbook.WriteAsync(made, cover, Response.Body, ct));
        return new EmptyResult();
    }

    [HttpPost("one")]
    public async Task<IActionResult> MakeOne(string? creditCode, string? capacity, CancellationToken ct)
    {
        var page = (await PageAsync(null, ct))! with { CreditCode = creditCode ?? "", Capacity = capacity ?? "" };
        var scope = this.Caller().Scope;
        var reader = new FieldReader(_ => Cell.Typed(creditCode), reference, scope, ChinaTime.Today(clock).Year);
        var code = reader.CreditCode(EnterpriseFields.CreditCode);
        var problems = reader.Problems.Select(p => new PageProblem(nameof(creditCode), p.Message)).ToList();
        if (CapacityWords.Parse(capacity) is not { } chosen)
            problems.Add(new PageProblem(nameof(capacity), "请选择激活码给本企业人员还是托管人员。"));
        else if (code is not null && await enterprises.FindByCodeAsync(code, scope, ct) is { } enterprise
            && await codes.MakeAsync(enterprise.Id, chosen, scope, this.Actor($"生成激活码（{chosen.Word()}）"), ct) is (true, var made))
        {
            if (made is not null)
                return View(nameof(Index), (await PageAsync(null, ct))! with { Made = (made, PublicAddress.Of(Request, "/activate")) });
            problems.Add(new PageProblem(nameof(creditCode), JustMade));
        }
        else if (code is not null)
            problems.Add(new PageProblem(nameof(creditCode), $"企业“{code}”不在本地区的名册中。请核对代码；新企业请先导入企业信息。"));
        return Refused(page, [.. problems]);
    }

    private ViewResult Refused(InvitationsPage page, params PageProblem[] problems)
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(nameof(Index), page with { Problems = problems });
    }

    /// <summary>Null for a region that is not the caller's.</summary>
    private async Task<InvitationsPage?> PageAsync(string? region, CancellationToken ct)
    {
        var scope = this.Caller().Scope;
        if (reference.Regions.Find(string.IsNullOrEmpty(region) ? scope.RegionCode : region) is not { } shown || !scope.Covers(shown.Code))
            return null;
        return new InvitationsPage
        {
            Region = shown,
            Regions = reference.Regions.Within(scope.RegionCode).OrderBy(r => r.Code.PadRight(9, '0'), StringComparer.Ordinal).ThenBy(r => r.Code.Length).ToList(),
            Counts = await codes.CountAsync(new Scope(shown.Code), ct),
            Waiting = await requests.CountAsync(scope, ct),
        };
    }
}
