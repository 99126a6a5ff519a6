using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;
using RiskReport.Web.Background;
using RiskReport.Web.Identity;

namespace RiskReport.Tests.Integration.Api;

[TestClass]
public sealed class ClientPagesTests
{
    [TestMethod]
    public async Task An_administrator_lets_a_client_in_renews_its_secret_and_ends_it()
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);

        using var faulty = await admin.SubmitAsync("/clients", ("ClientId", "K"), ("Region", "999"), ("Redirect", "http://elsewhere.example"));
        var page = await faulty.PageAsync(HttpStatusCode.UnprocessableEntity);
        Assert.AreEqual("#ClientId #Scope #Region #Redirect", string.Join(' ', page.QuerySelectorAll(".error-summary a").Select(a => a.GetAttribute("href"))));
        Assert.IsNotNull(page.GetElementById("Scope"));
        Assert.AreEqual("999", page.GetElementById("Region")!.GetAttribute("value"));

        using var added = await admin.SubmitAsync("/clients", ("ClientId", "platform"), ("Scope", "grade"), ("Scope", "changes.read"), ("Region", "320583"));
        var secret = (await added.PageAsync()).QuerySelector(".issued")!.TextContent;
        await app.TokenAsync("platform", secret);
        page = await admin.PageAsync("/clients");
        Assert.IsNull(page.QuerySelector(".issued"));
        StringAssert.Contains(page.QuerySelector("tbody")!.TextContent, "昆山市");
        StringAssert.Contains(page.QuerySelector("tbody")!.TextContent, "评级计算、读取变动");

        using var renewed = await admin.SubmitAsync("/clients", "/clients/platform/renew");
        page = await renewed.PageAsync();
        var fresh = page.QuerySelector(".issued")!.TextContent;
        StringAssert.Contains(page.QuerySelector("tbody")!.TextContent, "新旧密钥并用至");
        var token = await app.TokenAsync("platform", fresh);
        await app.TokenAsync("platform", secret);

        // a secret in use is not killed by a second renewal, unless that is what is wanted
        using var again = await admin.SubmitAsync("/clients", "/clients/platform/renew");
        StringAssert.Contains((await again.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, "没有更换：platform 上一次更换前的密钥 2026-12-01 10:00 前仍然有效");
        await app.TokenAsync("platform", secret);
        using var third = await admin.SubmitAsync("/clients", "/clients/platform/renew", ("endsOld", "true"));
        page = await third.PageAsync();
        Assert.DoesNotContain("新旧密钥并用至", page.QuerySelector("tbody")!.TextContent);
        foreach (var old in new[] { secret, fresh })
        {
            using var refused = await app.AskTokenAsync("platform", old);
            Assert.AreEqual(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        await app.TokenAsync("platform", page.QuerySelector(".issued")!.TextContent);

        using var ended = await admin.SubmitAsync("/clients", "/clients/platform/end");
        Assert.AreEqual(HttpStatusCode.Redirect, ended.StatusCode);
        await app.Bearing(token).JsonAsync("/api/v1/changes", HttpStatusCode.Unauthorized);
        StringAssert.Contains((await admin.PageAsync("/clients")).QuerySelector("tbody")!.TextContent, "停用");
        using var twice = await admin.SubmitAsync("/clients", "/clients/platform/end");
        Assert.AreEqual(HttpStatusCode.NotFound, twice.StatusCode);

        // what has expired goes, in time
        await app.Services.GetRequiredService<TokenSweeper>().SweepAsync(CancellationToken.None);
        Assert.AreEqual(5, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM ApiToken"));
        app.Clock.Advance(TimeSpan.FromDays(2));
        await app.Services.GetRequiredService<TokenSweeper>().SweepAsync(CancellationToken.None);
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM ApiToken"));
    }

    [TestMethod]
    public async Task Of_many_who_take_the_same_name_at_once_one_has_it_and_the_others_a_sentence()
    {
        await using var app = await TestApp.StartAsync();

        var clients = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => app.ClientsAsync(d =>
            d.AddAsync(new NewApiClient("platform", "grade", null, null), new Actor("test", "test", "test"), CancellationToken.None)))));
        var accounts = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(async () =>
        {
            await using var scope = app.Services.CreateAsyncScope();
            var wanted = new NewAccount { UserName = i % 2 == 0 ? "Wang.Wu" : "wang.wu", Role = Role.City, RegionCode = "3205", Password = TestApp.Password, MustChangePassword = false, By = new Actor("test", "", "test") };
            return (await scope.ServiceProvider.GetRequiredService<AccountMaker>().MakeAsync(wanted))!;
        })));

        Assert.HasCount(1, clients.Where(c => c.Secret is not null));
        Assert.IsTrue(clients.All(c => c.Secret is not null || c.Problems.Single() is { Field: "ClientId" } p && p.Message.Contains("已存在", StringComparison.Ordinal)));
        Assert.HasCount(1, accounts.Where(a => a.Count == 0));
        Assert.IsTrue(accounts.All(a => a.Count == 0 || a.Single().Contains("已经存在", StringComparison.Ordinal)));
    }
}
