using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using RiskReport.Domain;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Privacy;
using RiskReport.Domain.Reference;
using RiskReport.Reports;
using RiskReport.Web.Features.Shared;

namespace RiskReport.Web.Features.Declarations;

/// <summary>A filed report as a download, written page by page. Of persons as much as whoever takes it may see.</summary>
public sealed class ReportFile(ReportPage page, Sight sight, ReferenceData reference, DateTimeOffset madeAt) : IActionResult
{
    private static readonly Field[] InHead = [EnterpriseFields.CreditCode, EnterpriseFields.Name, EnterpriseFields.Township];

    /// <summary>Without its extension.</summary>
    public string Name => $"风险报告-{page.Declaration.Year}-{page.Facts.Name}";

    public async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.ContentType = "application/pdf";
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"{Name}.pdf");
        response.Headers.ContentDisposition = disposition.ToString();
        await WriteAsync(context.HttpContext.Request, response.Body, context.HttpContext.RequestAborted);
    }

    public Task WriteAsync(HttpRequest request, Stream output, CancellationToken ct) =>
        ReportPdf.WriteAsync(Sheet(PublicAddress.Of(request, $"/verify/{page.Receipt!.Code}")), output, ct);

    private ReportSheet Sheet(string verifyAddress)
    {
        var report = page.Declaration;
        var receipt = page.Receipt!;
        return new ReportSheet
        {
            Name = page.Facts.Name,
            CreditCode = page.Facts.CreditCode,
            Township = reference.Regions[page.Facts.TownshipCode]?.Name ?? page.Facts.TownshipCode,
            Year = report.Year,
            Type = receipt.Type.Word(),
            Status = report.Status.Word(),
            ReceiptNumber = receipt.ReceiptNumber,
            VerifyAddress = verifyAddress,
            VerifyCode = receipt.Code,
            ContentSha256 = receipt.ContentSha256,
            FiledAt = receipt.FiledAt,
            Colour = report.Colour!.Value,
            RuleSet = report.RuleSet ?? "—",
            CatalogueEdition = report.CatalogueEdition ?? "—",
            Reasons = report.Reasons?.Split('\n') ?? [],
            Basics =
            [
                .. Given(ReportText.Of(page.Facts, report.HasMajorRisk).Where(a => !InHead.Contains(a.Key))),
                .. page.Confirmations.Select(c => ("不常见情况的说明", $"{c.Doubt}企业说明：{c.Reason}")),
                .. Hidden,
            ],
            Items = page.Risks.Select((r, i) => new ReportSheetItem(
                r.Facts.Name, r.Facts.Location, r.Grade, page.Lower[i],
                Given(ReportText.Of(r.Facts).Where(a => a.Key != RiskFields.Name && a.Key != RiskFields.Location && a.Key != RiskFields.Method && !a.Key.IsAssessed)))).ToList(),
            Committed = report.CommittedBy is null ? null : $"{sight.Name(report.CommittedBy)}（{report.CommittedRole}），{(report.CommittedVia is { } way ? way.Word() + "，" : "")}{(report.PreparedBy is { } preparer ? $"填报人 {preparer}，" : "")}{ChinaTime.FromUtc(receipt.FiledAt):yyyy-MM-dd HH:mm}",
            MadeAt = madeAt,
        };
    }

    private IEnumerable<(string, string)> Hidden => sight.Hidden is { } hidden ? [("隐去的内容", hidden)] : [];

    private List<(string, string)> Given(IEnumerable<KeyValuePair<Field, string>> answers) => answers.Where(a => a.Value.Length > 0)
        .Select(a => (a.Key.Heading, sight.Of(a.Key, a.Value)!)).ToList();
}
