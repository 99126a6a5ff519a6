using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using RiskReport.Domain;
using RiskReport.Web.Identity;
using RiskReport.Web.Sealing;

namespace RiskReport.Tests.Unit.Sealing;

[TestClass]
public sealed class SuiteHasherTests
{
    private const string Password = "三五八〇";

    private static readonly Account Somebody = new() { Role = default, RegionCode = "", CreatedAt = default, CreatedBy = "" };

    [TestMethod]
    [DataRow(CryptographySuite.International, CryptographySuite.Guomi)]
    [DataRow(CryptographySuite.Guomi, CryptographySuite.International)]
    public void Either_suite_verifies_both_and_hashes_what_is_of_the_other_anew(CryptographySuite suite, CryptographySuite other)
    {
        var (own, others, stronger) = (Hasher(suite), Hasher(other), Hasher(suite, 20));
        var hash = own.HashPassword(Somebody, Password);

        Assert.AreNotEqual(hash, own.HashPassword(Somebody, Password));
        Assert.AreEqual(PasswordVerificationResult.Success, own.VerifyHashedPassword(Somebody, hash, Password));
        Assert.AreEqual(PasswordVerificationResult.SuccessRehashNeeded, others.VerifyHashedPassword(Somebody, hash, Password));
        Assert.AreEqual(PasswordVerificationResult.SuccessRehashNeeded, stronger.VerifyHashedPassword(Somebody, hash, Password));
        foreach (var hasher in new[] { own, others })
        {
            Assert.AreEqual(PasswordVerificationResult.Failed, hasher.VerifyHashedPassword(Somebody, hash, Password + "1"));
            var kept = Convert.FromBase64String(hash);
            if (suite is CryptographySuite.Guomi) // Identity takes a part of its own for the whole
                Assert.AreEqual(PasswordVerificationResult.Failed, hasher.VerifyHashedPassword(Somebody, Convert.ToBase64String(kept[..^1]), Password));
            kept[^1] ^= 1;
            Assert.AreEqual(PasswordVerificationResult.Failed, hasher.VerifyHashedPassword(Somebody, Convert.ToBase64String(kept), Password));
        }
    }

    [TestMethod]
    public void What_openssl_has_derived_is_right()
    {
        var hash = Convert.ToBase64String(Convert.FromHexString("53000003e8101112131415161718191a1b1c1d1e1f2cc5c3c71defc5a75cca6fcfa76e5d09bfd2414eb3ea839d2868460373c17113"));

        Assert.AreEqual(PasswordVerificationResult.Success, Hasher(CryptographySuite.Guomi).VerifyHashedPassword(Somebody, hash, Password));
    }

    private static SuiteHasher Hasher(CryptographySuite suite, int iterations = 10) => new(suite, Options.Create(new PasswordHasherOptions { IterationCount = iterations }));
}
