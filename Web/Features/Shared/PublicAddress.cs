namespace RiskReport.Web.Features.Shared;

/// <summary>The address that is written on paper. Behind a proxy the program does not know under which name it is reached.</summary>
public static class PublicAddress
{
    public static string Of(HttpRequest request, string path)
    {
        var configured = request.HttpContext.RequestServices.GetRequiredService<IConfiguration>()["PublicAddress"]?.TrimEnd('/');
        return (configured ?? $"{request.Scheme}://{request.Host}") + path;
    }
}
