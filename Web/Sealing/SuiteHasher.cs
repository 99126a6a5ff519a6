using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using RiskReport.Domain;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Sealing;

/// <summary>
/// Hashes passwords by PBKDF2 with HMAC-SM3 under the national suite and as ASP.NET Core Identity does under the other. Either verifies both; what is
/// of the other one is hashed anew when its person signs in.
/// </summary>
public sealed class SuiteHasher(CryptographySuite suite, IOptions<PasswordHasherOptions> options) : PasswordHasher<Account>(options)
{
    /// <summary>In front of salt and hash: this kind of hash, which Identity's own are not (0 and 1), and the number of iterations.</summary>
    private const byte Marker = 0x53;
    private const int HeadSize = 5;
    private const int SaltSize = 16;
    private const int HashSize = 32;

    private readonly int iterations = options.Value.IterationCount;

    public override string HashPassword(Account user, string password)
    {
        if (suite is not CryptographySuite.Guomi)
            return base.HashPassword(user, password);
        var head = new byte[HeadSize];
        head[0] = Marker;
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(1), iterations);
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        return Convert.ToBase64String([.. head, .. salt, .. Derive(password, salt, iterations)]);
    }

    public override PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
    {
        var kept = new byte[HeadSize + SaltSize + HashSize];
        var isGuomi = Convert.TryFromBase64String(hashedPassword, kept, out var length) && length == kept.Length && kept[0] == Marker;
        var result = isGuomi ? Verify(kept, providedPassword) : base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        return result is PasswordVerificationResult.Success && isGuomi != suite is CryptographySuite.Guomi ? PasswordVerificationResult.SuccessRehashNeeded : result;
    }

    private PasswordVerificationResult Verify(byte[] kept, string password)
    {
        var count = BinaryPrimitives.ReadInt32BigEndian(kept.AsSpan(1));
        if (!CryptographicOperations.FixedTimeEquals(Derive(password, kept[HeadSize..(HeadSize + SaltSize)], count), kept.AsSpan(HeadSize + SaltSize)))
            return PasswordVerificationResult.Failed;
        return count < iterations ? PasswordVerificationResult.SuccessRehashNeeded : PasswordVerificationResult.Success;
    }

    private static byte[] Derive(string password, byte[] salt, int count)
    {
        var generator = new Pkcs5S2ParametersGenerator(new SM3Digest());
        generator.Init(Encoding.UTF8.GetBytes(password), salt, count);
        return ((KeyParameter)generator.GenerateDerivedMacParameters(HashSize * 8)).GetKey();
    }
}
