using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RiskReport.Domain.Webhooks;

/// <summary>
/// Signs as Standard Webhooks 1.0 has it, so that any of its libraries verifies a call: HMAC-SHA256 over id, timestamp and body with full stops
/// between, in Base64 behind v1.
/// </summary>
public static class WebhookSecret
{
    private const string Prefix = "whsec_";
    private const int Bytes = 32;

    public static string New() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));

    /// <param name="secrets">The one in use, and the one before while it still holds.</param>
    public static string Sign(string id, DateTimeOffset at, byte[] body, IEnumerable<string> secrets)
    {
        var content = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{at.ToUnixTimeSeconds()}.")).Concat(body).ToArray();
        return string.Join(' ', secrets.Select(s => "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(s[Prefix.Length..]), content))));
    }
}
