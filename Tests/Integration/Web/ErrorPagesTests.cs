using System.Net;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Web;

[TestClass]
public sealed class ErrorPagesTests
{
    [TestMethod]
    public async Task An_unknown_address_is_a_Chinese_page_with_a_way_back()
    {
        await using var app = await TestApp.StartAsync();
        var client = await app.SignedInAsync(Role.City);

        var page = await client.PageAsync("/no/such/page", HttpStatusCode.NotFound);

        Assert.AreEqual("找不到该页面", page.QuerySelector("h1")!.TextContent);
        Assert.IsNotNull(page.QuerySelector("main a[href='/']"));
    }

    [TestMethod]
    public async Task A_form_without_its_token_is_told_that_the_page_is_too_old()
    {
        await using var app = await TestApp.StartAsync();
        var client = await app.SignedInAsync(Role.City);

        using var response = await client.PostAsync("/signout", new FormUrlEncodedContent([]));

        var page = await response.PageAsync(HttpStatusCode.BadRequest);
        Assert.AreEqual("页面已过期", page.QuerySelector("h1")!.TextContent);
        Assert.AreEqual(HttpStatusCode.OK, (await client.GetAsync("/")).StatusCode, "the session goes on");
    }

    [TestMethod]
    public async Task The_token_is_also_taken_from_the_header()
    {
        await using var app = await TestApp.StartAsync();
        var client = await app.SignedInAsync(Role.City);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/signout");
        request.Headers.Add("RequestVerificationToken", await client.TokenAsync("/"));

        using var response = await client.SendAsync(request);

        Assert.AreEqual(HttpStatusCode.Redirect, response.StatusCode);
    }

    [TestMethod]
    [DataRow(403, "没有权限")]
    [DataRow(413, "文件过大")]
    [DataRow(500, "系统出错")]
    public async Task Each_error_has_its_page(int status, string title)
    {
        await using var app = await TestApp.StartAsync();

        var page = await app.Anonymous().PageAsync($"/error/{status}", (HttpStatusCode)status);

        Assert.AreEqual(title, page.QuerySelector("h1")!.TextContent);
        Assert.AreEqual(status == 500, page.QuerySelector("code") is not null);
    }

    [TestMethod]
    public async Task A_body_announced_too_large_is_refused_before_it_is_read()
    {
        await using var app = await TestApp.StartAsync();
        var client = await app.SignedInAsync(Role.City);

        using var response = await client.PostAsync("/account/password", new ByteArrayContent(new byte[5_000_000]));

        var page = await response.PageAsync(HttpStatusCode.RequestEntityTooLarge);
        Assert.AreEqual("文件过大", page.QuerySelector("h1")!.TextContent);
    }

    [TestMethod]
    public async Task A_page_of_another_role_is_forbidden_at_its_own_address()
    {
        await using var app = await TestApp.StartAsync(configure: ProbeController.Add);
        var client = await app.SignedInAsync(Role.City);

        var page = await client.PageAsync("/probe/admin", HttpStatusCode.Forbidden);

        Assert.AreEqual("没有权限", page.QuerySelector("h1")!.TextContent);
        Assert.DoesNotContain("secret", page.DocumentElement.TextContent);
    }

    [TestMethod]
    [DataRow("GET")]
    [DataRow("POST")]
    public async Task An_exception_in_an_action_is_the_same_page_for_every_verb(string verb)
    {
        await using var app = await TestApp.StartAsync(configure: ProbeController.Add);
        var client = await app.SignedInAsync(Role.City);
        using var request = new HttpRequestMessage(new HttpMethod(verb), "/probe/throw");
        request.Headers.Add("RequestVerificationToken", await client.TokenAsync("/"));

        using var response = await client.SendAsync(request);

        var page = await response.PageAsync(HttpStatusCode.InternalServerError);
        Assert.AreEqual("系统出错", page.QuerySelector("h1")!.TextContent);
        Assert.DoesNotContain("secret", page.DocumentElement.TextContent);
        Assert.IsTrue(response.Headers.Contains("Content-Security-Policy"));
    }

    [TestMethod]
    public async Task A_failure_inside_shows_a_number_and_nothing_else()
    {
        await using var app = await TestApp.StartAsync();
        var client = await app.SignedInAsync(Role.City);
        await app.Database.ScalarAsync<int>("ALTER TABLE Account RENAME TO Elsewhere");

        var page = await client.PageAsync("/", HttpStatusCode.InternalServerError);

        var text = page.DocumentElement.TextContent;
        StringAssert.Contains(text, "编号");
        foreach (var inside in new[] { "Exception", "SQLite", "Account", " at " })
            Assert.DoesNotContain(inside, text);
    }
}
