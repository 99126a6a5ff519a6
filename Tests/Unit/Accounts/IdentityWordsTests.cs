using Microsoft.AspNetCore.Identity;
using RiskReport.Web.Identity;

namespace RiskReport.Tests.Unit.Accounts;

[TestClass]
public sealed class IdentityWordsTests
{
    [TestMethod]
    public void Nobody_reads_what_identity_says_in_english()
    {
        var identity = new IdentityErrorDescriber();
        foreach (var error in new[] { identity.ConcurrencyFailure(), identity.PasswordMismatch(), identity.DuplicateUserName("wang"), identity.DefaultError(), identity.InvalidUserName("wang") })
        {
            var sentence = IdentityWords.Of(error, "王五");
            Assert.IsFalse(sentence.Any(char.IsAsciiLetter), sentence);
            Assert.EndsWith("。", sentence);
        }

        Assert.AreEqual("密码太短。", IdentityWords.Of(new IdentityError { Code = nameof(PasswordRules), Description = "密码太短。" }, "wang"));
    }
}
