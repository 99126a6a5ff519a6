using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Roster;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Roster;

/// <summary>The roster as an office uses it: filters, figures beside them, orders, pages and columns.</summary>
[TestClass]
public sealed class RosterPageTests
{
    [TestMethod]
    public async Task Figures_beside_a_filter_are_what_ticking_it_brings()
    {
        await using var app = await WithCityAsync(120);
        var client = await app.SignedInAsync(Role.City);

        foreach (var start in new[] { "/roster?year=2026", "/roster?year=2026&status=submitted&scale=below", "/roster?year=2026&colour=yellow&method=LEC" })
        {
            var page = await client.PageAsync(start);
            foreach (var tick in page.QuerySelectorAll("fieldset label.tick").Where(t => t.QuerySelector(".count") is not null).Where(t => t.QuerySelector("input")!.GetAttribute("name") is "colour" or "status"))
            {
                var input = (IHtmlInputElement)tick.QuerySelector("input")!;
                var others = string.Join('&', start.Split('?')[1].Split('&').Where(p => !p.StartsWith(input.Name + "=", StringComparison.Ordinal)));
                var there = await client.PageAsync($"/roster?{others}&{input.Name}={input.Value}");
                Assert.AreEqual(tick.QuerySelector(".count")!.TextContent, Total(there), $"{start} {input.Name} {input.Value}");
            }
        }
    }

    [TestMethod]
    public async Task Every_condition_stands_in_the_address_on_the_form_and_in_words()
    {
        await using var app = await WithCityAsync(20);
        var client = await app.SignedInAsync(Role.City);
        const string query = "?year=2026&region=320583&region=320505&colour=red,none&scale=above&industry=33&industry=348&status=accepted&type=nil&overdue=1&subject=ConfinedSpace"
            + "&from=2026-01-01&to=2026-06-30&riskColour=orange&method=LEC&accident=%E7%81%AB%E7%81%BE&catalogue=PT-01&q=%E7%A7%91%E6%8A%80&sort=-score";

        var page = await client.PageAsync("/roster" + query);

        Assert.AreEqual(
            "2026 年度；虎丘区(高新区)、昆山市；等级：重大(红)、未评；规模：规上；行业：33 金属制品业、348 通用零部件制造；状态：已接受；报告类型：零风险确认；逾期（截至 2026-11-24）；重点领域：有限空间；"
            + "提交时间：2026-01-01 至 2026-06-30；风险等级：较大(橙)；评估方法：LEC；事故类型：火灾；风险目录：PT-01；名称或代码含“科技”：共 0 家",
            page.QuerySelector(".lead")!.TextContent);
        var ticked = page.QuerySelectorAll("form.filter input[type=checkbox]").OfType<IHtmlInputElement>().Where(i => i.IsChecked).Select(i => $"{i.Name}={i.Value}").ToList();
        CollectionAssert.AreEquivalent(
            new[] { "region=320505", "region=320583", "colour=red", "colour=none", "status=accepted", "overdue=1", "riskColour=orange", "method=LEC", "type=nil", "subject=ConfinedSpace", "accident=火灾", "industry=33", "industry=348" },
            ticked);

        // what the form would send is the same question again
        var form = page.QuerySelector<IHtmlFormElement>("form.filter")!;
        var again = await client.PageAsync("/roster" + new Uri(form.GetSubmission()!.Target.Href).Query);
        Assert.AreEqual(page.QuerySelector(".lead")!.TextContent, again.QuerySelector(".lead")!.TextContent);
    }

    /// <summary>As the form sends it when nothing is ticked or typed.</summary>
    [TestMethod]
    public async Task Fields_left_empty_ask_nothing()
    {
        await using var app = await WithCityAsync(5);
        var client = await app.SignedInAsync(Role.City);

        var page = await client.PageAsync("/roster?year=2026&scale=&q=&from=&to=&catalogue=&region=&industry=&colour=&column=&overdue=&sort=&view=");

        Assert.AreEqual("2026 年度；苏州市：共 5 家", page.QuerySelector(".lead")!.TextContent);
    }

    [TestMethod]
    public async Task What_cannot_be_asked_is_said_all_at_once_and_nothing_is_listed()
    {
        await using var app = await WithCityAsync(20);
        var client = await app.SignedInAsync(Role.County);

        var page = await client.PageAsync(
            "/roster?year=1999&region=320505&industry=99&status=lost&type=x&subject=x&from=1.1.2026&to=2026-13-01&riskColour=purple&method=x&accident=x&catalogue=x&sort=phone&column=x&view=x",
            HttpStatusCode.BadRequest);

        var problems = page.QuerySelectorAll(".error-summary li").Select(l => l.TextContent.Trim()).ToList();
        foreach (var part in new[] { "年度“1999”", "地区“320505”", "行业“99”", "状态“lost”", "报告类型“x”", "重点领域“x”", "提交时间起“1.1.2026”", "提交时间止“2026-13-01”", "风险等级“purple”", "评估方法“x”", "事故类型“x”", "风险目录编号“x”", "“phone”排序", "列“x”", "视图“x”" })
            Assert.IsTrue(problems.Exists(p => p.Contains(part, StringComparison.Ordinal)), part + " / " + string.Join('|', problems));
        Assert.IsEmpty(page.QuerySelectorAll("table.roster"));
    }

    [TestMethod]
    [DataRow("/roster?year=2026")]
    [DataRow("/roster?year=2026&sort=-score")]
    [DataRow("/roster?year=2026&view=items")]
    [DataRow("/roster?year=2026&view=items&sort=-scale")]
    [DataRow("/roster?year=2026&view=items&sort=-score")]
    public async Task Walking_on_and_back_shows_every_line_once(string start)
    {
        await using var app = await WithCityAsync(130);
        var client = await app.SignedInAsync(Role.City);

        var forwards = await WalkAsync(client, start, "下一页");
        var last = (await client.PageAsync(start)).QuerySelectorAll("nav[aria-label=分页] a").Single(a => a.TextContent == "末页").GetAttribute("href")!;
        var backwards = await WalkAsync(client, last, "上一页");

        CollectionAssert.AreEqual(Enumerable.Range(1, forwards.Sum(p => p.Count)).Select(n => $"{n}").ToList(), forwards.SelectMany(p => p.Select(l => l.Split('|')[0])).ToList());
        CollectionAssert.AreEqual(forwards.SelectMany(p => p).ToList(), Enumerable.Reverse(backwards).SelectMany(p => p).ToList());
    }

    [TestMethod]
    public async Task Telephones_are_masked_unless_an_office_says_what_for_and_that_is_recorded()
    {
        await using var app = await WithCityAsync(3);
        var client = await app.SignedInAsync(Role.City);
        var phone = await app.Database.ScalarAsync<string>("SELECT MIN(Phone) FROM Enterprise");

        var masked = await client.GetStringAsync("/roster/export.csv?year=2026");
        var screen = await client.PageAsync("/roster?year=2026&column=phone");
        using var refused = await client.SubmitAsync("/roster?year=2026", "/roster/export.csv?year=2026", ("reason", " "));
        using var given = await client.SubmitAsync("/roster?year=2026", "/roster/export.csv?year=2026", ("reason", "电话核对"));

        Assert.DoesNotContain(phone, masked);
        Assert.DoesNotContain(phone, screen.Body!.TextContent);
        StringAssert.Contains(screen.Body.TextContent, $"{phone[..3]}****{phone[7..]}");
        StringAssert.Contains((await refused.PageAsync(HttpStatusCode.BadRequest)).QuerySelector(".error-summary")!.TextContent, "须填写用途");
        StringAssert.Contains(await given.Content.ReadAsStringAsync(), phone);
        Assert.AreEqual(2, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RosterExport"));
        Assert.AreEqual("电话核对", await app.Database.ScalarAsync<string>("SELECT PhonesReason FROM RosterExport WHERE PhonesShown = 1"));
    }

    [TestMethod]
    public async Task More_columns_than_paper_has_room_for_are_refused_on_the_page_before_anything_is_recorded()
    {
        await using var app = await WithCityAsync(3);
        var client = await app.SignedInAsync(Role.City);
        var all = string.Join('&', RiskRosterColumns.All.Select(c => "column=" + c.Key));

        var page = await client.PageAsync("/roster/export.pdf?year=2026&view=items&" + all, HttpStatusCode.BadRequest);

        StringAssert.Contains(page.QuerySelector(".error-summary")!.TextContent, "排不下");
        Assert.IsNotNull(page.QuerySelector("form.filter"));
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RosterExport"));
    }

    [TestMethod]
    [DataRow("", "名册-2026-")]
    [DataRow("&view=items", "风险清单-2026-")]
    [DataRow("&view=statistics", "统计表-2026-")]
    public async Task A_file_is_named_by_what_it_lists_and_by_its_code(string view, string name)
    {
        await using var app = await WithCityAsync(3);
        var client = await app.SignedInAsync(Role.City);

        using var response = await client.GetAsync("/roster/export.csv?year=2026" + view);

        var code = response.Headers.GetValues("Verification-Code").Single();
        Assert.AreEqual($"{name}苏州市-{code}.csv", response.Content.Headers.ContentDisposition!.FileNameStar);
        StringAssert.Contains((await client.PageAsync("/verify/" + code)).Body!.TextContent, "已完整生成");
    }

    [TestMethod]
    public async Task Both_tables_of_the_statistics_add_up_to_the_roster()
    {
        await using var app = await WithCityAsync(40);
        var client = await app.SignedInAsync(Role.City);

        var page = await client.PageAsync("/roster?year=2026&view=statistics&scale=below");
        var sums = page.QuerySelectorAll("table.statistics tr.sum").Select(r => r.QuerySelectorAll("td")[2].TextContent).ToList();

        CollectionAssert.AreEqual(new[] { Total(page), Total(page) }, sums);
        foreach (var table in page.QuerySelectorAll("table.statistics"))
            Assert.AreEqual(Total(page), $"{table.QuerySelectorAll("tbody tr:not(.sum)").Sum(r => long.Parse(r.QuerySelectorAll("td")[2].TextContent, System.Globalization.CultureInfo.InvariantCulture))}");
    }

    [TestMethod]
    public async Task A_heading_sorts_and_sorts_the_other_way_when_it_is_pressed_again()
    {
        await using var app = await WithCityAsync(30);
        var client = await app.SignedInAsync(Role.City);

        var once = await client.PageAsync((await client.PageAsync("/roster?year=2026&scale=below")).QuerySelectorAll("th a.sort").First(a => a.TextContent.StartsWith("企业名称", StringComparison.Ordinal)).GetAttribute("href")!);
        var twice = await client.PageAsync(once.QuerySelector("th[aria-sort=ascending] a")!.GetAttribute("href")!);

        var names = Column(once, 1);
        CollectionAssert.AreEqual(names.Order(StringComparer.Ordinal).ToList(), names);
        CollectionAssert.AreEqual(Enumerable.Reverse(names).ToList(), Column(twice, 1));
        Assert.IsNotNull(twice.QuerySelector("th[aria-sort=descending]"));
        StringAssert.Contains(twice.QuerySelector(".lead")!.TextContent, "规下");
    }

    [TestMethod]
    public async Task Pressed_once_the_colour_of_a_risk_brings_the_worst_and_the_file_has_the_same_order()
    {
        await using var app = await WithCityAsync(12);
        var client = await app.SignedInAsync(Role.City);

        var link = (await client.PageAsync("/roster?year=2026&view=items")).QuerySelectorAll("th a.sort").Single(a => a.TextContent.StartsWith("风险等级", StringComparison.Ordinal)).GetAttribute("href")!;
        var page = await client.PageAsync(link + "&column=risk&column=colour");
        var file = await client.GetStringAsync(page.QuerySelectorAll(".exports a").Last(a => a.TextContent == "CSV").GetAttribute("href")!);

        StringAssert.Contains(link, "sort=-colour");
        var names = Column(page, 1);
        CollectionAssert.AreEqual(names, file.Split("\r\n").Skip(1).Take(names.Count).Select(l => l.Split(',')[11]).ToList());
        CollectionAssert.AreEqual(new[] { "序号", "风险名称", "风险等级" }, Headings(page));
        foreach (var refused in new[] { "controls", "year", "late", "--colour" })
            await client.PageAsync("/roster?year=2026&view=items&sort=" + refused, HttpStatusCode.BadRequest);
    }

    [TestMethod]
    public async Task Who_asks_for_the_overdue_sees_first_who_is_so_for_longest_and_for_how_many_days()
    {
        await using var app = await WithCityAsync(120);
        await app.Database.ExecuteAsync("UPDATE Declaration SET ReturnDueOn = '2026-03-01' WHERE Status = 3");
        var client = await app.SignedInAsync(Role.City);

        var page = await client.PageAsync("/roster?year=2026&overdue=1");
        var file = await client.GetStringAsync("/roster/export.csv?year=2026&overdue=1");

        var days = Column(page, Headings(page).IndexOf("逾期天数")).ConvertAll(int.Parse);
        CollectionAssert.AreEqual(days.OrderDescending().ToList(), days);
        Assert.IsGreaterThan(1, days.Distinct().Count());
        Assert.IsGreaterThan(0, days[^1]);
        var lines = file.Split("\r\n");
        Assert.EndsWith(",联系电话,逾期天数", lines[0]);
        CollectionAssert.AreEqual(days, lines.Skip(1).Take(days.Count).Select(l => int.Parse(l.Split(',')[^1], System.Globalization.CultureInfo.InvariantCulture)).ToList());
        Assert.IsNotNull(page.QuerySelector("th[aria-sort=descending]"));
        Assert.DoesNotContain("逾期天数", Headings(await client.PageAsync("/roster?year=2026")));
        await client.PageAsync("/roster?year=2026&sort=-late", HttpStatusCode.BadRequest);
    }

    [TestMethod]
    public async Task A_file_has_the_columns_that_were_chosen_or_all_of_them()
    {
        await using var app = await WithCityAsync(3);
        var client = await app.SignedInAsync(Role.City);
        await PostColumnsAsync(client, [("column", "township-code"), ("column", "name"), ("column", "county-code")]);

        var page = await client.PageAsync("/roster?year=2026");
        var links = page.QuerySelectorAll(".exports a").Where(a => a.TextContent == "CSV").Select(a => a.GetAttribute("href")!).ToList();
        var (chosen, all) = (await client.GetStringAsync(links[0]), await client.GetStringAsync(links[1]));
        using var whole = await client.SubmitAsync("/roster?year=2026", "/roster/export.csv?year=2026&column=name", ("reason", "核对"), ("allColumns", "true"));

        Assert.HasCount(2, links);
        StringAssert.StartsWith(chosen, "序号,镇级代码,企业名称,县级代码\r\n1,3205");
        Assert.AreEqual("序号," + string.Join(',', RosterColumns.All.Select(c => c.Heading)), all.Split("\r\n")[0]);
        StringAssert.EndsWith((await whole.Content.ReadAsStringAsync()).Split("\r\n")[0], ",联系电话");
        CollectionAssert.AreEqual(new[] { "所选 3 列", "全部列" }, page.QuerySelectorAll("input[type=radio][name=query]").Select(r => r.ParentElement!.TextContent.Trim()).ToList());
        Assert.HasCount(3, (await client.PageAsync("/roster?year=2026&view=statistics")).QuerySelectorAll(".exports a"));
    }

    [TestMethod]
    public async Task Columns_are_chosen_moved_remembered_for_the_account_alone_and_forgotten()
    {
        await using var app = await WithCityAsync(10);
        var client = await app.SignedInAsync(Role.City);
        var other = await app.SignedInAsync(Role.City);

        await PostColumnsAsync(client, [("column", "name"), ("column", "officer"), ("column", "colour")]);
        CollectionAssert.AreEqual(new[] { "序号", "企业名称", "安全负责人", "企业风险等级" }, Headings(await client.PageAsync("/roster?year=2026")));
        await PostColumnsAsync(client, [("column", "name"), ("column", "officer"), ("column", "colour"), ("move", "colour:up")]);
        CollectionAssert.AreEqual(new[] { "序号", "企业名称", "企业风险等级", "安全负责人" }, Headings(await client.PageAsync("/roster?year=2026")));
        CollectionAssert.AreEqual(new[] { "序号", "统一社会信用代码" }, Headings(await client.PageAsync("/roster?year=2026&column=code")));
        Assert.IsGreaterThan(10, Headings(await other.PageAsync("/roster?year=2026")).Count);

        await PostColumnsAsync(client, [("column", "name"), ("reset", "true")]);
        CollectionAssert.AreEqual(Headings(await other.PageAsync("/roster?year=2026")), Headings(await client.PageAsync("/roster?year=2026")));
    }

    private static async Task<TestApp> WithCityAsync(int enterprises)
    {
        var app = await TestApp.StartAsync();
        Assert.AreEqual(0, (await CommandRun.OfAsync(app.Database, ["seed", "city", "--enterprises", $"{enterprises}", "--year", "2026"])).Status);
        return app;
    }

    private static async Task PostColumnsAsync(HttpClient client, (string Name, string Value)[] fields)
    {
        using var response = await client.SubmitAsync("/roster?year=2026", "/roster/columns?year=2026", [.. fields.Select(f => (f.Name, (string?)f.Value))]);
        Assert.AreEqual(HttpStatusCode.Redirect, response.StatusCode);
        StringAssert.StartsWith(response.Headers.Location!.ToString(), "/roster?year=2026");
    }

    private static async Task<List<List<string>>> WalkAsync(HttpClient client, string start, string step)
    {
        var pages = new List<List<string>>();
        for (string? address = start; address is not null;)
        {
            var page = await client.PageAsync(address);
            pages.Add([.. page.QuerySelectorAll("table.roster tbody tr").Select(r => string.Join('|', r.QuerySelectorAll("td").Select(c => c.TextContent.Trim())))]);
            address = page.QuerySelectorAll("nav[aria-label=分页] a").SingleOrDefault(a => a.TextContent == step)?.GetAttribute("href");
        }

        return pages;
    }

    private static string Total(IHtmlDocument page) => page.QuerySelector(".lead strong")!.TextContent;

    private static List<string> Column(IHtmlDocument page, int index) => [.. page.QuerySelectorAll("table.roster tbody tr").Select(r => r.QuerySelectorAll("td")[index].TextContent.Trim())];

    private static List<string> Headings(IHtmlDocument page) => [.. page.QuerySelectorAll("table.roster th").Select(h => h.TextContent.Trim(' ', '\n', '↕', '↑', '↓'))];
}
