using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using RiskReport.Reports;

namespace RiskReport.Web.Features.Declarations;

/// <summary>The grading sheet as a download, written page by page.</summary>
public sealed class GradingFile(GradingSheet sheet) : IActionResult
{
    public async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.ContentType = "application/pdf";
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"评级说明-{sheet.Year}-{sheet.Name}.pdf");
        response.Headers.ContentDisposition = disposition.ToString();
        await GradingPdf.WriteAsync(sheet, response.Body, context.HttpContext.RequestAborted);
    }
}
