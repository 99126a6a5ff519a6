using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Outputs;
using RiskReport.Domain;
using RiskReport.Domain.Outputs;
using RiskReport.Reports.Outputs;
using RiskReport.Web.Features.Shared;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Outputs;

/// <summary>The documents of a report as answers; 404 where there is nothing to make one of.</summary>
public sealed class OutputFiles(PlanStore plans, IConfiguration configuration, TimeProvider clock)
{
    /// <summary>What the whole country dials to report a danger.</summary>
    private const string NationalPhone = "12350";

    private const string ControlListTitle = "安全风险管控清单";

    public string SupervisionPhone => configuration["SupervisionPhone"] is { Length: > 0 } phone ? phone : NationalPhone;

    public IActionResult Board(OutputsPage? page, HttpRequest request) => Of(page, request, "安全风险公告栏", BoardPdf.WriteAsync);

    public IActionResult List(OutputsPage? page, HttpRequest request) => Of(page, request, ControlListTitle, ControlList.WritePdfAsync);

    public IActionResult Workbook(OutputsPage? page, HttpRequest request) => page is { IsFiled: true }
        ? new OutputFile(ControlListTitle, FileName(page, ControlListTitle, "xlsx"), OutputFile.Workbook,
            (output, ct) => ControlList.WriteWorkbookAsync(Sheet(page, request), request.HttpContext.User.Caller().Name, output, ct))
        : new NotFoundResult();

    /// <param name="chosen">Numbers of risks; without any, those that must hang out, or all where none must.</param>
    public IActionResult Cards(OutputsPage? page, HttpRequest request, IReadOnlyCollection<int> chosen)
    {
        var all = page is { IsFiled: true } ? page.Risks : [];
        var risks = all.Where(r => chosen.Count > 0 ? chosen.Contains(r.Number) : r.IsMajor || !all.Any(o => o.IsMajor)).ToList();
        return risks.Count == 0 ? new NotFoundResult() : Of(page, request, "岗位安全风险告知卡", (sheet, output, ct) => CardsPdf.WriteAsync(sheet, risks, output, ct));
    }

    public async Task<IActionResult> PlanAsync(OutputsPage? page, HttpRequest request, long plan, CancellationToken ct)
    {
        var scope = request.HttpContext.User.Caller().Scope;
        if (page is not { IsFiled: true } || page.Plans.FirstOrDefault(p => p.Id == plan) is not { } known || await plans.PictureAsync(plan, scope, ct) is not { } picture)
            return new NotFoundResult();

        var shapes = DrawnShape.Of(await plans.DrawingAsync(plan, page.Year, scope, ct), page.Risks);
        return Of(page, request, "四色安全风险分布图", (sheet, output, token) => PlanPdf.WriteAsync(new PlanSheet(sheet, known.Name, picture.Content, shapes), output, token), known.Name);
    }

    private IActionResult Of(OutputsPage? page, HttpRequest request, string title, Func<OutputSheet, Stream, CancellationToken, Task> write, string? which = null) => page is { IsFiled: true }
        ? new OutputFile(title, FileName(page, which is null ? title : $"{title}-{which}", "pdf"), OutputFile.Pdf, (output, ct) => write(Sheet(page, request), output, ct))
        : new NotFoundResult();

    private static string FileName(OutputsPage page, string title, string extension) => $"{title}-{page.Year}-{page.Report.Facts.Name}.{extension}";

    private OutputSheet Sheet(OutputsPage page, HttpRequest request)
    {
        var receipt = page.Report.Receipt;
        return new OutputSheet
        {
            Name = page.Report.Facts.Name,
            Year = page.Year,
            Risks = page.Risks,
            SupervisionPhone = SupervisionPhone,
            SafetyOfficer = page.Facts.SafetyOfficer,
            Phone = page.Facts.Phone,
            ReceiptNumber = receipt?.ReceiptNumber,
            VerifyAddress = receipt is null ? null : PublicAddress.Of(request, $"/verify/{receipt.Code}"),
            MadeAt = ChinaTime.Now(clock),
            Hidden = page.Sight.Hidden,
        };
    }
}
