namespace RiskReport.Web.Features.Shared;

/// <summary>The address that is written on paper. Behind a proxy the program does not know under which name it is reached.</summary>
public static class PublicAddress
{
    public static string Of(HttpRequest request, string path) =>
        (Configured(request.HttpContext.RequestServices.GetRequiredService<IConfiguration>()) ?? $"{request.Scheme}://{request.Host}") + path;

    /// <summary>For what is made without a request; null where the operator has not said it.</summary>
    public static string? Configured(IConfiguration configuration) => configuration["PublicAddress"]?.TrimEnd('/');
}
