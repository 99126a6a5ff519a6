using System.Net;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Web;

[TestClass]
public sealed class NewPasswordTests
{
    [TestMethod]
    public async Task A_one_time_password_must_be_changed_before_anything_else()
    {
        await using var app = await TestApp.StartAsync();
        var client = app.Anonymous();
        var name = await app.AddAccountAsync(Role.City, mustChangePassword: true);
        await client.SignInAsync(name);

        using var before = await client.GetAsync("/");
        using var changed = await client.SubmitAsync(
            "/account/password", ("Current", TestApp.Password), ("New", "Better-horse-10"), ("Repeated", "Better-horse-10"));
        var after = await client.PageAsync("/");
        var again = app.Anonymous();
        await again.SignInAsync(name, "Better-horse-10");
        using var home = await again.GetAsync("/");

        Assert.AreEqual("/account/password", before.Headers.Location!.OriginalString);
        Assert.AreEqual("/", changed.Headers.Location!.OriginalString);
        StringAssert.Contains(after.QuerySelector("[role=status]")!.TextContent, "密码已修改");
        Assert.AreEqual(HttpStatusCode.OK, home.StatusCode);
    }

    [TestMethod]
    [DataRow("Short-1", "至少 10 个字符")]
    [DataRow("alllowercaseonly", "至少三类")]
    [DataRow("Xcity-1X-2026", "不能包含用户名")]
    public async Task A_weak_new_password_is_refused_with_its_rule(string password, string sentence)
    {
        await using var app = await TestApp.StartAsync();
        var client = await app.SignedInAsync(Role.City);

        using var response = await client.SubmitAsync(
            "/account/password", ("Current", TestApp.Password), ("New", password), ("Repeated", password));

        var page = await response.PageAsync();
        StringAssert.Contains(page.QuerySelector(".error-summary a[href='#New']")!.TextContent, sentence);
        StringAssert.StartsWith(page.Title, "错误：");
        Assert.AreEqual("true", page.QuerySelector("#New")!.GetAttribute("aria-invalid"));
    }

    [TestMethod]
    public async Task Under_the_other_profile_a_long_passphrase_is_taken_and_a_common_one_refused()
    {
        await using var app = await TestApp.StartAsync(settings: new() { ["Passwords:Profile"] = "asvs" });
        var client = await app.SignedInAsync(Role.City);

        using var common = await client.SubmitAsync("/account/password", ("Current", TestApp.Password), ("New", "passwordpassword"), ("Repeated", "passwordpassword"));
        using var taken = await client.SubmitAsync("/account/password", ("Current", TestApp.Password), ("New", "velvet otter climbs quietly"), ("Repeated", "velvet otter climbs quietly"));

        StringAssert.Contains((await common.PageAsync()).QuerySelector(".error-summary")!.TextContent, "常见密码");
        Assert.AreEqual("/", taken.Headers.Location?.OriginalString);
        app.Clock.Advance(TimeSpan.FromDays(100));
        var later = app.Anonymous();
        await later.SignInAsync(await app.Database.ScalarAsync<string>("SELECT UserName FROM Account"), "velvet otter climbs quietly");
        Assert.AreEqual(HttpStatusCode.OK, (await later.GetAsync("/")).StatusCode, "none grows old");
    }

    [TestMethod]
    public async Task A_word_that_is_no_profile_ends_the_start() =>
        StringAssert.Contains((await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await using var app = await TestApp.StartAsync(settings: new() { ["Passwords:Profile"] = "nist" });
            await app.Anonymous().GetAsync("/signin");
        })).Message, "Passwords:Profile must be dengbao or asvs, not 'nist'");
}
