using System.Net;

namespace RiskReport.Web.Identity;

/// <summary>Where a request comes from, as limits count it: an address, or the /64 that one household has to ask from.</summary>
public static class Networks
{
    public static string Of(HttpContext context) => Of(context.Connection.RemoteIpAddress);

    public static string Of(IPAddress? address)
    {
        if (address is null)
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        return Convert.ToHexString(bytes.AsSpan(0, Math.Min(8, bytes.Length)));
    }
}
