using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;
using RiskReport.Web.Identity;

namespace RiskReport.Tests.Integration.Web;

[TestClass]
public sealed class SignInTests
{
    [TestMethod]
    public async Task The_right_password_opens_the_home_page_of_the_role()
    {
        await using var app = await TestApp.StartAsync();
        var client = await app.SignedInAsync(Role.County);

        var page = await client.PageAsync("/");

        var header = page.QuerySelector("header")!.TextContent;
        StringAssert.Contains(header, "昆山市");
        StringAssert.Contains(header, Role.County.Word());
        Assert.IsNotNull(page.QuerySelector("main a[href='/imports']"));
        Assert.IsNotNull(page.QuerySelector("main a[href='/roster']"));
    }

    [TestMethod]
    public async Task Unknown_wrong_and_locked_are_refused_in_the_same_words_after_the_same_work_and_time()
    {
        var hasher = new CountingHasher();
        await using var app = await TestApp.StartAsync(configure: s => s.Replace(ServiceDescriptor.Singleton<IPasswordHasher<Account>>(hasher)));
        var name = await app.AddAccountAsync(Role.City);
        var client = app.Anonymous();

        var wrong = await SlowlyAsync(name, "Wrong-horse-9");
        var unknown = await SlowlyAsync("nobody", TestApp.Password);
        for (var tries = 0; tries < 4; tries++)
            await RefusalAsync(client, name, "Wrong-horse-9");
        var locked = await SlowlyAsync(name, TestApp.Password);

        StringAssert.Contains(wrong, "用户名或密码不正确");
        Assert.AreEqual(wrong, unknown);
        Assert.AreEqual(wrong, locked);

        async Task<string> SlowlyAsync(string who, string password)
        {
            var (before, time) = (hasher.Verified, Stopwatch.StartNew());
            var words = await RefusalAsync(client, who, password);
            Assert.AreEqual(1, hasher.Verified - before, who);
            Assert.IsTrue(time.Elapsed > TimeSpan.FromMilliseconds(295), $"{who} {time.Elapsed}");
            return words;
        }
    }

    /// <summary>A hash is what takes long.</summary>
    private sealed class CountingHasher() : PasswordHasher<Account>(Options.Create(new PasswordHasherOptions { IterationCount = 1 }))
    {
        public int Verified { get; private set; }

        public override PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
        {
            Verified++;
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }

    [TestMethod]
    public async Task Problems_stand_in_the_order_of_the_page_and_link_to_their_fields()
    {
        await using var app = await TestApp.StartAsync();

        using var response = await app.Anonymous().SubmitAsync("/signin", ("UserName", ""), ("Password", ""));

        var page = await response.PageAsync();
        var links = page.QuerySelectorAll(".error-summary a").ToList();
        Assert.AreEqual("请填写用户名。 请填写密码。", string.Join(' ', links.Select(a => a.TextContent)));
        Assert.IsTrue(links.TrueForAll(a => page.QuerySelector($"input{a.GetAttribute("href")}") is not null));
        StringAssert.StartsWith(page.Title, "错误：");
    }

    [TestMethod]
    public async Task Four_failures_do_not_lock_and_a_success_forgets_them()
    {
        await using var app = await TestApp.StartAsync();
        var name = await app.AddAccountAsync(Role.City);
        for (var round = 0; round < 2; round++)
        {
            var client = app.Anonymous();
            for (var tries = 0; tries < 4; tries++)
                await RefusalAsync(client, name, "Wrong-horse-9");

            await client.SignInAsync(name);
        }
    }

    [TestMethod]
    public async Task Guesses_made_side_by_side_are_all_counted()
    {
        await using var app = await TestApp.StartAsync();
        var name = await app.AddAccountAsync(Role.City);
        var clients = Enumerable.Range(0, 5).Select(_ => app.Anonymous()).ToList();

        await Task.WhenAll(clients.Select(c => RefusalAsync(c, name, "Wrong-horse-9")));

        await RefusalAsync(app.Anonymous(), name, TestApp.Password);
    }

    [TestMethod]
    [DataRow("/roster", "/roster")]
    [DataRow("https://evil.example/", "/")]
    [DataRow("//evil.example/", "/")]
    [DataRow("/\\evil.example", "/")]
    public async Task After_signing_in_one_lands_on_this_site_only(string returnUrl, string expected)
    {
        await using var app = await TestApp.StartAsync();
        var name = await app.AddAccountAsync(Role.City);

        using var response = await app.Anonymous().SubmitAsync(
            "/signin", ("UserName", name), ("Password", TestApp.Password), ("ReturnUrl", returnUrl));

        Assert.AreEqual(HttpStatusCode.Redirect, response.StatusCode);
        Assert.AreEqual(expected, response.Headers.Location!.OriginalString);
    }

    [TestMethod]
    [DataRow("/")]
    [DataRow("/account/password")]
    [DataRow("/no/such/page")]
    public async Task A_stranger_is_sent_to_sign_in_and_learns_nothing(string address)
    {
        await using var app = await TestApp.StartAsync();

        using var response = await app.Anonymous().GetAsync(address);

        Assert.AreEqual(HttpStatusCode.Redirect, response.StatusCode);
        StringAssert.StartsWith(response.Headers.Location!.OriginalString, "/signin?returnUrl=");
    }

    [TestMethod]
    public async Task Signing_out_ends_the_session_on_the_server()
    {
        await using var app = await TestApp.StartAsync();
        var name = await app.AddAccountAsync(Role.City);
        var client = app.Anonymous();
        using var signedIn = await client.SubmitAsync("/signin", ("UserName", name), ("Password", TestApp.Password));
        var stolen = Cookie(signedIn);
        Assert.AreEqual(HttpStatusCode.OK, await StatusWithAsync(app, stolen));

        using var signedOut = await client.SubmitAsync("/", "/signout");

        Assert.AreEqual("/signin", signedOut.Headers.Location!.OriginalString);
        Assert.AreEqual(HttpStatusCode.Redirect, await StatusWithAsync(app, stolen));
    }

    /// <summary>A session that was there before, somebody else's perhaps, is not the one that goes on, and a changed password ends what was copied before it.</summary>
    [TestMethod]
    public async Task Signing_in_anew_or_a_new_password_ends_the_session_of_before()
    {
        await using var app = await TestApp.StartAsync();
        var (first, second) = (await app.AddAccountAsync(Role.City), await app.AddAccountAsync(Role.City));
        var client = app.Anonymous();
        var cookies = new List<string>();
        foreach (var (page, name) in new[] { ("/signin", first), ("/account", first), ("/account", second) })
        {
            using var signedIn = await client.SubmitAsync(page, "/signin", ("UserName", name), ("Password", TestApp.Password));
            Assert.AreEqual(HttpStatusCode.Redirect, signedIn.StatusCode);
            cookies.Add(Cookie(signedIn));
        }

        Assert.AreEqual(3, await app.Database.ScalarAsync<int>("SELECT COUNT(DISTINCT Id) FROM AccountSession"));
        Assert.AreEqual("Found Found OK", await StatusesAsync());
        Assert.AreEqual("退出登录 2", await app.Database.ScalarAsync<string>("SELECT CONCAT('退出登录 ', COUNT(*)) FROM AuditEntry WHERE Action = 'session.sign-out'"));

        using var changed = await client.SubmitAsync("/account/password", ("Current", TestApp.Password), ("New", "Better-horse-10"), ("Repeated", "Better-horse-10"));

        Assert.AreEqual("/", changed.Headers.Location!.OriginalString);
        Assert.AreEqual("Found Found Found", await StatusesAsync());
        Assert.AreEqual(HttpStatusCode.OK, (await client.GetAsync("/")).StatusCode, "the person goes on");

        async Task<string> StatusesAsync() => string.Join(' ', await Task.WhenAll(cookies.Select(c => StatusWithAsync(app, c))));
    }

    [TestMethod]
    public async Task A_session_ends_when_idle_and_at_the_latest_after_twelve_hours()
    {
        await using var app = await TestApp.StartAsync();
        var idle = await app.SignedInAsync(Role.City);
        var busy = await app.SignedInAsync(Role.City);

        for (var minutes = 0; minutes < 12 * 60; minutes += 20)
        {
            Assert.AreEqual(HttpStatusCode.OK, (await busy.GetAsync("/")).StatusCode, $"after {minutes} minutes");
            app.Clock.Advance(TimeSpan.FromMinutes(20));
        }

        app.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.AreEqual(HttpStatusCode.Redirect, (await busy.GetAsync("/")).StatusCode);
        Assert.AreEqual(HttpStatusCode.Redirect, (await idle.GetAsync("/")).StatusCode);

        // idle is counted from the last page, not from the last time the cookie was renewed
        var reader = await app.SignedInAsync(Role.City);
        foreach (var minutes in new[] { 14, 29, 29 })
        {
            app.Clock.Advance(TimeSpan.FromMinutes(minutes));
            Assert.AreEqual(HttpStatusCode.OK, (await reader.GetAsync("/")).StatusCode, $"{minutes} minutes after the last page");
        }
    }

    [TestMethod]
    public async Task Who_hammers_the_sign_in_is_turned_away_before_it_costs_anything()
    {
        await using var app = await TestApp.StartAsync();
        var client = app.Anonymous();
        var answers = new Dictionary<HttpStatusCode, int>();
        for (var i = 0; i < 310; i++)
        {
            using var answer = await client.PostAsync("/signin", new FormUrlEncodedContent([]));
            answers[answer.StatusCode] = answers.GetValueOrDefault(answer.StatusCode) + 1;
        }

        Assert.AreEqual(10, answers.GetValueOrDefault(HttpStatusCode.TooManyRequests));
        using var page = await client.GetAsync("/signin");
        Assert.AreEqual(HttpStatusCode.OK, page.StatusCode);
    }

    private static async Task<string> RefusalAsync(HttpClient client, string name, string password)
    {
        using var response = await client.SubmitAsync("/signin", ("UserName", name), ("Password", password));
        var page = await response.PageAsync();
        return page.QuerySelector(".error-summary")!.TextContent;
    }

    private static string Cookie(HttpResponseMessage signedIn) =>
        signedIn.Headers.GetValues("Set-Cookie").Last(c => c.StartsWith("riskreport=", StringComparison.Ordinal)).Split(';')[0];

    private static async Task<HttpStatusCode> StatusWithAsync(TestApp app, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("Cookie", cookie);
        using var response = await app.Anonymous().SendAsync(request);
        return response.StatusCode;
    }
}
