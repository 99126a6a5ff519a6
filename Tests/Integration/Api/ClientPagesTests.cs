using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;
using RiskReport.Web.Background;

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

        using var ended = await admin.SubmitAsync("/clients", "/clients/platform/end");
        Assert.AreEqual(HttpStatusCode.Redirect, ended.StatusCode);
        await app.Bearing(token).JsonAsync("/api/v1/changes", HttpStatusCode.Unauthorized);
        StringAssert.Contains((await admin.PageAsync("/clients")).QuerySelector("tbody")!.TextContent, "停用");
        using var twice = await admin.SubmitAsync("/clients", "/clients/platform/end");
        Assert.AreEqual(HttpStatusCode.NotFound, twice.StatusCode);

        // what has expired goes, in time
        await app.Services.GetRequiredService<TokenSweeper>().SweepAsync(CancellationToken.None);
        Assert.AreEqual(3, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM ApiToken"));
        app.Clock.Advance(TimeSpan.FromDays(2));
        await app.Services.GetRequiredService<TokenSweeper>().SweepAsync(CancellationToken.None);
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM ApiToken"));
    }
}
