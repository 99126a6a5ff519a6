using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;
using RiskReport.Data.Audit;
using RiskReport.Domain;
using RiskReport.Web.Sealing;

namespace RiskReport.Tests.Unit.Sealing;

/// <summary>The examples of the standards, and what another implementation has made.</summary>
[TestClass]
public sealed class GuomiAnswersTests
{
    /// <summary>GB/T 32918.5-2017, A.2: the key, and the signature of "message digest" in the name of 1234567812345678.</summary>
    private const string Key = "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13";
    private const string Signature = "3046022100F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3022100B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA";

    /// <summary>Of the kind of key and of the curve, in front of the point.</summary>
    private const string KeyHead = "3059301306072A8648CE3D020106082A811CCF5501822D03420004";

    [TestMethod]
    public void Sm3_answers_as_GBT_32905_says()
    {
        Assert.AreEqual("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0", Sm3("abc"));
        Assert.AreEqual("debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732", Sm3(string.Concat(Enumerable.Repeat("abcd", 16))));

        var mac = new HMac(new SM3Digest()); // GM/T 0042-2015, D.3
        mac.Init(new KeyParameter([.. Enumerable.Range(1, 32).Select(i => (byte)i)]));
        mac.BlockUpdate(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 2))));
        var value = new byte[32];
        mac.DoFinal(value, 0);
        Assert.AreEqual("ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a", Convert.ToHexStringLower(value));
    }

    [TestMethod]
    public void Sm4_answers_as_GBT_32907_says()
    {
        var block = Convert.FromHexString("0123456789abcdeffedcba9876543210");
        var cipher = new SM4Engine();
        cipher.Init(true, new KeyParameter((byte[])block.Clone()));

        cipher.ProcessBlock(block, 0, block, 0);
        Assert.AreEqual("681edf34d206965e86b3e94f536e4246", Convert.ToHexStringLower(block));
        for (var i = 1; i < 1_000_000; i++)
            cipher.ProcessBlock(block, 0, block, 0);
        Assert.AreEqual("595298c7c6fd271f0402f804c33d3f66", Convert.ToHexStringLower(block));
    }

    [TestMethod]
    public void Sm2_verifies_the_signature_of_GBT_32918_and_nothing_beside_it()
    {
        var verify = AnchorSignature.Verifier(CryptographySuite.Guomi, Pem(KeyHead + Key))!;
        var (content, signature) = (Encoding.ASCII.GetBytes("message digest"), Convert.FromHexString(Signature));

        Assert.IsTrue(verify(content, signature));
        Assert.IsFalse(verify(Encoding.ASCII.GetBytes("message digesT"), signature));
        for (var i = 0; i < signature.Length; i++)
        {
            Assert.IsFalse(verify(content, [.. signature[..i], (byte)(signature[i] ^ 1), .. signature[(i + 1)..]]), $"byte {i}");
            Assert.IsFalse(verify(content, signature[..i]), $"{i} bytes");
        }

        Assert.IsFalse(verify(content, [.. signature, 0]));
        Assert.IsFalse(verify(content, Convert.FromHexString("3006020100020100")), "zero and zero");
    }

    [TestMethod]
    public void What_is_no_key_of_the_suite_verifies_nothing()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(1024);
        foreach (var pem in new[] { "", "no key", Pem("00"), Pem("3000"), ecdsa.ExportSubjectPublicKeyInfoPem(), rsa.ExportSubjectPublicKeyInfoPem(), Pem(KeyHead + Key[2..] + "00"), Pem(KeyHead + Key[2..]) })
            Assert.IsNull(AnchorSignature.Verifier(CryptographySuite.Guomi, pem), pem);
        for (var i = 0; i < KeyHead.Length; i += 2)
            AnchorSignature.Verifier(CryptographySuite.Guomi, Pem($"{KeyHead[..i]}FF{KeyHead[(i + 2)..]}{Key}")); // no exception gets out
    }

    /// <summary>Derived, enciphered and signed by the openssl program (kdf KBKDF, enc -sm4-cbc, dgst -sm3 -mac HMAC).</summary>
    [TestMethod]
    public void What_another_implementation_has_sealed_is_opened()
    {
        var sealedThere = Convert.FromHexString("101112131415161718191a1b1c1d1e1fa0a1a2a3a4a5a6a7a8a9aaabacadaeaf"
            + "19576127e99bebf67cb853b977f175cd7b9c90596a5a7fc4a7b2afb6fda4c4611679388cd6e38149d49b72b712ab3d45");
        var seal = new GuomiSeal(new Secret([.. Enumerable.Range(0, 64).Select(i => (byte)i)]));

        Assert.AreEqual("三五八〇", Encoding.UTF8.GetString(seal.Decrypt(sealedThere, "purpose"u8.ToArray())));
        Assert.ThrowsExactly<CryptographicException>(() => seal.Decrypt(sealedThere, "purposf"u8.ToArray()));
        Assert.ThrowsExactly<CryptographicException>(() => seal.Decrypt(sealedThere, "purpose\x10"u8.ToArray()));
    }

    private static string Sm3(string text)
    {
        var digest = new SM3Digest();
        digest.BlockUpdate(Encoding.ASCII.GetBytes(text));
        var value = new byte[digest.GetDigestSize()];
        digest.DoFinal(value, 0);
        return Convert.ToHexStringLower(value);
    }

    private static string Pem(string hex) => PemEncoding.WriteString("PUBLIC KEY", Convert.FromHexString(hex));
}
