using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using RiskReport.Data.Audit;
using RiskReport.Domain.Audit;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Uploads;

/// <summary>Lets an action have the files of its form; no other action ever sees one.</summary>
/// <param name="deed">As what a file that is refused is entered.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TakesFileAttribute(AuditAction deed) : Attribute
{
    public AuditAction Deed => deed;
}

/// <summary>
/// The one place that every uploaded file comes through, before anything is bound: only actions that say so get files, and only files in which the
/// virus scanner, where there is one, has found nothing. Of a form that is refused the action gets all but its files, as if none had been
/// chosen, and the sentence why: what was typed is not lost, and nobody can overlook the refusal.
/// </summary>
public sealed class UploadGate(UploadScanner scanner, AuditLog audit) : IAsyncResourceFilter
{
    private const string Virus = "文件中发现病毒或恶意代码，没有接收。请先清除病毒，再上传干净的文件。";
    private const string TooLarge = "文件太大，无法检查是否带有病毒，没有接收。请删除图片等无关内容，或者分成几个文件上传。";
    private const string NotScanned = "暂时无法检查文件是否带有病毒，没有接收。请稍后再试；一直如此的，请告知系统管理员。";

    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var http = context.HttpContext;
        if (http.Request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true && http.Request.HasFormContentType
            && await FormAsync(http) is { Files.Count: > 0 } form
            && await RefusalAsync(context.ActionDescriptor.EndpointMetadata.OfType<TakesFileAttribute>().SingleOrDefault(), form.Files, http) is { } sentence)
        {
            http.Request.Form = new FormCollection(form.ToDictionary());
            http.Features.Set(new RefusedUpload(sentence));
        }

        await next();
    }

    /// <summary>Null for a body that is no form, or only half of one; whoever binds it meets the same and says so.</summary>
    private static async Task<IFormCollection?> FormAsync(HttpContext http)
    {
        try
        {
            return await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return null;
        }
    }

    private async Task<string?> RefusalAsync(TakesFileAttribute? taker, IFormFileCollection files, HttpContext http)
    {
        if (taker is null)
            return "";
        if (!scanner.IsConfigured)
            return null;
        foreach (var file in files.Where(f => f.Length > 0))
        {
            await using var content = file.OpenReadStream();
            var verdict = await scanner.ScanAsync(content);
            if (verdict.Result == ScanResult.Clean)
                continue;
            var actor = http.User.Caller().Actor(http, "");
            var deed = new AuditDeed(taker.Deed, verdict.Result == ScanResult.Found ? $"病毒 {verdict.Signature}" : "未能检查病毒", actor.RegionCode)
            {
                IsRefused = true,
                HashAfter = verdict.Sha256,
            };
            await audit.AppendAsync(deed, actor, CancellationToken.None);
            return verdict.Result switch
            {
                ScanResult.Found => Virus,
                ScanResult.TooLarge => TooLarge,
                _ => NotScanned,
            };
        }

        return null;
    }
}

/// <summary>Why a form has come without its file.</summary>
public sealed record RefusedUpload(string Sentence);

public static class RefusedUploads
{
    /// <summary>Null where nothing was refused; then it is the person who has chosen no file.</summary>
    public static string? RefusedUpload(this ControllerBase controller) => controller.HttpContext.Features.Get<RefusedUpload>()?.Sentence;
}
