using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;

namespace RiskReport.Web.Identity;

/// <summary>
/// The keys that tokens are signed and encrypted with, in files beside the keys of the cookies: whoever runs several instances shares
/// that folder anyway. Made at the first start; of two instances that start together one makes them and the other reads them.
/// </summary>
internal sealed class TokenKeys(string folder) : IConfigureOptions<OpenIddictServerOptions>
{
    private const int EncryptionBytes = 32;

    public void Configure(OpenIddictServerOptions options)
    {
        var signing = ECDsa.Create();
        signing.ImportFromPem(Find("token-signing.pem", NewSigningKey));
        options.SigningCredentials.Add(new SigningCredentials(new ECDsaSecurityKey(signing), SecurityAlgorithms.EcdsaSha256));
        var encryption = new SymmetricSecurityKey(Convert.FromBase64String(Find("token-encryption.txt", NewEncryptionKey)));
        options.EncryptionCredentials.Add(new EncryptingCredentials(encryption, SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512));
    }

    private static string NewSigningKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static string NewEncryptionKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(EncryptionBytes));

    private string Find(string name, Func<string> make)
    {
        var path = Path.Combine(folder, name);
        if (!File.Exists(path))
            Keep(path, make());
        return File.ReadAllText(path);
    }

    /// <summary>Written whole under another name first, so that nobody reads half a key.</summary>
    private static void Keep(string path, string text)
    {
        var draft = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(draft, options))
            writer.Write(text);
        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft); // another instance was quicker
        }
    }
}
