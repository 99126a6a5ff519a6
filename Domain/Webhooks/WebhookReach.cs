using System.Net;
using System.Net.Sockets;

namespace RiskReport.Domain.Webhooks;

/// <summary>
/// Which addresses may be called: whoever enters one must not make this server ask its own network. Names are looked at when the connection
/// is made, since they may lead elsewhere by then.
/// </summary>
/// <param name="IsDevelopment">This very machine may be called, over plain http too.</param>
/// <param name="Allowed">Networks that the operator allows although they are not public.</param>
public sealed record WebhookReach(bool IsDevelopment, IReadOnlyList<IPNetwork> Allowed)
{
    /// <summary>Not public though they look like it: shared, protocol, documentation and benchmark networks, 6to4 and Teredo, which hold an address of IPv4 inside.</summary>
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork Unicast = IPNetwork.Parse("2000::/3");

    public bool Covers(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return (IsDevelopment && IPAddress.IsLoopback(address)) || Allowed.Any(n => n.Contains(address))
            || (!Special.Any(n => n.Contains(address)) && (address.AddressFamily == AddressFamily.InterNetwork || Unicast.Contains(address)));
    }

    /// <summary>Why an address cannot be entered; null when it can.</summary>
    public string? Problem(string? url)
    {
        if (string.IsNullOrEmpty(url))
            return "请填写通知地址。";
        if (url.Length > Webhook.LongestUrl)
            return $"通知地址最多 {Webhook.LongestUrl} 个字符，现有 {url.Length} 个。";
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || !IsSafe(uri))
            return "通知地址应为完整的 https 地址，不带用户名和 # 部分，例如 https://platform.example.gov.cn/hooks。";
        return IPAddress.TryParse(uri.IdnHost.Trim('[', ']'), out var address) && !Covers(address)
            ? "通知地址不能是内部网络的地址；确需通知内部网络的，请由运维人员在 Webhooks:AllowedNetworks 中开放。" : null;
    }

    private bool IsSafe(Uri uri) => uri is { UserInfo: "", Fragment: "", IdnHost.Length: > 0 }
        && (uri.Scheme == Uri.UriSchemeHttps || (IsDevelopment && uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
}
