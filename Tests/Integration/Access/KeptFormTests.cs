using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Authorization;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;
using RiskReport.Web.Identity;

namespace RiskReport.Tests.Integration.Access;

/// <summary>Nothing typed is lost when the session ends in between, and nobody can make use of that.</summary>
[TestClass]
public sealed partial class KeptFormTests
{
    private const string Page = ReportForm.Address + "/parts/basics";
    private const string Typed = "储罐区泄漏<b>&\"重点\"";
    private const string Lines = "每班巡检\r\n每周校验报警器";

    private static readonly TimeSpan PastIdle = TimeSpan.FromMinutes(31);

    [TestMethod]
    public async Task Post_SessionEnded_is_given_back_after_signing_in_and_saves_every_answer()
    {
        await using var app = await TestApp.StartAsync();
        var (filer, name) = await FilerAsync(app);
        var form = await TypedAsync(filer);
        app.Clock.Advance(PastIdle);

        using var expired = await PostAsync(filer, form);
        var signIn = await expired.PageAsync(HttpStatusCode.Unauthorized);
        StringAssert.Contains(signIn.QuerySelector("main [role=status]")!.TextContent, "登录已过期，填写的内容没有丢失，请重新登录。");
        Assert.AreEqual("登录 - 工业企业安全生产风险报告", signIn.Title);

        using var wrong = await filer.PostAsync("/signin", Fields(signIn, ("UserName", name), ("Password", "Wrong-horse-9")));
        var again = await wrong.PageAsync();
        StringAssert.Contains(again.QuerySelector(".error-summary")!.TextContent, "用户名或密码不正确");

        using var right = await filer.PostAsync("/signin", Fields(again, ("UserName", name), ("Password", TestApp.Password)));
        var found = await right.PageAsync();
        StringAssert.Contains(found.QuerySelector("h1")!.TextContent, "填写的内容已找回");
        Assert.AreEqual(Page, MainForm(found).GetAttribute("action"));
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Declaration WHERE Draft IS NOT NULL"));

        using var saved = await filer.PostAsync(Page, Fields(found));
        Assert.AreEqual(ReportForm.Part("industry"), saved.Headers.Location?.OriginalString);
        var kept = PageForm.On(await filer.PageAsync(Page));
        foreach (var (key, value) in form.Answers.Where(a => a.Key.StartsWith("Basics.", StringComparison.Ordinal)))
            Assert.AreEqual(value.ReplaceLineEndings(), kept[key].ReplaceLineEndings(), key);
    }

    [TestMethod]
    public async Task Post_SessionEndedTwice_is_kept_again()
    {
        await using var app = await TestApp.StartAsync();
        var (filer, name) = await FilerAsync(app);
        var form = await TypedAsync(filer);
        app.Clock.Advance(PastIdle);
        var found = await GivenBackAsync(filer, await PostAsync(filer, form), name);
        app.Clock.Advance(PastIdle);

        using var expired = await filer.PostAsync(Page, Fields(found));

        found = await GivenBackAsync(filer, expired, name);
        Assert.Contains(Typed, MainForm(found).QuerySelectorAll("input").Select(i => i.GetAttribute("value")));
    }

    [TestMethod]
    public async Task Post_AnotherAccountSignsIn_drops_the_content_and_says_so()
    {
        await using var app = await TestApp.StartAsync();
        var (filer, _) = await FilerAsync(app);
        var form = await TypedAsync(filer);
        var other = await app.AddAccountAsync(Role.City);
        app.Clock.Advance(PastIdle);
        using var expired = await PostAsync(filer, form);

        using var response = await filer.PostAsync("/signin", Fields(await expired.PageAsync(HttpStatusCode.Unauthorized), ("UserName", other), ("Password", TestApp.Password)));

        Assert.AreEqual("/", response.Headers.Location?.OriginalString);
        StringAssert.Contains((await filer.PageAsync("/")).QuerySelector("main [role=status]")!.TextContent, "登录的账户不是填写时的账户，之前填写的内容没有保留。");
    }

    [TestMethod]
    public async Task Post_AnotherSitesFieldsWithItsOwnTicket_are_dropped_when_the_victim_signs_in()
    {
        await using var app = await TestApp.StartAsync();
        var (attacker, _) = await FilerAsync(app);
        var (_, victim) = await FilerAsync(app);
        var ticket = (await TypedAsync(attacker))["Kept"];
        var browser = app.Anonymous();

        using var posted = await browser.PostAsync(Page, Form(("Kept", ticket), ("Basics.Name", Typed)));
        using var signedIn = await browser.PostAsync("/signin", Fields(await posted.PageAsync(HttpStatusCode.Unauthorized), ("UserName", victim), ("Password", TestApp.Password)));

        Assert.AreEqual("/", signedIn.Headers.Location?.OriginalString);
    }

    [TestMethod]
    [DataRow("missing")]
    [DataRow("tampered")]
    [DataRow("content instead of ticket")]
    [DataRow("of another page")]
    [DataRow("of yesterday")]
    [DataRow("too big")]
    [DataRow("too many fields")]
    [DataRow("as multipart")]
    public async Task Post_WithoutAGoodTicket_is_only_sent_to_sign_in(string what)
    {
        await using var app = await TestApp.StartAsync();
        var (filer, name) = await FilerAsync(app);
        var form = await TypedAsync(filer);
        app.Clock.Advance(what == "of yesterday" ? TimeSpan.FromHours(25) : PastIdle);
        var ticket = form["Kept"];
        var address = what == "of another page" ? "/account/password" : Page;
        HttpContent body = what switch
        {
            "missing" => Form(("Basics.Name", Typed)),
            "tampered" => Form(("Kept", ticket[..^2] + (ticket[^2] == 'A' ? "BB" : "AA"))),
            "content instead of ticket" => Form(("Kept", await ContentAsync(filer, form))),
            "too big" => Form(("Kept", ticket), ("Basics.Name", new string('x', 1 << 20))),
            "too many fields" => Form([.. Enumerable.Range(0, 10_001).Select(i => ($"f{i}", "")), ("Kept", ticket)]),
            "as multipart" => new MultipartFormDataContent { { new StringContent(ticket), "Kept" } },
            _ => Form(("Kept", ticket)),
        };

        using var response = await filer.PostAsync(address, body);

        Assert.AreEqual(HttpStatusCode.Redirect, response.StatusCode);
        StringAssert.StartsWith(response.Headers.Location!.OriginalString, "/signin?returnUrl=");
        await filer.SignInAsync(name);
    }

    [TestMethod]
    public async Task Post_ByHtmx_is_refused_in_place_so_that_the_page_keeps_what_is_typed()
    {
        await using var app = await TestApp.StartAsync();
        var (filer, _) = await FilerAsync(app);
        var form = await TypedAsync(filer);
        app.Clock.Advance(PastIdle);

        using var response = await PostAsync(filer, form, htmx: true);

        Assert.AreEqual(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.IsNull(response.Headers.Location);
    }

    [TestMethod]
    public async Task Post_ContentOfYesterday_is_no_longer_given_back()
    {
        await using var app = await TestApp.StartAsync();
        var (filer, name) = await FilerAsync(app);
        var form = await TypedAsync(filer);
        app.Clock.Advance(PastIdle);
        using var expired = await PostAsync(filer, form);
        app.Clock.Advance(TimeSpan.FromHours(25));

        using var response = await filer.PostAsync("/signin", Fields(await expired.PageAsync(HttpStatusCode.Unauthorized), ("UserName", name), ("Password", TestApp.Password)));

        Assert.AreEqual("/", response.Headers.Location?.OriginalString);
    }

    [TestMethod]
    public async Task Post_EnterpriseSwitchedMeanwhile_is_not_saved_for_the_wrong_one()
    {
        await using var app = await TestApp.StartAsync();
        var first = (await Filer.SignedInAsync(app)).EnterpriseId;
        var second = (await Filer.SignedInAsync(app)).EnterpriseId;
        var agent = app.Anonymous();
        await agent.SignInAsync(await app.AgentAsync(first, second));
        var form = await TypedAsync(agent);
        using var switched = await agent.SubmitAsync("/account/enterprises", $"/account/enterprises/{second}");

        using var refused = await PostAsync(agent, form);
        var page = await refused.PageAsync(HttpStatusCode.Conflict);
        StringAssert.Contains(page.QuerySelector("h1")!.TextContent, "企业已经切换");
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Declaration WHERE Draft IS NOT NULL"));
        using var preview = await PostAsync(agent, form, htmx: true);
        Assert.AreEqual(HttpStatusCode.Conflict, preview.StatusCode);

        using var back = await agent.PostAsync($"/account/enterprises/{first}", Fields(page));
        using var saved = await agent.PostAsync(Page, Fields(await back.PageAsync()));
        Assert.AreEqual(ReportForm.Part("industry"), saved.Headers.Location?.OriginalString);
        Assert.AreEqual(first, await app.Database.ScalarAsync<long>("SELECT EnterpriseId FROM Declaration WHERE Draft IS NOT NULL"));
    }

    [TestMethod]
    public async Task Post_SessionEndedAfterSwitching_goes_on_for_the_enterprise_it_was_typed_for()
    {
        await using var app = await TestApp.StartAsync();
        var first = (await Filer.SignedInAsync(app)).EnterpriseId;
        var second = (await Filer.SignedInAsync(app)).EnterpriseId;
        var name = await app.AgentAsync(first, second);
        var agent = app.Anonymous();
        await agent.SignInAsync(name);
        var form = await TypedAsync(agent);
        using var switched = await agent.SubmitAsync("/account/enterprises", $"/account/enterprises/{second}");
        app.Clock.Advance(PastIdle);

        var found = await GivenBackAsync(agent, await PostAsync(agent, form), name);
        using var saved = await agent.PostAsync(Page, Fields(found));

        Assert.AreEqual(ReportForm.Part("industry"), saved.Headers.Location?.OriginalString);
        Assert.AreEqual(first, await app.Database.ScalarAsync<long>("SELECT EnterpriseId FROM Declaration WHERE Draft IS NOT NULL"));
    }

    [TestMethod]
    public async Task Post_AnyFormAfterSwitching_is_held_back()
    {
        await using var app = await TestApp.StartAsync();
        var first = await FloorPlans.FiledAsync(app);
        var second = (await Filer.SignedInAsync(app)).EnterpriseId;
        var plan = await first.Client.AddPlanAsync(app);
        var name = await app.AddAccountAsync(Role.Enterprise, enterpriseId: first.EnterpriseId);
        await app.ServesAsync(name, second, Capacity.OwnStaff);
        var person = app.Anonymous();
        await person.SignInAsync(name);
        var forms = new List<IHtmlFormElement>();
        foreach (var page in new[] { FloorPlans.Address, plan, "/account/invite" })
            forms.AddRange((await person.PageAsync(page)).QuerySelectorAll("main form[method=post]").Cast<IHtmlFormElement>());
        using var switched = await person.SubmitAsync("/account/enterprises", $"/account/enterprises/{second}");

        foreach (var form in forms)
        {
            var fields = form.QuerySelectorAll("input[name]:not([type=file])").Cast<IHtmlInputElement>().ToList();
            using HttpContent body = form.Enctype == "multipart/form-data" ? Multipart(fields) : Form([.. fields.Select(f => (f.Name!, f.Value))]);
            using var refused = await person.PostAsync(form.GetAttribute("action"), body);
            Assert.AreEqual(HttpStatusCode.Conflict, refused.StatusCode, form.GetAttribute("action"));
        }

        Assert.HasCount(5, forms, "an upload, a drawing, its end, an invitation and somebody's end");

        static MultipartFormDataContent Multipart(List<IHtmlInputElement> fields)
        {
            var content = new MultipartFormDataContent { { new ByteArrayContent(TestPicture.Png()), "File", "plan.png" } };
            foreach (var field in fields)
                content.Add(new StringContent(field.Value), field.Name!);
            return content;
        }
    }

    [TestMethod]
    public void Every_form_of_an_enterprises_pages_carries_its_ticket()
    {
        var folders = typeof(Policies).Assembly.GetTypes()
            .Where(t => t.GetCustomAttributes<AuthorizeAttribute>(inherit: true).Any(a => a.Policy == Policies.Filing))
            .Select(t => t.Namespace![(t.Namespace!.LastIndexOf('.') + 1)..]).Distinct().ToList();
        var without = folders.SelectMany(f => Directory.EnumerateFiles(Path.Combine(Sources.Root, "Web", "Features", f), "*.cshtml"))
            .SelectMany(f => PostForm().Matches(File.ReadAllText(f)).Where(m => !m.Value.Contains("<kept-form ", StringComparison.Ordinal)
                && !m.Value.Contains("/_FormHidden.cshtml", StringComparison.Ordinal)).Select(_ => $"{Path.GetFileName(Path.GetDirectoryName(f))}/{Path.GetFileName(f)}"));

        // an office's form, and switching itself, which is for the enterprise that its address names
        Assert.AreEqual("Declarations/Versions.cshtml Served/Index.cshtml", string.Join(' ', without.Order(StringComparer.Ordinal)));
        Assert.Contains("Declarations", folders);
    }

    [GeneratedRegex("<form[^>]*method=\"post\".*?</form>", RegexOptions.Singleline)]
    private static partial Regex PostForm();

    private static async Task<(HttpClient Client, string Name)> FilerAsync(TestApp app)
    {
        var filer = await Filer.SignedInAsync(app);
        return (filer.Client, await app.Database.ScalarAsync<string>("SELECT UserName FROM Account WHERE EnterpriseId = @Id", new { Id = filer.EnterpriseId }));
    }

    private static async Task<PageForm> TypedAsync(HttpClient client) =>
        PageForm.On(await client.PageAsync(Page)).With(("Basics.Address", Typed), ("Basics.MainProducts", Lines));

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, PageForm form, bool htmx = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, htmx ? Page + "/autosave" : Page) { Content = new FormUrlEncodedContent(form.Answers) };
        if (htmx)
            request.Headers.Add("HX-Request", "true");
        return await client.SendAsync(request);
    }

    private static async Task<IHtmlDocument> GivenBackAsync(HttpClient client, HttpResponseMessage expired, string name)
    {
        using var response = await client.PostAsync("/signin", Fields(await expired.PageAsync(HttpStatusCode.Unauthorized), ("UserName", name), ("Password", TestApp.Password)));
        return await response.PageAsync();
    }

    private static async Task<string> ContentAsync(HttpClient client, PageForm form)
    {
        using var expired = await PostAsync(client, form);
        return (await expired.PageAsync(HttpStatusCode.Unauthorized)).QuerySelector("input[name=Kept]")!.GetAttribute("value")!;
    }

    private static IHtmlFormElement MainForm(IHtmlDocument page) => (IHtmlFormElement)page.QuerySelector("main form")!;

    /// <summary>What a browser posts from the form of the page, with some of it typed over.</summary>
    private static FormUrlEncodedContent Fields(IHtmlDocument page, params (string Name, string Value)[] typed) => Form([
        .. MainForm(page).QuerySelectorAll("input[name]").Select(i => (i.GetAttribute("name")!, i.GetAttribute("value") ?? ""))
            .Where(f => typed.All(t => t.Name != f.Item1)),
        .. typed,
    ]);

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
}
