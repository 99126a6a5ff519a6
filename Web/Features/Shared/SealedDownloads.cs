using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using RiskReport.Data.Roster;
using RiskReport.Domain;
using RiskReport.Domain.Roster;
using RiskReport.Web.Features.Roster;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Shared;

/// <summary>
/// A list as the answer to a request: recorded, sealed while it streams, and named by its verification code, which the answer says too.
/// A CSV has no other place for it: its columns are fixed.
/// </summary>
public sealed class SealedDownloads(ExportLog log, TimeProvider clock)
{
    public const string CodeHeader = "Verification-Code";

    /// <summary>What is not ours to say more of.</summary>
    public const string Bytes = "application/octet-stream";

    /// <param name="name">Of the file, without code and extension.</param>
    /// <param name="write">Gets what the file says about itself, and returns the number of rows.</param>
    public async Task<EmptyResult> WriteAsync(
        Controller controller, ExportStart start, string reason, string name, Func<RosterCover, Stream, Task<long>> write, CancellationToken ct)
    {
        var actor = controller.Actor(reason);
        await log.RecordAsync(start, actor, controller.Response.Body, (code, body) =>
        {
            Head(controller.Response, name, start.Format, code);
            return write(new RosterCover
            {
                Title = start.Kind.Title(),
                Filter = start.Filter,
                MadeAt = ChinaTime.Now(clock),
                MadeBy = actor.Name,
                Code = code,
                VerifyAddress = PublicAddress.Of(controller.Request, $"/verify/{code}"),
            }, body);
        }, ct);
        return new EmptyResult();
    }

    /// <summary>Before the first byte.</summary>
    public static void Head(HttpResponse response, string name, string format, string code)
    {
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"{name}-{code}.{format}");
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers[CodeHeader] = code;
        response.ContentType = RosterExport.ContentTypes.GetValueOrDefault(format, Bytes);
    }
}
