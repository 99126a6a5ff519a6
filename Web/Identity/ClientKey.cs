using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.Tokens;

namespace RiskReport.Web.Identity;

/// <summary>The public key of a client that signs for itself (private_key_jwt), as it is sent and pasted.</summary>
public static class ClientKey
{
    public const int Longest = 10_000;

    /// <summary>By what is signed with the private one.</summary>
    public static readonly ImmutableArray<string?> Algorithms = ["ES256", "ES384", "ES512", "PS256", "PS384", "PS512", "RS256", "RS384", "RS512"];

    private const string Label = "PUBLIC KEY";
    private const int LeastRsaBits = 2048;

    private const string Shape = "公钥应为 PEM 格式，以 -----BEGIN PUBLIC KEY----- 开头，可用 openssl pkey -in 私钥文件 -pubout 导出。";
    private const string Kind = "公钥应为 EC（P-256、P-384、P-521）或 2048 位以上的 RSA 公钥。";
    private const string Private = "这是私钥，不能交给任何人。请对方作废它并重新生成，只把公钥交来：openssl pkey -in 私钥文件 -pubout。";

    private static readonly string[] Curves = [ECCurve.NamedCurves.nistP256.Oid.Value!, ECCurve.NamedCurves.nistP384.Oid.Value!, ECCurve.NamedCurves.nistP521.Oid.Value!];

    /// <summary>What was pasted, for the form again; a private key is never sent back.</summary>
    public static string? Shown(string? pem) => pem is null || IsPrivate(pem) ? null : pem;

    /// <summary>The key, or a sentence.</summary>
    public static (JsonWebKey? Key, string? Problem) Read(string pem)
    {
        if (IsPrivate(pem))
            return (null, Private);
        if (pem.Length > Longest || !PemEncoding.TryFind(pem, out var found) || pem[found.Label] != Label)
            return (null, Shape);
        try
        {
            var der = Convert.FromBase64String(pem[found.Base64Data]);
            var key = PublicKey.CreateFromSubjectPublicKeyInfo(der, out var read);
            if (read != der.Length)
                return (null, Shape);
            using var ecdsa = key.GetECDsaPublicKey();
            using var rsa = key.GetRSAPublicKey();
            return Named(ecdsa?.ExportParameters(false).Curve is { IsNamed: true, Oid.Value: { } curve } && Curves.Contains(curve) ? JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(ecdsa))
                : rsa?.KeySize >= LeastRsaBits ? JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(rsa.ExportParameters(false)))
                : null);
        }
        catch (CryptographicException)
        {
            return (null, Kind); // another curve than the machine knows, or a point that is none
        }
    }

    private static bool IsPrivate(string pem) => pem.Contains("PRIVATE KEY", StringComparison.Ordinal);

    private static (JsonWebKey?, string?) Named(JsonWebKey? key)
    {
        if (key is null)
            return (null, Kind);
        (key.Kid, key.Use) = (Base64UrlEncoder.Encode(key.ComputeJwkThumbprint()), JsonWebKeyUseNames.Sig);
        return (key, null);
    }
}
