namespace RiskReport.Web.Identity;

/// <summary>From where a request came, as every change keeps it.</summary>
internal static class RequestAddress
{
    public static string Of(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        return $"网页 {(address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)}".TrimEnd();
    }
}
