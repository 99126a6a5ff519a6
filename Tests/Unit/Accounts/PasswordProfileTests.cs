using Microsoft.Extensions.Time.Testing;
using RiskReport.Domain.Accounts;
using RiskReport.Web.Identity;

namespace RiskReport.Tests.Unit.Accounts;

[TestClass]
public sealed class PasswordProfileTests
{
    [TestMethod]
    [DataRow("dengbao", "Correct-horse-9", "")]
    [DataRow("dengbao", "Cor-rect-9", "")]
    [DataRow("dengbao", "Cor-rect9", "至少 10 个字符")]
    [DataRow("dengbao", "correct horse battery", "至少三类")]
    [DataRow("asvs", "correct horse battery", "")]
    [DataRow("asvs", "Cor-rect-99", "至少 12 个字符")]
    [DataRow("asvs", "正确的马电池钉书针牢固结实", "")]
    [DataRow("dengbao", "正确的马电池钉书针-Aa1", "")]
    [DataRow("dengbao", "Correct horse battery staple 9, correct horse battery staple 9, 正确的马电池钉书针", "")]
    [DataRow("asvs", "正确的马电池钉书针牢固结实，正确的马电池钉书针牢固结实，正确的马电池钉书针牢固结实，正确的马电池钉书针牢固结实，正确的马电池钉书针牢固结实", "")]
    [DataRow("dengbao", "Zhang.san-2031", "不能包含用户名")]
    [DataRow("asvs", "my name is ZHANG.SAN", "不能包含用户名")]
    [DataRow("dengbao", "Password@123", "常见密码")]
    [DataRow("dengbao", "P@ssw0rd2026", "常见密码")]
    [DataRow("dengbao", "Admin@12345", "常见密码")]
    [DataRow("dengbao", "Suzhou@2026", "常见密码")]
    [DataRow("dengbao", "Kunshan@2026", "常见密码")]
    [DataRow("dengbao", "RiskReport2026!", "常见密码")]
    [DataRow("dengbao", "Anquan@2026", "常见密码")]
    [DataRow("asvs", "passwordpassword", "常见密码")]
    [DataRow("asvs", "qwertyuiop12", "常见密码")]
    public void A_profile_says_what_is_broken(string profile, string password, string sentence)
    {
        var rules = new PasswordRules(PasswordProfile.Find(profile)!, TimeProvider.System);

        var broken = string.Concat(rules.Broken("zhang.san", password));

        Assert.AreEqual(sentence.Length == 0, broken.Length == 0, broken);
        StringAssert.Contains(broken, sentence);
    }

    [TestMethod]
    public void A_long_password_is_refused_and_takes_no_time()
    {
        var rules = new PasswordRules(PasswordProfile.Asvs, TimeProvider.System);

        Assert.IsEmpty(rules.Broken("zhang", string.Concat(Enumerable.Repeat("aB3$密", 25))));
        StringAssert.Contains(string.Concat(rules.Broken("zhang", new string('x', 100_000))), "最多 128 个字符");
    }

    [TestMethod]
    [DataRow("dengbao", 90, false)]
    [DataRow("dengbao", 91, true)]
    [DataRow("asvs", 3650, false)]
    public void A_password_grows_old_in_one_profile_only(string profile, int days, bool isTooOld)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 2, 0, 0, TimeSpan.Zero));
        var account = new Account { Role = Role.City, RegionCode = "3205", CreatedAt = clock.GetUtcNow().UtcDateTime, CreatedBy = "test" };

        clock.Advance(TimeSpan.FromDays(days));

        Assert.AreEqual(isTooOld, new PasswordRules(PasswordProfile.Find(profile)!, clock).IsTooOld(account));
    }

    [TestMethod]
    public void Pauses_double_and_end_at_their_longest()
    {
        var pauses = Enumerable.Range(4, 9).Select(n => AttemptLimit.Here.PauseAfter(n).TotalMinutes);

        Assert.AreEqual("0 1 2 4 8 16 32 60 60", string.Join(' ', pauses));
        Assert.AreEqual(TimeSpan.FromHours(1), AttemptLimit.Here.PauseAfter(int.MaxValue));
    }
}
