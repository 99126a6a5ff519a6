using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using RiskReport.Data;

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
        signing.ImportFromPem(Find("token-signing.pem", PrivateFile.NewSigningKey));
        options.SigningCredentials.Add(new SigningCredentials(new ECDsaSecurityKey(signing), SecurityAlgorithms.EcdsaSha256));
        var encryption = new SymmetricSecurityKey(Convert.FromBase64String(Find("token-encryption.txt", NewEncryptionKey)));
        options.EncryptionCredentials.Add(new EncryptingCredentials(encryption, SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512));
    }

    private static string NewEncryptionKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(EncryptionBytes));

    private string Find(string name, Func<string> make) => PrivateFile.Find(Path.Combine(folder, name), make);
}
