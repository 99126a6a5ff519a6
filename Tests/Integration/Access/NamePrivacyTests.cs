using System.Net;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Access;

/// <summary>Persons are named to the enterprise and its offices; auditors and other systems learn of them what tells two apart.</summary>
[TestClass]
public sealed class NamePrivacyTests
{
    private const string Legal = "甄标记法人";
    private const string Officer = "贾标记安全";
    private const string LaterOfficer = "卜标记接任";
    private const string Owner = "申标记责任";
    private const string Committer = "单标记承诺";
    private const string Masked = "****";

    private static readonly string[] All = [Legal, Officer, LaterOfficer, Owner, Committer];

    [TestMethod]
    public async Task An_auditor_reads_every_page_and_file_without_a_name_and_offices_and_the_enterprise_with_them()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var form = (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Lec("3", "6", "15").With("Owner", Owner));
        await CommitByLinkAsync(app, filer, form.With(("Basics.LegalRepresentative", Legal), ("Basics.SafetyOfficer", Officer)));
        var (office, auditor) = (await app.SignedInAsync(Role.Township), await app.SignedInAsync(Role.Auditor, TestApp.Kunshan));
        var report = $"/enterprises/{filer.EnterpriseId}/declarations/2026";
        var version = (await office.PageAsync(report)).QuerySelector("input[name=version]")!.GetAttribute("value");
        using (await office.SubmitAsync(report, report + "/return", ("version", version), ("reasons[0].target", "0:SafetyOfficer"),
            ("reasons[0].message", "已经换人"), ("dueOn", "2026-12-10"))) { }
        await CommitByLinkAsync(app, filer, (await ReportForm.OpenAsync(filer.Client)).With(("Basics.SafetyOfficer", LaterOfficer)));
        var jobs = new Dictionary<HttpClient, string>();
        foreach (var client in new[] { office, auditor })
            jobs[client] = await client.AskForRosterAsync();
        await app.MakeRostersAsync();

        // each of them is on some of these for who may see it, so that its absence for others says something
        string[] OfReport(string root, string outputs) =>
            [root, root + "/versions", root + "/report.pdf", outputs + "/list.pdf", outputs + "/list.xlsx", outputs + "/cards.pdf", outputs + "/board.pdf"];
        var above = OfReport(report, $"/enterprises/{filer.EnterpriseId}/outputs/2026")
            .Concat([$"/enterprises/{filer.EnterpriseId}", "/roster?year=2026&column=name&column=officer", "/roster?year=2026&view=items&column=risk&column=owner"])
            .Concat(new[] { "xlsx", "csv", "pdf" }.SelectMany(f => new[] { $"/roster/export.{f}?year=2026&column=officer&column=name", $"/roster/export.{f}?year=2026&view=items&column=owner&column=risk" })).ToList();
        string[] own = ["/declarations/2026/result", .. OfReport("/declarations/2026", "/outputs/2026").Skip(1)];
        foreach (var (client, addresses) in new[] { (filer.Client, own.ToList()), (office, [.. above, jobs[office] + "/file"]) })
        {
            var read = string.Concat(await ReadAsync(client, addresses));
            foreach (var name in All)
                Assert.Contains(name, read);
            Assert.DoesNotContain("隐去的内容", client == filer.Client ? read : "");
        }

        var map = await new SiteMap(Route.All(app), auditor).WalkAsync();
        var found = map.Entries.Values.Where(e => e.Route.Method == "GET" && !e.Path.StartsWith("/audit", StringComparison.Ordinal)).Select(e => e.Path);   // the trail says who it was
        var all = above.Append(jobs[auditor] + "/file").Concat(found).Distinct().ToList();
        var texts = await ReadAsync(auditor, all);
        foreach (var (address, text) in all.Zip(texts))
        {
            foreach (var name in All)
                Assert.DoesNotContain(name[1..], text, address);
        }

        var seen = string.Concat(texts);
        foreach (var name in All)
            Assert.Contains(name[..1] + Masked, seen);
        var outputs = $"/enterprises/{filer.EnterpriseId}/outputs/2026";
        foreach (var file in new[] { report + "/report.pdf", "/roster/export.pdf", "/roster/export.xlsx", outputs + "/list.pdf", outputs + "/list.xlsx", outputs + "/cards.pdf", outputs + "/board.pdf" })
            Assert.Contains("姓名只显示第一个字", texts[all.FindIndex(a => a.StartsWith(file, StringComparison.Ordinal))], file);
        foreach (var sorted in new[] { "/roster?year=2026&column=officer&sort=officer", "/roster?year=2026&view=items&column=owner&sort=-owner" })
        {
            var list = await auditor.PageAsync(sorted);
            Assert.DoesNotContain("不能按", list.QuerySelector("main")!.TextContent, "a saved view of before");
            Assert.IsNull(list.QuerySelector("table.roster a[href*='sort=officer'], table.roster a[href*='sort=owner']"), "the order of names tells of them");
        }

        Assert.DoesNotContain("昆山", (await auditor.PageAsync("/roster?year=2026&q=" + Uri.EscapeDataString(LaterOfficer))).QuerySelector("table.roster tbody")?.TextContent ?? "", "no name of a person is looked for");
    }

    [TestMethod]
    public async Task A_person_who_commits_is_named_whole()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var form = (await ReportForm.OpenAsync(filer.Client)).Nil();

        foreach (var name in new[] { "张*", "张＊" })
        {
            using var masked = await form.With(("CommittedBy", name)).PressAsync(filer.Client);
            StringAssert.Contains((await masked.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, "姓名中不能有“*”");
        }

        await form.With(("CommittedBy", "张三")).SubmitAsync(filer.Client);
        Assert.AreEqual("张三", await app.Database.ScalarAsync<string>("SELECT CommittedBy FROM Declaration"));
    }

    private static async Task CommitByLinkAsync(TestApp app, Filer filer, ReportForm form)
    {
        using var response = await (await form.With(("CommittedBy", Committer), ("CommittedRole", "总经理")).SaveAsync(filer.Client)).PressAsync(filer.Client, "/link");
        var link = new Uri((await response.PageAsync()).GetElementById("link")!.GetAttribute("value")!).AbsolutePath;
        using var filed = await app.Anonymous().SubmitAsync(link, ("CommittedBy", Committer), ("CommittedRole", "总经理"), ("Committed", "true"));
        StringAssert.Contains((await filed.PageAsync()).Body!.TextContent, "报告已提交");
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(HttpClient client, IEnumerable<string> addresses)
    {
        var texts = new List<string>();
        foreach (var address in addresses)
        {
            using var response = await client.GetAsync(address);
            var parts = MarkedCounty.Readings(await response.Content.ReadAsByteArrayAsync());
            texts.Add(WebUtility.HtmlDecode(string.Concat(string.Join(' ', parts).Where(c => !char.IsWhiteSpace(c)))));
        }

        return texts;
    }
}
