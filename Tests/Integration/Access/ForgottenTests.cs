using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Access;

/// <summary>A forgotten password is set anew through the confirmed mailbox, and nothing else is told or opened by it.</summary>
[TestClass]
public sealed partial class ForgottenTests
{
    private const string Page = "/forgot";
    private const string CodePage = "/forgot/code";
    private const string Mailbox = "person@example.com";
    private const string Fresh = "Better-horse-1";

    [TestMethod]
    public async Task Whoever_asks_is_told_the_same_after_the_same_time()
    {
        await using var server = new MailServer();
        await using var app = await server.AppAsync(FakeAddress.Add);
        var watch = new AuditWatch(app.Database);
        foreach (var name in new[] { "person", "ended", "waiting", "unconfirmed", "none" })
        {
            await app.AddAccountAsync(Role.County, name: name);
            await watch.OneAsync(AuditAction.AccountMade);
        }

        await app.Database.ScalarAsync<int>("""
            UPDATE Account SET Email = UserName || '@example.com', EmailConfirmed = 1 WHERE UserName <> 'none';
            UPDATE Account SET State = 3 WHERE UserName = 'ended';
            UPDATE Account SET State = 2 WHERE UserName = 'waiting';
            UPDATE Account SET EmailConfirmed = 0 WHERE UserName = 'unconfirmed';
            SELECT 0
            """);
        var answers = new HashSet<string>();
        foreach (var (name, mailbox) in new[]
        {
            ("nobody-at-all", "x@example.com"), ("person", "other@example.com"), ("ended", "ended@example.com"), ("waiting", "waiting@example.com"),
            ("unconfirmed", "unconfirmed@example.com"), ("none", "none@example.com"), ("ＰＥＲＳＯＮ", "Person@Example.com"),
        })
        {
            var time = Stopwatch.StartNew();
            answers.Add(await AskAsync(app, name, mailbox));
            Assert.IsTrue(time.Elapsed > TimeSpan.FromMilliseconds(295), $"{name} {time.Elapsed}");
            var entry = await watch.OneAsync(AuditAction.ResetAsked, mailbox == "Person@Example.com" ? AuditEntry.Done : AuditEntry.Refused);
            Assert.AreEqual(name == "nobody-at-all" ? "" : name.Normalize(System.Text.NormalizationForm.FormKC).ToLowerInvariant(), entry.Subject);
        }

        Assert.HasCount(1, answers, string.Join('\n', answers));
        StringAssert.Contains(answers.Single(), "请联系所在镇（街道）办公室");
        Assert.AreEqual(Mailbox, (await server.MessageAsync(0)).To.Mailboxes.Single().Address);

        // after five from one network no more is sent there, though a letter would go to the right person
        for (var i = 0; i < 3; i++)
            answers.Add(await AskAsync(app, "person", Mailbox));
        answers.Add(await AskAsync(app, "person", Mailbox, "192.0.2.9"));
        await server.MessageAsync(4);
        Assert.HasCount(1, answers);
        Assert.AreEqual(5, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM AuditEntry WHERE Action = 'account.reset-asked' AND Result = 'ok'"));
        answers.Add(await AskAsync(app, "person", Mailbox));
        Assert.HasCount(1, answers);
        Assert.AreEqual(5, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM AuditEntry WHERE Action = 'account.reset-asked' AND Result = 'ok'"));
    }

    [TestMethod]
    public async Task A_code_sets_a_password_by_the_rules_once_and_the_second_factor_stays()
    {
        await using var server = new MailServer();
        await using var app = await server.AppAsync(FakeAddress.Add);
        await app.AddAccountAsync(Role.County, name: "person");
        await app.Database.ExecuteAsync($"UPDATE Account SET Email = '{Mailbox}', EmailConfirmed = 1");
        var session = app.Anonymous();
        await session.SignInAsync("person");
        var (secret, _) = await session.AddFactorAsync(app);

        var code = await CodeAsync(app, server, 0);
        var problems = await RefusedAsync(app, code, "short", "other");
        StringAssert.Contains(problems, "两次填写的新密码不一致");
        StringAssert.Contains(await RefusedAsync(app, code, "short", "short"), "密码至少 10 个字符");
        StringAssert.Contains(await RefusedAsync(app, code, TestApp.Password, TestApp.Password), "最近 5 次用过的密码");
        StringAssert.Contains(await RefusedAsync(app, "AAAA-BBBB-CCCC-DDDD", Fresh, Fresh), "重设码不正确");
        Assert.AreEqual(HttpStatusCode.OK, (await session.GetAsync("/account")).StatusCode, "nothing has changed yet");

        Assert.AreEqual("/signin", await SetAsync(app, code, Fresh));
        Assert.AreEqual(HttpStatusCode.Redirect, (await session.GetAsync("/account")).StatusCode, "every session has ended");
        StringAssert.Contains(await RefusedAsync(app, code, "Better-horse-2", "Better-horse-2"), "重设码不正确");
        Assert.AreEqual("您的密码已修改", (await server.MessageAsync(1)).Subject);
        var person = app.Anonymous();
        using (var old = await person.SubmitAsync("/signin", ("UserName", "person"), ("Password", TestApp.Password)))
            StringAssert.Contains((await old.PageAsync()).QuerySelector(".error-summary")!.TextContent, "用户名或密码不正确");
        app.Clock.Advance(TimeSpan.FromSeconds(60));
        using var step = await person.SubmitAsync("/signin", ("UserName", "person"), ("Password", Fresh));
        var ticket = (await step.PageAsync()).QuerySelector("[name=Ticket]")!.GetAttribute("value");
        using (var entered = await person.SubmitAsync("/signin", "/signin/code", ("Ticket", ticket), ("Code", Factors.Code(app, secret))))
            Assert.AreEqual(HttpStatusCode.Redirect, entered.StatusCode);
        Assert.AreEqual("ok", await app.Database.ScalarAsync<string>("SELECT Result FROM AuditEntry WHERE Action = 'account.password-recovered' AND Account = 'person'"));

        // what was sent before something changed is good for nothing
        var letters = 2;
        foreach (var change in new[]
        {
            "UPDATE Account SET SecurityStamp = 'changed'", "UPDATE Account SET Email = 'elsewhere@example.com'", "UPDATE Account SET EmailConfirmed = 0",
            "UPDATE Account SET State = 3", "UPDATE MailedCode SET CodeSha256 = 'replaced'", "",
        })
        {
            code = await CodeAsync(app, server, letters++);
            if (change.Length > 0)
                await app.Database.ExecuteAsync(change);
            else
                app.Clock.Advance(TimeSpan.FromMinutes(31));
            StringAssert.Contains(await RefusedAsync(app, code, "Better-horse-3", "Better-horse-3"), "重设码不正确", change);
            await app.Database.ExecuteAsync($"UPDATE Account SET Email = '{Mailbox}', EmailConfirmed = 1, State = 1; DELETE FROM Attempt");
        }
    }

    [TestMethod]
    public async Task Both_pages_take_sixty_requests_a_minute_from_a_network()
    {
        await using var app = await TestApp.StartAsync(configure: FakeAddress.Add);
        var (client, other) = (FakeAddress.From(app, "192.0.2.1"), FakeAddress.From(app, "192.0.2.9"));

        var answers = new List<int>();
        for (var i = 0; i < 62; i++)
        {
            using var answer = await client.PostAsync(i % 2 == 0 ? Page : CodePage, new FormUrlEncodedContent([]));
            answers.Add((int)answer.StatusCode);
        }

        CollectionAssert.AreEqual(Enumerable.Repeat(400, 60).Concat([429, 429]).ToList(), answers);
        Assert.AreEqual(HttpStatusCode.OK, (await other.GetAsync(Page)).StatusCode);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        foreach (var page in new[] { Page, CodePage })
            Assert.AreEqual(HttpStatusCode.OK, (await client.GetAsync(page)).StatusCode);
    }

    private static async Task<string> AskAsync(TestApp app, string name, string mailbox, string network = "192.0.2.1")
    {
        var client = FakeAddress.From(app, network);
        using var asked = await client.SubmitAsync(Page, ("UserName", name), ("Mailbox", mailbox));
        Assert.AreEqual(CodePage, asked.Headers.Location?.OriginalString, await asked.Content.ReadAsStringAsync());
        return Token().Replace((await client.PageAsync(CodePage)).DocumentElement.OuterHtml, "");
    }

    private static async Task<string> CodeAsync(TestApp app, MailServer server, int number)
    {
        await AskAsync(app, "person", Mailbox);
        return MailServer.CodeOf(await server.MessageAsync(number));
    }

    private static async Task<string?> SetAsync(TestApp app, string code, string password)
    {
        using var set = await app.Anonymous().SubmitAsync(CodePage, ("Code", code), ("New", password), ("Repeated", password));
        return set.Headers.Location?.OriginalString;
    }

    private static async Task<string> RefusedAsync(TestApp app, string code, string password, string repeated)
    {
        using var set = await app.Anonymous().SubmitAsync(CodePage, ("Code", code), ("New", password), ("Repeated", repeated));
        return (await set.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent;
    }

    [GeneratedRegex("<input name=\"__RequestVerificationToken\"[^>]*>")]
    private static partial Regex Token();
}
