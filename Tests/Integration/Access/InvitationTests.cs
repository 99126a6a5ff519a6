using System.Net;
using AngleSharp.Html.Dom;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;
using RiskReport.Tests.Unit.Pdf;

namespace RiskReport.Tests.Integration.Access;

/// <summary>An office hands out codes to the enterprises of its region, and an enterprise to its own people.</summary>
[TestClass]
public sealed class InvitationTests
{
    private const string Page = "/invitations";
    private const string Colleagues = "/account/invite";
    private const string OtherTownship = "320583101";
    private const string Changshu = "320581001";

    [TestMethod]
    public async Task Post_MakeMany_gives_each_enterprise_without_account_a_code_that_works()
    {
        await using var app = await TestApp.StartAsync();
        var code = Enterprises.NewCreditCode();
        await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship, code);
        await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship);
        await Filer.SignedInAsync(app);
        await Enterprises.AddAsync(app.Database, OtherTownship);
        var office = await app.SignedInAsync(Role.Township);
        CollectionAssert.AreEqual(new[] { "3", "2", "0", "0" }, Tiles(await office.PageAsync(Page)));

        using var response = await office.SubmitAsync(Page, ("format", "xlsx"));

        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
        var rows = SheetText.Rows(await response.Content.ReadAsByteArrayAsync());
        Assert.HasCount(3, rows);
        CollectionAssert.AreEqual(new[] { "序号", "企业名称", "统一社会信用代码", "镇(街道)", "激活码", "有效期至" }, rows[0]);
        CollectionAssert.AreEqual(new[] { "昆山样板机械有限公司", code, "昆山市玉山镇", "2027-01-22" }, rows[1].Where((_, i) => i is 1 or 2 or 3 or 5).ToArray());
        CollectionAssert.AreEqual(new[] { "3", "2", "2", "0" }, Tiles(await office.PageAsync(Page)));
        using var activated = await ActivationTests.ActivateAsync(app.Anonymous(), code, rows[1][4], "zhang.san");
        Assert.AreEqual("/", activated.Headers.Location?.OriginalString);
        CollectionAssert.AreEqual(new[] { "3", "1", "1", "0" }, Tiles(await office.PageAsync(Page)));
    }

    [TestMethod]
    public async Task Post_MakeMany_as_pdf_has_a_line_for_each_with_the_address_and_the_warning()
    {
        await using var app = await TestApp.StartAsync();
        var codes = new List<string>();
        for (var i = 0; i < 40; i++)
        {
            codes.Add(Enterprises.NewCreditCode());
            await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship, codes[i]);
        }

        var office = await app.SignedInAsync(Role.Township);
        using var response = await office.SubmitAsync(Page, ("format", "pdf"));

        Assert.AreEqual("application/pdf", response.Content.Headers.ContentType!.MediaType);
        var text = new PdfFile(await response.Content.ReadAsByteArrayAsync()).AllText;
        foreach (var words in codes.Concat(["玉山镇企业账户激活码", "http://localhost/activate", "只在生成时显示一次", "2027-01-22", "共 40 家", "共 2 页"]))
            Assert.Contains(words.Replace(" ", ""), text.Replace(" ", "").Replace("\n", ""), words);
    }

    [TestMethod]
    public async Task Post_MakeMany_twice_makes_nothing_new_unless_renewed_and_then_the_old_codes_are_void()
    {
        await using var app = await TestApp.StartAsync();
        var code = Enterprises.NewCreditCode();
        await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship, code);
        var office = await app.SignedInAsync(Role.Township);
        using var first = await office.SubmitAsync(Page, ("format", "xlsx"));
        var old = SheetText.Rows(await first.Content.ReadAsByteArrayAsync())[1][4];

        using var again = await office.SubmitAsync(Page, ("format", "xlsx"));
        using var renewed = await office.SubmitAsync(Page, ("format", "xlsx"), ("renew", "true"));

        StringAssert.Contains((await again.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, "没有需要生成激活码的企业");
        Assert.HasCount(2, SheetText.Rows(await renewed.Content.ReadAsByteArrayAsync()));
        using var refused = await ActivationTests.ActivateAsync(app.Anonymous(), code, old, "zhang.san");
        Assert.AreEqual(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM ActivationCode WHERE ReplacedAt IS NOT NULL AND MadeBy = 'township-1' AND MadeFrom LIKE '网页%'"));
    }

    [TestMethod]
    public async Task What_one_clerk_has_just_put_on_paper_no_other_one_voids()
    {
        await using var app = await TestApp.StartAsync();
        var code = Enterprises.NewCreditCode();
        await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship, code);
        await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship);
        var (township, county, city) = (await app.SignedInAsync(Role.Township), await app.SignedInAsync(Role.County), await app.SignedInAsync(Role.City));

        var both = await Task.WhenAll(new[] { township, county }.Select(clerk =>
            clerk.SubmitAsync(Page, ("region", TestApp.KunshanTownship), ("format", "xlsx"), ("renew", "true"))));
        using var one = await city.SubmitAsync(Page, Page + "/one", ("creditCode", code), ("capacity", "staff"));

        Assert.HasCount(1, both.Where(b => b.StatusCode == HttpStatusCode.OK));
        var late = await both.Single(b => b.StatusCode != HttpStatusCode.OK).PageAsync(HttpStatusCode.UnprocessableEntity);
        StringAssert.Contains(late.QuerySelector(".error-summary")!.TextContent, "包括其他人刚刚生成的");
        StringAssert.Contains((await one.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, "刚刚由其他人生成");
        Assert.AreEqual("2 0", await app.Database.ScalarAsync<string>("SELECT CONCAT(COUNT(*), ' ', COUNT(ReplacedAt)) FROM ActivationCode"));
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        using var renewed = await city.SubmitAsync(Page, ("region", TestApp.KunshanTownship), ("format", "xlsx"), ("renew", "true"));
        Assert.HasCount(3, SheetText.Rows(await renewed.Content.ReadAsByteArrayAsync()));
        Assert.AreEqual("4 2", await app.Database.ScalarAsync<string>("SELECT CONCAT(COUNT(*), ' ', COUNT(ReplacedAt)) FROM ActivationCode"));
        foreach (var response in both)
            response.Dispose();
    }

    [TestMethod]
    public async Task Post_MakeMany_for_too_many_asks_to_choose_a_township()
    {
        await using var app = await TestApp.StartAsync();
        await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship);
        await app.Database.ScalarAsync<int>("""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
            INSERT INTO Enterprise (CreditCode, Name, TownshipCode, IndustryCode, DivisionCode, Scale, Address, LegalRepresentative, SafetyOfficer,
                Phone, Employees, Revenue, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
            SELECT printf('X%017d', i), Name, TownshipCode, IndustryCode, DivisionCode, Scale, Address, LegalRepresentative, SafetyOfficer,
                Phone, Employees, Revenue, ChangedAt, ChangedBy, ChangedFrom, ChangeReason FROM n, Enterprise WHERE Id = 1;
            SELECT 0
            """);
        var county = await app.SignedInAsync(Role.County);

        using var response = await county.SubmitAsync(Page, ("format", "xlsx"));

        StringAssert.Contains((await response.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary a[href='#region']")!.TextContent, "超过 5,000 家，请先选择其中一个镇（街道）");
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM ActivationCode"));
    }

    [TestMethod]
    public async Task Post_WithoutFormat_asks_for_one()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.Township);

        using var response = await office.SubmitAsync(Page, ("format", "doc"));

        StringAssert.Contains((await response.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, "请选择清单的格式");
    }

    [TestMethod]
    public async Task A_county_looks_at_one_of_its_townships_and_at_no_other_county()
    {
        await using var app = await TestApp.StartAsync();
        await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship);
        await Enterprises.AddAsync(app.Database, OtherTownship);
        await Enterprises.AddAsync(app.Database, Changshu);
        var county = await app.SignedInAsync(Role.County);

        CollectionAssert.AreEqual(new[] { "2", "2", "0", "0" }, Tiles(await county.PageAsync(Page)));
        CollectionAssert.AreEqual(new[] { "1", "1", "0", "0" }, Tiles(await county.PageAsync($"{Page}?region={OtherTownship}")));
        await county.PageAsync($"{Page}?region={Changshu}", HttpStatusCode.NotFound);
        await county.PageAsync($"{Page}?region=3205", HttpStatusCode.NotFound);
        using var strange = await county.SubmitAsync(Page, ("region", Changshu), ("format", "xlsx"));
        Assert.AreEqual(HttpStatusCode.NotFound, strange.StatusCode);
        using var own = await county.SubmitAsync(Page, ("region", OtherTownship), ("format", "xlsx"));
        Assert.HasCount(2, SheetText.Rows(await own.Content.ReadAsByteArrayAsync()));
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM ActivationCode"));
    }

    [TestMethod]
    public async Task Post_MakeOne_shows_the_code_once_and_it_works()
    {
        await using var app = await TestApp.StartAsync();
        var code = Enterprises.NewCreditCode();
        await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship, code);
        var office = await app.SignedInAsync(Role.Township);

        using var response = await office.SubmitAsync(Page, Page + "/one", ("creditCode", code.ToLowerInvariant()), ("capacity", "agent"));
        var shown = (await response.PageAsync()).QuerySelector("main [role=status] .verdict")!.TextContent;
        var person = app.Anonymous();
        using var activated = await ActivationTests.ActivateAsync(person, code, shown, "zhang.san");

        Assert.AreEqual("no-store", response.Headers.CacheControl!.ToString());
        StringAssert.Contains((await person.PageAsync("/")).QuerySelector("header")!.TextContent, "（托管）");
        Assert.DoesNotContain(shown, await office.GetStringAsync(Page));
    }

    [TestMethod]
    [DataRow("", "agent", "#creditCode", "不能为空")]
    [DataRow("913205830000000000", "agent", "#creditCode", "校验位不符")]
    [DataRow("other", "agent", "#creditCode", "不在本地区的名册中")]
    [DataRow("other", "", "#capacity", "请选择激活码给本企业人员还是托管人员")]
    public async Task Post_MakeOneWrong_says_why(string code, string capacity, string field, string sentence)
    {
        await using var app = await TestApp.StartAsync();
        var other = Enterprises.NewCreditCode();
        await Enterprises.AddAsync(app.Database, Changshu, other);
        var office = await app.SignedInAsync(Role.County);

        using var response = await office.SubmitAsync(Page, Page + "/one", ("creditCode", code == "other" ? other : code), ("capacity", capacity));

        StringAssert.Contains((await response.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector($".error-summary a[href='{field}']")!.TextContent, sentence);
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM ActivationCode"));
    }

    [TestMethod]
    public async Task An_enterprises_staff_invite_a_colleague_and_end_it_again()
    {
        await using var app = await TestApp.StartAsync();
        var code = Enterprises.NewCreditCode();
        var filer = await Filer.SignedInAsync(app, creditCode: code);

        using var nothing = await filer.Client.SubmitAsync(Colleagues, ("capacity", ""));
        using var made = await filer.Client.SubmitAsync(Colleagues, ("capacity", "staff"));
        var shown = (await made.PageAsync()).QuerySelector("main [role=status] .verdict")!.TextContent;
        var colleague = app.Anonymous();
        using var activated = await ActivationTests.ActivateAsync(colleague, code, shown, "zhang.san");
        var id = await app.AccountIdAsync("zhang.san");
        Assert.AreEqual(HttpStatusCode.OK, (await colleague.GetAsync("/declarations/2026")).StatusCode);
        Assert.HasCount(2, (await filer.Client.PageAsync(Colleagues)).QuerySelectorAll("tbody tr"));
        using var ended = await filer.Client.SubmitAsync(Colleagues, $"{Colleagues}/{id}/end");

        StringAssert.Contains((await nothing.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary a[href='#capacity']")!.TextContent, "请选择");
        Assert.AreEqual(Colleagues, ended.Headers.Location?.OriginalString);
        using var after = await colleague.GetAsync("/declarations/2026");
        Assert.AreEqual(HttpStatusCode.Redirect, after.StatusCode);
        Assert.AreEqual("enterprise-1", await app.Database.ScalarAsync<string>("SELECT ChangedBy FROM AccountEnterpriseEvent WHERE Deed = 2"));
    }

    [TestMethod]
    public async Task Nobody_ends_the_own_right_or_anybody_of_another_enterprise()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        await Filer.SignedInAsync(app);

        foreach (var name in new[] { "enterprise-1", "enterprise-2" })
        {
            using var response = await filer.Client.SubmitAsync(Colleagues, $"{Colleagues}/{await app.AccountIdAsync(name)}/end");
            Assert.AreEqual(HttpStatusCode.NotFound, response.StatusCode, name);
        }

        Assert.AreEqual(2, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM AccountEnterprise"));
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM AccountEnterpriseEvent WHERE Deed = 2"));
    }

    [TestMethod]
    public async Task An_agent_invites_nobody()
    {
        await using var app = await TestApp.StartAsync();
        var enterprise = await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship);
        var agent = app.Anonymous();
        await agent.SignInAsync(await app.AgentAsync(enterprise));

        await agent.PageAsync(Colleagues, HttpStatusCode.Forbidden);
        using var response = await agent.SubmitAsync("/", Colleagues, ("capacity", "agent"));

        Assert.AreEqual(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM ActivationCode"));
    }

    private static string[] Tiles(IHtmlDocument page) => [.. page.QuerySelectorAll(".tiles strong").Select(s => s.TextContent)];
}
