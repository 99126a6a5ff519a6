using System.Net;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Access;

/// <summary>Sessions that the server knows, passwords that grow old, and whoever guesses.</summary>
[TestClass]
public sealed class SessionTests
{
    private const string Wrong = "Wrong-horse-9";

    [TestMethod]
    public async Task A_person_sees_the_own_sessions_and_ends_them_one_by_one_or_all_others()
    {
        await using var app = await TestApp.StartAsync();
        var name = await app.AddAccountAsync(Role.City);
        var clients = Enumerable.Range(0, 4).Select(_ => app.Anonymous()).ToList();
        clients[1].DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1");
        foreach (var client in clients)
            await client.SignInAsync(name);
        var stranger = await app.SignedInAsync(Role.City);

        var page = await clients[0].PageAsync("/account");
        var phone = page.QuerySelectorAll("tbody tr").Single(r => r.TextContent.Contains("Safari（iPhone）", StringComparison.Ordinal));
        var address = phone.QuerySelector("form")!.GetAttribute("action")!;
        using var foreign = await stranger.SubmitAsync("/account", address);
        using var one = await clients[0].SubmitAsync("/account", address);

        Assert.HasCount(4, page.QuerySelectorAll("tbody tr"));
        Assert.HasCount(3, page.QuerySelectorAll("tbody form"));
        Assert.AreEqual(HttpStatusCode.NotFound, foreign.StatusCode);
        Assert.AreEqual("/account", one.Headers.Location!.OriginalString);
        Assert.AreEqual("OK Found OK OK", await StatusesAsync(clients));

        using (await clients[2].SubmitAsync("/account", "/signout")) { }
        Assert.AreEqual("OK Found Found OK", await StatusesAsync(clients), "signing out ends one session, not all");
        using (await clients[0].SubmitAsync("/account", "/account/sessions/end")) { }
        Assert.AreEqual("OK Found Found Found", await StatusesAsync(clients));
        Assert.AreEqual(HttpStatusCode.OK, (await stranger.GetAsync("/")).StatusCode);
    }

    [TestMethod]
    public async Task A_busy_session_writes_once_a_minute()
    {
        await using var app = await TestApp.StartAsync();
        var client = await app.SignedInAsync(Role.City);
        await app.Database.ExecuteAsync("CREATE TABLE Seen (At TEXT); CREATE TRIGGER Sees AFTER UPDATE ON AccountSession BEGIN INSERT INTO Seen VALUES (NEW.SeenAt); END");

        for (var seconds = 0; seconds < 180; seconds += 10)
        {
            using (await client.GetAsync("/inbox")) { }
            app.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.AreEqual(2, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Seen"));
    }

    [TestMethod]
    public async Task An_old_password_must_be_changed_and_none_of_the_last_five_comes_again()
    {
        await using var app = await TestApp.StartAsync();
        var name = await app.AddAccountAsync(Role.City);
        app.Clock.Advance(TimeSpan.FromDays(91));
        var client = app.Anonymous();
        await client.SignInAsync(name);
        var other = app.Anonymous();
        await other.SignInAsync(name);

        using var home = await client.GetAsync("/");
        var page = await client.PageAsync("/account/password");
        Assert.AreEqual("/account/password", home.Headers.Location!.OriginalString);
        StringAssert.Contains(page.QuerySelector(".notice")!.TextContent, "已经过期");

        var now = TestApp.Password;
        for (var i = 1; i <= 5; i++)
        {
            Assert.AreEqual("/", await ChangeAsync(now, $"Better-horse-1{i}"), $"change {i}");
            now = $"Better-horse-1{i}";
            if (i == 4)
                StringAssert.Contains(await ChangeAsync(now, TestApp.Password), "最近 5 次用过的密码");
        }

        Assert.AreEqual("/", await ChangeAsync(now, TestApp.Password), "the sixth before last");
        StringAssert.Contains(await ChangeAsync(TestApp.Password, "Suzhou@2026"), "常见密码");
        Assert.AreEqual(HttpStatusCode.OK, (await client.GetAsync("/")).StatusCode);
        Assert.AreEqual(HttpStatusCode.Redirect, (await other.GetAsync("/account")).StatusCode, "a changed password ends the other sessions");
        Assert.AreEqual(4, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM PasswordUsed"));

        async Task<string> ChangeAsync(string current, string fresh)
        {
            using var answer = await client.SubmitAsync("/account/password", ("Current", current), ("New", fresh), ("Repeated", fresh));
            return answer.Headers.Location?.OriginalString ?? (await answer.PageAsync()).QuerySelector(".error-summary")!.TextContent;
        }
    }

    [TestMethod]
    public async Task Who_guesses_waits_longer_and_longer_and_keeps_nobody_else_out()
    {
        await using var app = await TestApp.StartAsync(configure: FakeAddress.Add);
        var name = await app.AddAccountAsync(Role.City);
        var person = FakeAddress.From(app, "192.0.2.10");
        await person.SignInAsync(name);

        var stranger = FakeAddress.From(app, "2001:db8:1:2::1");
        for (var tries = 0; tries < 5; tries++)
            Assert.IsFalse(await SignsInAsync(stranger, name, Wrong));
        Assert.IsFalse(await SignsInAsync(FakeAddress.From(app, "2001:db8:1:2:ffff::9"), name, TestApp.Password), "the same household");
        app.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.IsFalse(await SignsInAsync(stranger, name, Wrong));
        app.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.IsFalse(await SignsInAsync(stranger, name, TestApp.Password), "two minutes after the sixth");
        app.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.IsTrue(await SignsInAsync(stranger, name, TestApp.Password));

        for (var i = 0; i < 25; i++)
            await SignsInAsync(FakeAddress.From(app, $"198.51.100.{i}"), name, Wrong);
        Assert.IsFalse(await SignsInAsync(FakeAddress.From(app, "203.0.113.1"), name, TestApp.Password), "from anywhere new");
        Assert.IsTrue(await SignsInAsync(FakeAddress.From(app, "192.0.2.10"), name, TestApp.Password), "the person, from where it has been before");

        for (var tries = 0; tries < 5; tries++)
            await SignsInAsync(FakeAddress.From(app, "203.0.113.5"), name, Wrong);
        var security = await app.SignedInAsync(Role.Security);
        using (await security.SubmitAsync("/", $"/accounts/{await app.AccountIdAsync(name)}/unlock", ("reason-unlock", "本人来电"))) { }
        Assert.IsTrue(await SignsInAsync(FakeAddress.From(app, "203.0.113.5"), name, TestApp.Password), "lifted");
        Assert.AreEqual(HttpStatusCode.OK, (await person.GetAsync("/account")).StatusCode, "and whoever is in stays in");
        Assert.DoesNotContain(name, await app.Database.ScalarAsync<string>("SELECT COALESCE(GROUP_CONCAT(Who), '') FROM Attempt"));
    }

    [TestMethod]
    public async Task A_forged_address_is_believed_from_a_configured_proxy_only()
    {
        await using var plain = await TestApp.StartAsync(configure: FakeAddress.Add);
        await using var behind = await TestApp.StartAsync(configure: FakeAddress.Add, settings: new() { ["Proxies:Known"] = "192.0.2.0/24" });

        Assert.AreEqual("网页 192.0.2.10", await SeenFromAsync(plain, "192.0.2.10"));
        Assert.AreEqual("网页 203.0.113.77", await SeenFromAsync(behind, "192.0.2.10"));
        Assert.AreEqual("网页 198.51.100.1", await SeenFromAsync(behind, "198.51.100.1"));

        static async Task<string> SeenFromAsync(TestApp app, string address)
        {
            var client = FakeAddress.From(app, address);
            client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.77");
            await client.SignInAsync(await app.AddAccountAsync(Role.City));
            return (await client.PageAsync("/account")).QuerySelector("tbody td:nth-child(2)")!.TextContent;
        }
    }

    /// <summary>Another address in the header each time: from whoever is no proxy it says nothing, and a proxy's own word, the last, counts.</summary>
    [TestMethod]
    public async Task Forged_addresses_do_not_get_round_the_limits()
    {
        await using var plain = await TestApp.StartAsync(configure: FakeAddress.Add);
        var name = await plain.AddAccountAsync(Role.City);
        for (var i = 0; i < 5; i++)
            Assert.IsFalse(await SignsInAsync(Forging(plain, "198.51.100.7", $"203.0.113.{i}"), name, Wrong));
        Assert.IsFalse(await SignsInAsync(Forging(plain, "198.51.100.7", "203.0.113.99"), name, TestApp.Password), "held off, though right");
        Assert.IsTrue(await SignsInAsync(FakeAddress.From(plain, "198.51.100.8"), name, TestApp.Password), "another network");

        await using var behind = await TestApp.StartAsync(configure: FakeAddress.Add, settings: new() { ["Proxies:Known"] = "192.0.2.0/24" });
        foreach (var (app, peer, own) in new[] { (plain, "198.51.100.7", ""), (behind, "192.0.2.10", ", 203.0.113.9") })
        {
            var refused = 0;
            for (var i = 0; i < 62; i++)
                refused += (await Forging(app, peer, $"203.0.113.{100 + i}{own}").GetAsync("/verify")).StatusCode == HttpStatusCode.TooManyRequests ? 1 : 0;
            Assert.AreEqual(2, refused, peer);
        }

        static HttpClient Forging(TestApp app, string peer, string forged)
        {
            var client = FakeAddress.From(app, peer);
            client.DefaultRequestHeaders.Add("X-Forwarded-For", forged);
            return client;
        }
    }

    private static async Task<bool> SignsInAsync(HttpClient client, string name, string password)
    {
        using var answer = await client.SubmitAsync("/signin", ("UserName", name), ("Password", password));
        return answer.StatusCode == HttpStatusCode.Redirect;
    }

    private static async Task<string> StatusesAsync(IEnumerable<HttpClient> clients)
    {
        var statuses = new List<HttpStatusCode>();
        foreach (var client in clients)
            statuses.Add((await client.GetAsync("/")).StatusCode);
        return string.Join(' ', statuses);
    }
}
