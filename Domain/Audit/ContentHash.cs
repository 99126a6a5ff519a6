using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace RiskReport.Domain.Audit;

/// <summary>What the trail says of something that is changed: the SHA-256 of its JSON, with the properties in the order in which they are declared.</summary>
public static class ContentHash
{
    /// <summary>Null of what is not there.</summary>
    public static string? Of<T>(T? content)
        where T : class => content is null ? null : OfText(JsonSerializer.Serialize(content, StoredJson.Options));

    public static string OfText(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
