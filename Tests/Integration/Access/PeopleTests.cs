using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Data;
using RiskReport.Data.Enterprises;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Access;

/// <summary>Accounts as others look after them.</summary>
[TestClass]
public sealed class PeopleTests
{
    [TestMethod]
    public async Task An_account_is_made_by_one_and_gets_its_rights_from_another()
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);
        var security = await app.SignedInAsync(Role.Security);

        using var refused = await admin.SubmitAsync("/accounts/new", ("UserName", "x"), ("Role", "county"), ("Region", "320583100"), ("Reason", ""));
        var problems = (await refused.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent;
        using var taken = await admin.SubmitAsync("/accounts/new", ("UserName", "ADMIN-1"), ("Role", "county"), ("Region", "320583"), ("Reason", "李四"));
        using var made = await admin.SubmitAsync("/accounts/new", ("UserName", "li.si"), ("Role", "county"), ("Region", "320583"), ("Reason", "李四，科长"));
        var password = (await made.PageAsync()).QuerySelector(".issued")!.TextContent;
        var before = await TryAsync(app, "li.si", password);
        var id = await app.AccountIdAsync("li.si");
        using var own = await admin.SubmitAsync("/", $"/accounts/{id}/agree", ("reason-agree", "自己来"));
        using var nameless = await security.SubmitAsync("/", $"/accounts/{id}/agree");
        using var agreed = await security.SubmitAsync("/", $"/accounts/{id}/agree", ("reason-agree", "已电话核对"));
        using var again = await security.SubmitAsync("/", $"/accounts/{id}/agree", ("reason-agree", "再来一次"));
        var person = app.Anonymous();
        await person.SignInAsync("li.si", password);
        using var home = await person.GetAsync("/");

        foreach (var word in new[] { "用户名应为", "与角色相符的地区", "请填写理由" })
            StringAssert.Contains(problems, word);
        StringAssert.Contains((await taken.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, "已经存在");
        StringAssert.Contains(before, "等待安全管理员确认");
        Assert.AreEqual(HttpStatusCode.Forbidden, own.StatusCode);
        Assert.AreEqual(HttpStatusCode.UnprocessableEntity, nameless.StatusCode);
        Assert.AreEqual($"/accounts/{id}", agreed.Headers.Location!.OriginalString);
        Assert.AreEqual(HttpStatusCode.Forbidden, again.StatusCode);
        Assert.AreEqual("/account/password", home.Headers.Location!.OriginalString);
        var events = (await security.PageAsync($"/accounts/{id}")).QuerySelector("table")!.TextContent;
        foreach (var word in new[] { "新建账户", "李四，科长", "admin-1", "确认权限", "已电话核对", "security-2" })
            StringAssert.Contains(events, word);
    }

    [TestMethod]
    public async Task A_deed_takes_effect_at_once()
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);
        var security = await app.SignedInAsync(Role.Security);
        var name = await app.AddAccountAsync(Role.County);
        var id = await app.AccountIdAsync(name);
        var person = app.Anonymous();
        await person.SignInAsync(name);

        using (await security.SubmitAsync("/", $"/accounts/{id}/move", ("role", "township"), ("region", "320583100"), ("reason-move", "调动"))) { }
        Assert.AreEqual(HttpStatusCode.Redirect, (await person.GetAsync("/")).StatusCode, "moved");
        await person.SignInAsync(name);
        StringAssert.Contains((await person.PageAsync("/")).QuerySelector("header")!.TextContent, Role.Township.Word());

        using (await security.SubmitAsync("/", $"/accounts/{id}/sessions", ("reason-sessions", "手机丢失"))) { }
        Assert.AreEqual(HttpStatusCode.Redirect, (await person.GetAsync("/")).StatusCode, "sessions ended");
        await person.SignInAsync(name);

        using (await admin.SubmitAsync("/", $"/accounts/{id}/end", ("reason-end", "离职"))) { }
        Assert.AreEqual(HttpStatusCode.Redirect, (await person.GetAsync("/")).StatusCode, "ended");
        StringAssert.Contains(await TryAsync(app, name, TestApp.Password), "用户名或密码不正确");

        using (await admin.SubmitAsync("/", $"/accounts/{id}/restore", ("reason-restore", "返聘"))) { }
        for (var i = 0; i < 7; i++)
            StringAssert.Contains(await TryAsync(app, name, TestApp.Password), "等待安全管理员确认", $"a right password is no guess, {i}");
        using (await security.SubmitAsync("/", $"/accounts/{id}/agree", ("reason-agree", "已核对"))) { }
        await person.SignInAsync(name);

        using var reset = await admin.SubmitAsync("/", $"/accounts/{id}/password", ("reason-password", "本人当面申请"));
        var password = (await reset.PageAsync()).QuerySelector(".issued")!.TextContent;
        Assert.AreEqual(HttpStatusCode.Redirect, (await person.GetAsync("/")).StatusCode, "password reset");
        StringAssert.Contains(await TryAsync(app, name, TestApp.Password), "用户名或密码不正确");
        await person.SignInAsync(name, password);
        using (var back = await person.SubmitAsync("/account/password", ("Current", password), ("New", TestApp.Password), ("Repeated", TestApp.Password)))
            StringAssert.Contains((await back.PageAsync()).QuerySelector(".error-summary")!.TextContent, "最近 5 次用过的密码");
        using (var joining = await person.SubmitAsync("/account/password", "/activate", ("CreditCode", "x"), ("Code", "y")))
            Assert.AreEqual("/account/password", joining.Headers.Location!.OriginalString, "first the password");
        app.Clock.Advance(TimeSpan.FromDays(8));
        StringAssert.Contains(await TryAsync(app, name, password), "用户名或密码不正确");
    }

    [TestMethod]
    public async Task Nobody_makes_a_security_administrator_nor_moves_an_account_to_be_one()
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);
        var security = await app.SignedInAsync(Role.Security);
        var county = $"/accounts/{await app.AccountIdAsync(await app.AddAccountAsync(Role.County))}";

        using var refused = await admin.SubmitAsync("/accounts/new", ("UserName", "li.si"), ("Role", "security"), ("Region", "3205"), ("Reason", "李四"));

        StringAssert.Contains((await refused.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, "安全管理员由系统运维人员用命令建立");
        Assert.IsNull((await admin.PageAsync("/accounts/new")).QuerySelector("option[value=security]"));
        Assert.IsNull((await security.PageAsync(county)).QuerySelector("option[value=security]"));
        using var moved = await security.SubmitAsync(county, county + "/move", ("role", "security"), ("region", "3205"), ("reason-move", "换岗"));
        StringAssert.Contains((await moved.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, "角色和地区不相符");
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Account WHERE Role = 7"));
    }

    [TestMethod]
    public async Task The_people_of_an_enterprise_move_with_it()
    {
        const string Taicang = "320585100";
        await using var app = await TestApp.StartAsync();
        var id = await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship);
        var account = await app.AccountIdAsync(await app.AddAccountAsync(Role.Enterprise, TestApp.KunshanTownship, id));
        var store = app.Services.GetRequiredService<EnterpriseStore>();
        var facts = (await store.FindAsync(id, Scope.City, CancellationToken.None))!.Facts;
        await using (var connection = await app.Database.Database.OpenAsync(CancellationToken.None))
        await using (var transaction = await Database.BeginWriteAsync(connection, CancellationToken.None))
        {
            await store.ChangeAsync(id, 2026, facts with { TownshipCode = Taicang }, Scope.City, new Actor("city", "test", "迁移"), connection, transaction, CancellationToken.None);
            await transaction.CommitAsync();
        }

        foreach (var (township, status) in new[] { (TestApp.KunshanTownship, HttpStatusCode.NotFound), (Taicang, HttpStatusCode.OK) })
        {
            using var page = await (await app.SignedInAsync(Role.Township, township)).GetAsync($"/accounts/{account}");
            Assert.AreEqual(status, page.StatusCode, township);
        }
    }

    [TestMethod]
    public async Task A_region_is_the_whole_of_what_one_sees()
    {
        await using var app = await TestApp.StartAsync();
        var kunshan = await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship);
        var taicang = await Enterprises.AddAsync(app.Database, "320585100");
        var names = new Dictionary<string, long>();
        foreach (var (name, role, region, enterprise) in new (string, Role, string, long?)[]
        {
            ("own-firm", Role.Enterprise, TestApp.KunshanTownship, kunshan),
            ("other-firm", Role.Enterprise, "320585100", taicang),
            ("own-office", Role.Township, TestApp.KunshanTownship, null),
            ("other-office", Role.County, "320585", null),
            ("city-office", Role.City, "3205", null),
        })
            names[name] = await app.AccountIdAsync(await app.AddAccountAsync(role, region, enterprise, name: name));
        var agent = await app.AgentAsync(kunshan, taicang);
        names["agent"] = await app.AccountIdAsync(agent);

        await SeesAsync(await app.SignedInAsync(Role.Township), "own-firm");
        await SeesAsync(await app.SignedInAsync(Role.City), "own-firm other-firm agent");
        await SeesAsync(await app.SignedInAsync(Role.Admin, TestApp.Kunshan), "own-firm own-office");
        await SeesAsync(await app.SignedInAsync(Role.Security), "own-firm other-firm agent own-office other-office city-office");

        async Task SeesAsync(HttpClient client, string expected)
        {
            foreach (var (name, id) in names)
            {
                var sees = expected.Split(' ').Contains(name);
                using var page = await client.GetAsync($"/accounts/{id}");
                using var deed = await client.SubmitAsync("/", $"/accounts/{id}/sessions", ("reason-sessions", ""));
                Assert.AreEqual(sees ? HttpStatusCode.OK : HttpStatusCode.NotFound, page.StatusCode, name);
                Assert.AreEqual(!sees, deed.StatusCode == HttpStatusCode.NotFound, name);
            }

            var lists = new List<string>();
            foreach (var kind in new[] { "office", "enterprise" })
                lists.AddRange((await client.PageAsync($"/accounts?kind={kind}")).QuerySelectorAll("tbody th a").Select(a => a.TextContent));
            var known = names.Keys.Select(n => n == "agent" ? agent : n).Intersect(lists);
            CollectionAssert.AreEquivalent(expected.Split(' ').Select(n => n == "agent" ? agent : n).ToList(), known.ToList());
        }
    }

    [TestMethod]
    public async Task The_last_administrator_of_the_city_stays_even_when_two_end_each_other_at_once()
    {
        await using var app = await TestApp.StartAsync();
        var (first, second) = (await app.AddAccountAsync(Role.Admin), await app.AddAccountAsync(Role.Admin));
        var clients = new[] { app.Anonymous(), app.Anonymous() };
        await clients[0].SignInAsync(first);
        await clients[1].SignInAsync(second);
        await app.AddAccountAsync(Role.Admin, TestApp.Kunshan);
        var (one, other) = (await app.AccountIdAsync(first), await app.AccountIdAsync(second));

        var answers = await Task.WhenAll(
            clients[0].SubmitAsync("/", $"/accounts/{other}/end", ("reason-end", "先下手")),
            clients[1].SubmitAsync("/", $"/accounts/{one}/end", ("reason-end", "先下手")));

        Assert.HasCount(1, answers.Where(a => a.Headers.Location?.OriginalString.StartsWith("/accounts/", StringComparison.Ordinal) == true));
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Account WHERE Role = 6 AND RegionCode = '3205' AND State = 1"));
        foreach (var answer in answers)
            answer.Dispose();
    }

    [TestMethod]
    public async Task The_list_goes_on_behind_the_last_one_seen_and_narrows()
    {
        await using var app = await TestApp.StartAsync();
        await app.Database.ExecuteAsync("""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120)
            INSERT INTO Account (UserName, NormalizedUserName, EmailConfirmed, PhoneNumberConfirmed, TwoFactorEnabled, LockoutEnabled, AccessFailedCount,
                Role, RegionCode, MustChangePassword, CreatedAt, CreatedBy, State)
            SELECT 'name-' || i, 'NAME-' || i, 0, 0, 0, 0, 0, 3, CASE WHEN i % 2 = 0 THEN '320583' ELSE '320585' END, 0, '2026-11-24', 'test', 1 + i % 3 FROM n
            """);
        var admin = await app.SignedInAsync(Role.Admin);

        var seen = new List<string>();
        for (var address = "/accounts"; address is not null;)
        {
            var page = await admin.PageAsync(address);
            seen.AddRange(page.QuerySelectorAll("tbody th a").Select(a => a.TextContent));
            address = page.QuerySelectorAll("main a").FirstOrDefault(a => a.TextContent == "下一页")?.GetAttribute("href");
        }

        Assert.HasCount(121, seen.Distinct());
        Assert.HasCount(121, seen);
        Assert.AreEqual("NAME-12 NAME-120", await NamesAsync("/accounts?state=active&q=name-12"));
        Assert.AreEqual("", await NamesAsync("/accounts?role=city"));
        Assert.AreEqual("", await NamesAsync("/accounts?q=%25"));

        async Task<string> NamesAsync(string address) =>
            string.Join(' ', (await admin.PageAsync(address)).QuerySelectorAll("tbody th a").Select(a => a.TextContent.ToUpperInvariant()));
    }

    private static async Task<string> TryAsync(TestApp app, string name, string password)
    {
        using var response = await app.Anonymous().SubmitAsync("/signin", ("UserName", name), ("Password", password));
        return (await response.PageAsync()).QuerySelector(".error-summary")!.TextContent;
    }
}
