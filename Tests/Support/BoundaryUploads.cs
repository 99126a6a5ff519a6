using System.Net.Http.Headers;
using System.Text;

namespace RiskReport.Tests.Support;

/// <summary>Boundaries as an administrator hands them in.</summary>
internal static class BoundaryUploads
{
    public const string Address = "/map/boundaries";

    public const string Kunshan = """
        {"type":"FeatureCollection","features":[{"type":"Feature","id":"320583","geometry":{"type":"Polygon","coordinates":[[[120.8,31.1],[121.1,31.1],[121.1,31.5],[120.8,31.1]]]}}]}
        """;

    /// <summary>Without a text nothing is chosen.</summary>
    public static async Task<HttpResponseMessage> LoadBoundariesAsync(this HttpClient admin, string? json, string source = "测绘院 2026", string reason = "更准", string tokenFrom = Address)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(source), "source" },
            { new StringContent(reason), "reason" },
            { new StringContent(await admin.TokenAsync(tokenFrom)), "__RequestVerificationToken" },
        };
        if (json is not null)
        {
            var content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/geo+json");
            form.Add(content, "file", "边界.geojson");
        }

        return await admin.PostAsync(Address, form);
    }
}
