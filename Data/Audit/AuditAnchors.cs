using System.Text;
using RiskReport.Domain;
using RiskReport.Domain.Audit;

namespace RiskReport.Data.Audit;

/// <summary>
/// The anchors as files, one a day, and the key that signs them, which stands beside the data-protection keys and never in the database.
/// The public key stands with the anchors, which are meant to be copied to where the operator of the database cannot reach them. Each suite has
/// keys of its own, so that after a change of the suite the anchors of before are verified as ever.
/// </summary>
/// <param name="keyFolder">Only for writing.</param>
/// <param name="suite">Only for writing.</param>
public sealed class AuditAnchors(string folder, string keyFolder = "", CryptographySuite suite = CryptographySuite.International)
{
    public string Folder => folder;

    public void Write(DateTime at, long number, string hash)
    {
        var anchor = new AuditAnchor { At = at, Number = number, Hash = hash, Suite = suite };
        var key = PrivateFile.Find(Path.Combine(keyFolder, suite is CryptographySuite.Guomi ? "audit-anchor-sm2.pem" : "audit-anchor.pem"), () => AnchorSignature.NewKey(suite));
        var (signature, publicKey) = AnchorSignature.Sign(suite, key, Encoding.UTF8.GetBytes(anchor.Content()));
        PrivateFile.ReplacePublic(Path.Combine(folder, PublicKeyFile(suite)), publicKey + "\n");
        PrivateFile.ReplacePublic(Path.Combine(folder, $"{ChinaTime.FromUtc(at):yyyy-MM-dd}.anchor"), (anchor with { Signature = Convert.ToBase64String(signature) }).Write());
    }

    /// <summary>Those of the folder in their order, and the names of files that are none or that the public key beside them has not signed.</summary>
    public (IReadOnlyList<AuditAnchor> Anchors, IReadOnlyList<string> Unsigned) Read()
    {
        string[] files;
        try
        {
            files = Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.anchor").Order(StringComparer.Ordinal)] : [];
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            return ([], [Path.GetFileName(folder)]);
        }

        var keys = Enum.GetValues<CryptographySuite>().ToDictionary(s => s, Verifier);
        var anchors = new List<AuditAnchor>();
        var unsigned = new List<string>();
        foreach (var file in files)
        {
            if (AuditAnchor.Read(Text(file)) is not { } anchor)
                unsigned.Add(Path.GetFileName(file));
            else if (keys[anchor.Suite] is not { } key)
                unsigned.Add(PublicKeyFile(anchor.Suite));
            else if (!IsSigned(anchor, key))
                unsigned.Add(Path.GetFileName(file));
            else
                anchors.Add(anchor);
        }

        return (anchors, unsigned.Distinct().ToList());
    }

    private static string PublicKeyFile(CryptographySuite suite) => suite is CryptographySuite.Guomi ? "public-key-sm2.pem" : "public-key.pem";

    private Func<byte[], byte[], bool>? Verifier(CryptographySuite suite) =>
        Path.Combine(folder, PublicKeyFile(suite)) is var file && File.Exists(file) ? AnchorSignature.Verifier(suite, Text(file)) : null;

    /// <summary>Empty for what cannot be read, so that it passes for no anchor and no key: the trail itself is looked at all the same.</summary>
    private static string Text(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            return "";
        }
    }

    private static bool IsUnreadable(Exception e) => e is IOException or UnauthorizedAccessException;

    private static bool IsSigned(AuditAnchor anchor, Func<byte[], byte[], bool> key)
    {
        var signature = new byte[256];
        return Convert.TryFromBase64String(anchor.Signature, signature, out var length)
            && key(Encoding.UTF8.GetBytes(anchor.Content()), signature[..length]);
    }
}
