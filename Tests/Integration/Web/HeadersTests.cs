using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Web;

[TestClass]
public sealed class HeadersTests
{
    [TestMethod]
    [DataRow("/signin")]
    [DataRow("/")]
    [DataRow("/no/such/page")]
    [DataRow("/error/500")]
    [DataRow("/health/live")]
    [DataRow("/site.css")]
    public async Task Every_answer_carries_the_protecting_headers(string address)
    {
        await using var app = await TestApp.StartAsync();
        var client = await app.SignedInAsync(Role.City);

        using var response = await client.GetAsync(address);

        var policy = Header(response, "Content-Security-Policy");
        StringAssert.Contains(policy, "default-src 'self'");
        StringAssert.Contains(policy, "frame-ancestors 'none'");
        Assert.DoesNotContain("unsafe", policy);
        Assert.AreEqual("nosniff", Header(response, "X-Content-Type-Options"));
        Assert.AreEqual("same-origin", Header(response, "Referrer-Policy"));
        Assert.IsFalse(response.Headers.Contains("Server"));
    }

    [TestMethod]
    [DataRow("/")]
    [DataRow("/account/password")]
    [DataRow("/no/such/page")]
    public async Task Nothing_of_a_signed_in_person_stays_in_a_cache(string address)
    {
        await using var app = await TestApp.StartAsync();
        var client = await app.SignedInAsync(Role.City);

        using var response = await client.GetAsync(address);

        Assert.IsTrue(response.Headers.CacheControl!.NoStore);
    }

    [TestMethod]
    public async Task The_session_cookie_is_out_of_reach_of_scripts_and_other_sites()
    {
        await using var app = await TestApp.StartAsync();
        var name = await app.AddAccountAsync(Role.City);

        using var response = await app.Anonymous().SubmitAsync("/signin", ("UserName", name), ("Password", TestApp.Password));

        var cookie = response.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("riskreport=", StringComparison.Ordinal));
        StringAssert.Contains(cookie, "httponly");
        StringAssert.Contains(cookie, "samesite=lax");
        Assert.DoesNotContain("expires", cookie);
    }

    [TestMethod]
    [DataRow("http://riskreport.example/signin", true)]
    [DataRow("https://localhost/signin", true)]
    [DataRow("http://localhost/signin", false)]
    public async Task Cookies_go_over_plain_http_to_this_machine_only(string address, bool secure)
    {
        await using var app = await TestApp.StartAsync();

        using var response = await app.Anonymous().GetAsync(address);

        var cookie = response.Headers.GetValues("Set-Cookie").Single();
        Assert.AreEqual(secure, cookie.Contains("secure", StringComparison.Ordinal), cookie);
    }

    [TestMethod]
    public async Task Pages_hold_no_inline_script_or_style()
    {
        await using var app = await TestApp.StartAsync();
        var client = await app.SignedInAsync(Role.City);

        foreach (var address in new[] { "/", "/account/password" })
        {
            var page = await client.PageAsync(address);
            Assert.IsEmpty(page.QuerySelectorAll("style, [style], script:not([src]), [onclick], [onsubmit]"));
        }
    }

    private static string Header(HttpResponseMessage response, string name) => response.Headers.GetValues(name).Single();
}
