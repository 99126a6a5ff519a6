using System.Text.Unicode;
using RiskReport.Domain.Api;

namespace RiskReport.Web.Features.Api;

/// <summary>The body of a call as bytes: its hash is what a repeat is known by.</summary>
internal static class ApiBody
{
    public static readonly ApiProblem NotUtf8 = new("ENCODING", null, "请求内容不是有效的 UTF-8。");

    /// <summary>Null when it is not UTF-8. How long it may be is the server's limit.</summary>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        using var content = new MemoryStream();
        await request.Body.CopyToAsync(content, ct);
        var body = content.ToArray();
        return Utf8.IsValid(body) ? body : null;
    }
}
