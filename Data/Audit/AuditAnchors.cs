using System.Security.Cryptography;
using System.Text;
using RiskReport.Domain;
using RiskReport.Domain.Audit;

namespace RiskReport.Data.Audit;

/// <summary>
/// The anchors as files, one a day, and the key that signs them, which stands beside the data-protection keys and never in the database.
/// The public key stands with the anchors, which are meant to be copied to where the operator of the database cannot reach them.
/// </summary>
public sealed class AuditAnchors(string folder, string keyFile)
{
    private const string PublicKeyFile = "public-key.pem";

    public string Folder => folder;

    public void Write(DateTime at, long number, string hash)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(PrivateFile.Find(keyFile, PrivateFile.NewSigningKey));
        var anchor = new AuditAnchor { At = at, Number = number, Hash = hash };
        anchor = anchor with
        {
            Signature = Convert.ToBase64String(key.SignData(Encoding.UTF8.GetBytes(anchor.Content()), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
        };
        PrivateFile.ReplacePublic(Path.Combine(folder, PublicKeyFile), key.ExportSubjectPublicKeyInfoPem() + "\n");
        PrivateFile.ReplacePublic(Path.Combine(folder, $"{ChinaTime.FromUtc(at):yyyy-MM-dd}.anchor"), anchor.Write());
    }

    /// <summary>Those of the folder in their order, and the names of files that are none or that the public key beside them has not signed.</summary>
    public (IReadOnlyList<AuditAnchor> Anchors, IReadOnlyList<string> Unsigned) Read()
    {
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.anchor").Order(StringComparer.Ordinal).ToArray() : [];
        if (files.Length == 0)
            return ([], []);
        using var key = ECDsa.Create();
        var publicKey = Path.Combine(folder, PublicKeyFile);
        if (!File.Exists(publicKey) || !IsKey(File.ReadAllText(publicKey), key))
            return ([], [PublicKeyFile]);
        var read = files.Select(f => (Name: Path.GetFileName(f), Anchor: AuditAnchor.Read(File.ReadAllText(f)))).ToLookup(f => f.Anchor is { } a && IsSigned(a, key));
        return (read[true].Select(f => f.Anchor!).ToList(), read[false].Select(f => f.Name).ToList());
    }

    private static bool IsKey(string pem, ECDsa key)
    {
        try
        {
            key.ImportFromPem(pem);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            return false;
        }
    }

    private static bool IsSigned(AuditAnchor anchor, ECDsa key)
    {
        var signature = new byte[256];
        return Convert.TryFromBase64String(anchor.Signature, signature, out var length)
            && key.VerifyData(Encoding.UTF8.GetBytes(anchor.Content()), signature.AsSpan(0, length), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }
}
