using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace RiskReport.Web.Startup;

internal static class Proxies
{
    /// <summary>
    /// Whoever stands in front may say where a request came from and that it came by https; nobody else may. Without a word
    /// in the configuration nobody stands in front, not even on this machine.
    /// </summary>
    public static void UseProxies(this WebApplication app)
    {
        var known = Networks(app.Configuration, "Proxies:Known");
        if (known.Count == 0)
            return;
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in known)
            options.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(options);
    }

    /// <summary>Addresses and networks, apart by commas.</summary>
    public static IReadOnlyList<IPNetwork> Networks(IConfiguration configuration, string key) =>
    [
        .. (configuration[key] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(t => Network(key, t)),
    ];

    private static IPNetwork Network(string key, string text)
    {
        if (IPNetwork.TryParse(text, out var network))
            return network;
        return IPAddress.TryParse(text, out var address)
            ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : throw new InvalidOperationException($"{key} holds '{text}', which is neither an address nor a network such as 10.0.0.0/24.");
    }
}
