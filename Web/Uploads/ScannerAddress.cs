using System.Net;
using System.Net.Sockets;

namespace RiskReport.Web.Uploads;

/// <summary>Where the virus scanner (clamd) listens. Without a word in the configuration there is none; a word that is no address ends the start.</summary>
public sealed record ScannerAddress(EndPoint Place)
{
    private const string Key = "Uploads:Scanner";
    private const string Local = "unix:";
    private const int UsualPort = 3310;

    public static ScannerAddress? Configured(IConfiguration configuration) => configuration[Key] is { Length: > 0 } text
        ? new ScannerAddress(Read(text) ?? throw new InvalidOperationException($"{Key} holds '{text}', which is neither tcp://host:{UsualPort} nor unix:/path."))
        : null;

    public Socket NewSocket() => Place is UnixDomainSocketEndPoint
        ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
        : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private static EndPoint? Read(string text)
    {
        if (text.StartsWith(Local, StringComparison.Ordinal))
            return Path.IsPathFullyQualified(text[Local.Length..]) ? Socket(text[Local.Length..]) : null;
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address is { Scheme: "tcp", Host.Length: > 0, AbsolutePath: "" or "/", Query: "", Fragment: "", UserInfo: "" }
            ? new DnsEndPoint(address.IdnHost, address.Port > 0 ? address.Port : UsualPort)
            : null;
    }

    /// <summary>Null for a path that is longer than a socket's may be.</summary>
    private static UnixDomainSocketEndPoint? Socket(string path)
    {
        try
        {
            return new UnixDomainSocketEndPoint(path);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
