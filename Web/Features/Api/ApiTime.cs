using System.Globalization;

namespace RiskReport.Web.Features.Api;

internal static class ApiTime
{
    /// <summary>RFC 3339, UTC.</summary>
    public static string? Text(DateTime? at) => at?.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
