using System.Security.Cryptography;
using Org.BouncyCastle.Asn1.GM;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;
using RiskReport.Domain;

namespace RiskReport.Data.Audit;

/// <summary>
/// How an anchor is signed: ECDSA P-256 with SHA-256, or SM2 with SM3 in the name of the standard's own user (1234567812345678). Keys are PEM and
/// signatures DER for both, so that openssl reads them.
/// </summary>
internal static class AnchorSignature
{
    public static string NewKey(CryptographySuite suite) => suite is CryptographySuite.Guomi ? NewSm2Key() : PrivateFile.NewSigningKey();

    /// <summary>The signature, and the public key that it is verified by.</summary>
    public static (byte[] Signature, string PublicKey) Sign(CryptographySuite suite, string key, byte[] content)
    {
        if (suite is CryptographySuite.Guomi)
            return SignSm2((ECPrivateKeyParameters)PrivateKeyFactory.CreateKey(Der(key)), content);
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportFromPem(key);
        return (ecdsa.SignData(content, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence), ecdsa.ExportSubjectPublicKeyInfoPem());
    }

    /// <summary>Whether the key has signed the content so; null where that is no such key.</summary>
    public static Func<byte[], byte[], bool>? Verifier(CryptographySuite suite, string publicKey)
    {
        try
        {
            if (suite is CryptographySuite.Guomi)
                return PublicKeyFactory.CreateKey(Der(publicKey)) is ECPublicKeyParameters sm2 && GMObjectIdentifiers.sm2p256v1.Equals(sm2.PublicKeyParamSet)
                    ? (content, signature) => Signer(sm2, content, forSigning: false).VerifySignature(signature)
                    : null;
            var ecdsa = ECDsa.Create();
            ecdsa.ImportFromPem(publicKey);
            return (content, signature) => ecdsa.VerifyData(content, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (Exception) // of whatever kind: a file that says anything else is no key
        {
            return null;
        }
    }

    private static (byte[] Signature, string PublicKey) SignSm2(ECPrivateKeyParameters key, byte[] content)
    {
        var point = key.Parameters.G.Multiply(key.D).Normalize();
        var publicKey = new ECPublicKeyParameters(key.AlgorithmName, point, key.PublicKeyParamSet);
        return (Signer(new ParametersWithRandom(key, new SecureRandom()), content, forSigning: true).GenerateSignature(),
            PemEncoding.WriteString("PUBLIC KEY", SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(publicKey).GetDerEncoded()));
    }

    private static SM2Signer Signer(ICipherParameters key, byte[] content, bool forSigning)
    {
        var signer = new SM2Signer();
        signer.Init(forSigning, key);
        signer.BlockUpdate(content, 0, content.Length);
        return signer;
    }

    private static string NewSm2Key()
    {
        var generator = new ECKeyPairGenerator();
        generator.Init(new ECKeyGenerationParameters(GMObjectIdentifiers.sm2p256v1, new SecureRandom()));
        return PemEncoding.WriteString("PRIVATE KEY", PrivateKeyInfoFactory.CreatePrivateKeyInfo(generator.GenerateKeyPair().Private).GetDerEncoded());
    }

    private static byte[] Der(string pem) => Convert.FromBase64String(pem[PemEncoding.Find(pem).Base64Data]);
}
