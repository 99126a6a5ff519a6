using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace RiskReport.Web.Features.Outputs;

/// <summary>A document as a download, written to the answer while it is made.</summary>
/// <param name="title">The name begins with it.</param>
public sealed class OutputFile(string title, string name, string contentType, Func<Stream, CancellationToken, Task> write) : IActionResult
{
    public const string Pdf = "application/pdf";
    public const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public string Title => title;

    public string Name => name;

    public Task WriteAsync(Stream output, CancellationToken ct) => write(output, ct);

    public async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.ContentType = contentType;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        response.Headers.ContentDisposition = disposition.ToString();
        await write(response.Body, context.HttpContext.RequestAborted);
    }
}
