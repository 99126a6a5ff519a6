using System.Security.Cryptography;
using System.Text;

namespace RiskReport.Domain.Accounts;

/// <summary>Somebody as an identity service outside names him: the subject means something together with the issuer alone.</summary>
public static class ExternalSubject
{
    /// <summary>As OpenID Connect Core 2 has it.</summary>
    public const int Longest = 255;

    /// <summary>What is kept of it. An address holds no line break, so no two pairs make the same text.</summary>
    public static string Hash(string issuer, string subject) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{issuer}\n{subject}")));
}
