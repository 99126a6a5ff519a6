using System.Net;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Access;

/// <summary>A person's mailbox: entered, confirmed, changed, removed.</summary>
[TestClass]
public sealed class MailboxTests
{
    private const string Page = "/account/mail";

    [TestMethod]
    public async Task A_mailbox_is_good_when_its_code_has_come_back_to_the_very_account()
    {
        await using var server = new MailServer();
        await using var app = await server.AppAsync();
        var name = await app.AddAccountAsync(Role.County);
        var person = app.Anonymous();
        await person.SignInAsync(name);
        var stranger = await app.SignedInAsync(Role.County);

        var wrong = await RefusedAsync(person.SubmitAsync(Page, ("mailbox", "an quan@example"), ("password", "Wrong-horse-9")));
        foreach (var sentence in new[] { "邮箱地址无效", "密码不正确" })
            StringAssert.Contains(wrong, sentence);
        await AskAsync(person, "an.quan@example.com");
        var letter = await server.MessageAsync(0);
        var code = MailServer.CodeOf(letter);
        Assert.AreEqual("an.quan@example.com", letter.To.Mailboxes.Single().Address);
        Assert.AreEqual("", await MailboxOfAsync(app, name), "not before it is confirmed");
        StringAssert.Contains((await person.PageAsync(Page)).QuerySelector("main")!.TextContent, "an.quan@example.com 还没有确认");
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM MailedCode WHERE CodeSha256 LIKE @Code", new { Code = $"%{ActivationCode.Plain(code)}%" }));

        StringAssert.Contains(await RefusedAsync(stranger.SubmitAsync(Page, Page + "/confirm", ("code", code))), "确认码不正确");
        StringAssert.Contains(await RefusedAsync(person.SubmitAsync(Page, Page + "/confirm", ("code", "AAAA-BBBB-CCCC-DDDD"))), "确认码不正确");
        using (var confirmed = await person.SubmitAsync(Page, Page + "/confirm", ("code", code.ToLowerInvariant())))
            Assert.AreEqual("/account", confirmed.Headers.Location!.OriginalString);
        Assert.AreEqual("an.quan@example.com", await MailboxOfAsync(app, name));
        await RefusedAsync(person.SubmitAsync(Page, Page + "/confirm", ("code", code)));
        var admin = await app.SignedInAsync(Role.Admin);
        var shown = (await admin.PageAsync($"/accounts/{await app.AccountIdAsync(name)}")).DocumentElement.TextContent;
        StringAssert.Contains(shown, "a***@example.com，已确认");
        Assert.DoesNotContain("an.quan", shown);

        // another address: only with the password, and the one before is told
        await RefusedAsync(person.SubmitAsync(Page, ("mailbox", "new@example.com"), ("password", "Wrong-horse-9")));
        await AskAsync(person, "first@example.com");
        await AskAsync(person, "new@example.com");
        var first = MailServer.CodeOf(await server.MessageAsync(1));
        await RefusedAsync(person.SubmitAsync(Page, Page + "/confirm", ("code", first)));
        using (await person.SubmitAsync(Page, Page + "/confirm", ("code", MailServer.CodeOf(await server.MessageAsync(2))))) { }
        Assert.AreEqual("new@example.com", await MailboxOfAsync(app, name));
        letter = await server.MessageAsync(3);
        Assert.AreEqual(("an.quan@example.com", "您的邮箱已更换"), (letter.To.Mailboxes.Single().Address, letter.Subject));

        // a day later, or after the password was changed, the code is good for nothing
        await AskAsync(person, "late@example.com");
        var late = MailServer.CodeOf(await server.MessageAsync(4));
        app.Clock.Advance(TimeSpan.FromHours(25));
        await person.SignInAsync(name);
        await RefusedAsync(person.SubmitAsync("/account", Page + "/confirm", ("code", late)));
        await AskAsync(person, "later@example.com");
        using (await person.SubmitAsync("/account/password", ("Current", TestApp.Password), ("New", "Better-horse-1"), ("Repeated", "Better-horse-1"))) { }
        await RefusedAsync(person.SubmitAsync("/account", Page + "/confirm", ("code", MailServer.CodeOf(await server.MessageAsync(5)))));
        letter = await server.MessageAsync(6);
        Assert.AreEqual(("new@example.com", "您的密码已修改"), (letter.To.Mailboxes.Single().Address, letter.Subject));

        await RefusedAsync(person.SubmitAsync(Page, Page + "/remove", ("leaving", TestApp.Password)));
        using (await person.SubmitAsync(Page, Page + "/remove", ("leaving", "Better-horse-1"))) { }
        Assert.AreEqual("", await MailboxOfAsync(app, name));
        Assert.AreEqual("new@example.com", (await server.MessageAsync(7)).To.Mailboxes.Single().Address);
    }

    [TestMethod]
    public async Task Nobody_fills_a_mailbox_by_asking_again_and_without_a_mail_server_the_page_says_so()
    {
        await using var server = new MailServer();
        await using var app = await server.AppAsync();
        var person = await app.SignedInAsync(Role.Township);
        for (var i = 0; i < 5; i++)
            await AskAsync(person, "somebody@example.com");
        StringAssert.Contains(await RefusedAsync(person.SubmitAsync(Page, ("mailbox", "somebody@example.com"), ("password", TestApp.Password))), "太频繁");
        await server.MessageAsync(4);
        Assert.HasCount(5, server.Messages);

        await using var mute = await TestApp.StartAsync();
        person = await mute.SignedInAsync(Role.Township);
        var page = await person.PageAsync(Page);
        StringAssert.Contains(page.QuerySelector(".notice")!.TextContent, "没有配置邮件");
        Assert.IsNull(page.QuerySelector($"form[action='{Page}']"));
        StringAssert.Contains(await RefusedAsync(person.SubmitAsync("/account", Page, ("mailbox", "a@example.com"), ("password", TestApp.Password))), "没有配置邮件");
        StringAssert.Contains((await mute.Anonymous().PageAsync("/forgot")).QuerySelector("main")!.TextContent, "没有配置邮件");
    }

    private static async Task AskAsync(HttpClient person, string mailbox)
    {
        using var asked = await person.SubmitAsync(Page, ("mailbox", mailbox), ("password", TestApp.Password));
        Assert.AreEqual(HttpStatusCode.Redirect, asked.StatusCode, await asked.Content.ReadAsStringAsync());
    }

    private static async Task<string> RefusedAsync(Task<HttpResponseMessage> asked)
    {
        using var response = await asked;
        return (await response.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent;
    }

    private static Task<string> MailboxOfAsync(TestApp app, string name) => app.Database.ScalarAsync<string>(
        "SELECT COALESCE(CASE WHEN EmailConfirmed = 1 THEN Email END, '') FROM Account WHERE UserName = @name", new { name });
}
