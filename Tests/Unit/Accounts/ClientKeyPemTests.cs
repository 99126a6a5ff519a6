using System.Security.Cryptography;
using RiskReport.Web.Identity;

namespace RiskReport.Tests.Unit.Accounts;

[TestClass]
public sealed class ClientKeyPemTests
{
    [TestMethod]
    public void Keys_that_json_web_signatures_are_made_by_are_taken_as_they_are_pasted()
    {
        foreach (var curve in new[] { ECCurve.NamedCurves.nistP256, ECCurve.NamedCurves.nistP384, ECCurve.NamedCurves.nistP521 })
        {
            using var ecdsa = ECDsa.Create(curve);
            var (key, problem) = ClientKey.Read("公钥：\r\n" + ecdsa.ExportSubjectPublicKeyInfoPem().ReplaceLineEndings("\r\n") + "\r\n\r\n");
            Assert.IsNull(problem);
            Assert.AreEqual(("EC", 43, false), (key!.Kty, key.Kid.Length, key.HasPrivateKey));
        }

        using var rsa = RSA.Create(2048);
        Assert.AreEqual("RSA", ClientKey.Read(rsa.ExportSubjectPublicKeyInfoPem()).Key!.Kty);
    }

    [TestMethod]
    public void Everything_else_is_told_what_it_is()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(2048);
        using var weak = RSA.Create(1024);
        using var other = ECDsa.Create(ECCurve.CreateFromFriendlyName("secp256k1"));
        var pem = ecdsa.ExportSubjectPublicKeyInfoPem();
        var sm2 = Pem(Convert.FromHexString("3059301306072A8648CE3D020106082A811CCF5501822D03420004" // of GB/T 32918.5
            + "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"));
        var ed25519 = Pem(Convert.FromHexString("302A300506032B6570032100" + new string('a', 64)));

        foreach (var secret in new[] { ecdsa.ExportPkcs8PrivateKeyPem(), ecdsa.ExportECPrivateKeyPem(), rsa.ExportRSAPrivateKeyPem(), pem + "\n" + ecdsa.ExportPkcs8PrivateKeyPem() })
            Told("这是私钥", secret);
        foreach (var none in new[] { "", "公钥", "-----BEGIN PUBLIC KEY-----", rsa.ExportRSAPublicKeyPem(), Pem([.. ecdsa.ExportSubjectPublicKeyInfo(), 0]), pem + new string(' ', ClientKey.Longest) })
            Told("公钥应为 PEM 格式", none);
        foreach (var unusable in new[] { weak.ExportSubjectPublicKeyInfoPem(), other.ExportSubjectPublicKeyInfoPem(), sm2, ed25519, Pem([]), Pem([0x30, 0]), Pem([.. ecdsa.ExportSubjectPublicKeyInfo()[..^8], 1, 2, 3, 4, 5, 6, 7, 8]) })
            Told("公钥应为 EC", unusable);

        static void Told(string sentence, string pasted)
        {
            var (key, problem) = ClientKey.Read(pasted);
            Assert.IsNull(key, pasted);
            StringAssert.StartsWith(problem, sentence, pasted);
        }
    }

    private static string Pem(byte[] der) => PemEncoding.WriteString("PUBLIC KEY", der);
}
