using System.Net;
using RiskReport.Data.Reference;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;
using RiskReport.Tests.Unit.Pdf;

namespace RiskReport.Tests.Integration.Campaigns;

/// <summary>Phases as the city keeps them: added, changed, withdrawn, and what the roster then calls overdue.</summary>
[TestClass]
public sealed class CampaignPagesTests
{
    private static readonly (string, string?)[] Phase =
    [
        ("Year", "2026"), ("Name", "金属行业先行"), ("Industries", "33 32"), ("BeginsOn", "2026-11-25"), ("CampaignDueOn", "2026-11-30"), ("Reason", "苏安办〔2026〕8号"),
    ];

    [TestMethod]
    public async Task A_phase_is_added_changed_and_withdrawn_and_every_deed_is_kept()
    {
        await using var app = await TestApp.StartAsync();
        var city = await app.SignedInAsync(Role.City);

        using var added = await city.SubmitAsync("/campaigns/new", "/campaigns", Phase);
        Assert.AreEqual("/campaigns", added.Headers.Location!.OriginalString);
        var list = await city.PageAsync("/campaigns");
        StringAssert.Contains(list.QuerySelector("[role=status]")!.TextContent, "已新增阶段“金属行业先行（2026-11-30 截止）”");
        var address = list.QuerySelectorAll("a").First(a => a.TextContent == "金属行业先行").GetAttribute("href")!;
        using var taken = await city.SubmitAsync("/campaigns/new", "/campaigns", Phase);
        StringAssert.Contains((await taken.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, "已有名为“金属行业先行”的阶段");

        var open = await city.PageAsync(address);
        var version = open.QuerySelector("[name=Version]")!.GetAttribute("value");
        (string, string?)[] change = [("Version", version), ("Name", "金属行业"), ("Industries", "33"), ("BeginsOn", "2026-11-25"), ("CampaignDueOn", "2026-11-28"), ("Reason", "提前")];
        using var changed = await city.SubmitAsync(address, change);
        Assert.AreEqual(HttpStatusCode.Redirect, changed.StatusCode);
        using var stale = await city.SubmitAsync(address, change);
        StringAssert.Contains((await stale.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, "刚刚被其他人修改");
        var rows = (await city.PageAsync(address)).QuerySelectorAll("section tbody tr").Select(r => string.Join('|', r.QuerySelectorAll("td").Skip(1).Select(c => c.TextContent))).ToList();
        Assert.HasCount(2, rows);
        StringAssert.StartsWith(rows[0], "修改|金属行业；行业 33；2026-11-25 起；专项截止 2026-11-28|city-1|提前");
        StringAssert.Contains(rows[1], "苏安办〔2026〕8号");

        using var unsaid = await city.SubmitAsync(address, address + "/withdraw", ("Version", "2"));
        StringAssert.Contains((await unsaid.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, "请写明理由");
        using var gone = await city.SubmitAsync(address, address + "/withdraw", ("Version", "2"), ("Reason", "误设"));
        Assert.AreEqual(HttpStatusCode.Redirect, gone.StatusCode);
        var withdrawn = await city.PageAsync((await city.PageAsync("/campaigns")).QuerySelector("main details a")!.GetAttribute("href")!);
        StringAssert.Contains(withdrawn.QuerySelector("main")!.TextContent, "误设");
        Assert.IsEmpty(withdrawn.QuerySelectorAll("main form"), "it can only be read");
        using var dead = await city.SubmitAsync("/campaigns/new", address, change);
        Assert.AreEqual(HttpStatusCode.NotFound, dead.StatusCode);
        await city.PageAsync("/campaigns/999", HttpStatusCode.NotFound);
        Assert.AreEqual(3, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM CampaignPhaseEvent"));
        using var again = await city.SubmitAsync("/campaigns/new", "/campaigns", Phase);
        Assert.AreEqual(HttpStatusCode.Redirect, again.StatusCode, "the name is free again");
    }

    /// <summary>Another instance has changed it, and this one has not looked yet: the page shows what is, and what is decided is decided about that.</summary>
    [TestMethod]
    public async Task What_another_instance_has_changed_is_looked_at_anew_and_a_day_that_is_over_is_asked_about()
    {
        await using var app = await TestApp.StartAsync();
        var city = await app.SignedInAsync(Role.City);
        using var added = await city.SubmitAsync("/campaigns/new", "/campaigns", Phase);
        var id = await app.Database.ScalarAsync<long>("SELECT Id FROM CampaignPhase WHERE Name = '金属行业先行'");
        await app.Database.ScalarAsync<int>("UPDATE CampaignPhase SET BeginsOn = '2026-11-01 00:00:00', Name = '别处改过', Version = 2 WHERE Id = @Id; SELECT 0", new { Id = id });

        using var begun = await city.SubmitAsync("/campaigns/new", $"/campaigns/{id}", [("Version", "2"), .. Phase.Where(p => p.Item1 != "Industries")]);
        StringAssert.Contains((await begun.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, "阶段已于 2026-11-01 开始");
        await app.Database.ScalarAsync<int>("UPDATE CampaignPhase SET Name = '又改过', Version = 3 WHERE Id = @Id; SELECT 0", new { Id = id });
        using var gone = await city.SubmitAsync("/campaigns/new", $"/campaigns/{id}/withdraw", ("Version", "3"), ("Reason", "误设"));
        Assert.AreEqual(HttpStatusCode.Redirect, gone.StatusCode);
        StringAssert.Contains(await app.Database.ScalarAsync<string>("SELECT Words FROM CampaignPhaseEvent WHERE Deed = 3"), "又改过");

        (string, string?)[] slip = [.. Phase.Where(p => p.Item1 is not ("BeginsOn" or "CampaignDueOn")), ("BeginsOn", "2026-01-01"), ("CampaignDueOn", "2026-02-01")];
        using var asked = await city.SubmitAsync("/campaigns/new", "/campaigns", slip);
        Assert.IsNotNull((await asked.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector("#Confirmed"));
        using var meant = await city.SubmitAsync("/campaigns/new", "/campaigns", [.. slip, ("Confirmed", "true")]);
        Assert.AreEqual(HttpStatusCode.Redirect, meant.StatusCode);
    }

    /// <summary>The industries of 2027 are not settled yet. Until an office says something else this is said wherever the phase is.</summary>
    [TestMethod]
    public async Task What_is_remarked_of_a_phase_stands_wherever_its_figures_stand()
    {
        const string Shipped = "本阶段行业范围为暂定，以当年通知为准。";
        await using var app = await TestApp.StartAsync();
        var reference = new ReferenceStore(app.Database.Database);
        await app.Database.ScalarAsync<int>("UPDATE CampaignPhase SET Remark = ''; SELECT 0");
        await reference.AddMissingAsync(CancellationToken.None);
        Assert.AreEqual(Shipped, await app.Database.ScalarAsync<string>("SELECT Remark FROM CampaignPhase WHERE Remark <> ''"), "a phase of before there were remarks");
        var id = await app.Database.ScalarAsync<long>("SELECT Id FROM CampaignPhase WHERE ShippedAs = '2027-1'");
        var city = await app.SignedInAsync(Role.City);
        var board = $"year=2027&phase={id}";

        Assert.AreEqual(Shipped, (await city.PageAsync($"/board?{board}")).QuerySelector(".page-head .notice")!.TextContent);
        Assert.IsNull((await city.PageAsync("/board?year=2027")).QuerySelector(".page-head .notice"));
        StringAssert.Contains((await city.PageAsync("/campaigns")).QuerySelector("main")!.TextContent, Shipped);
        StringAssert.Contains((await city.PageAsync($"/roster?{board}")).QuerySelector(".page-head")!.TextContent, $"阶段备注：“{Shipped}”");
        foreach (var from in new[] { "/board", "/roster" })
            StringAssert.Contains(SheetText.All(await city.GetByteArrayAsync($"{from}/export.xlsx?{board}")), Shipped);
        StringAssert.Contains(new PdfFile(await city.GetByteArrayAsync($"/board/export.pdf?{board}")).AllText.Replace("\n", "", StringComparison.Ordinal), Shipped);

        (string, string?)[] asked = [("Version", "1"), ("Name", "重点行业"), ("Industries", "26 31 32"), ("BeginsOn", "2027-01-01"), ("LawDueOn", "2027-01-31"), ("Reason", "苏安办〔2026〕30号")];
        using var tooLong = await city.SubmitAsync($"/campaigns/{id}", [.. asked, ("Remark", new string('长', 201))]);
        var refused = await tooLong.PageAsync(HttpStatusCode.UnprocessableEntity);
        StringAssert.Contains(refused.QuerySelector(".error-summary")!.TextContent, "备注有 201 个字，不能超过 200 个字");
        Assert.AreEqual(201, refused.QuerySelector("#Remark")!.GetAttribute("value")!.Length, "nothing is lost");
        using var settled = await city.SubmitAsync($"/campaigns/{id}", [.. asked, ("Remark", "")]);
        Assert.AreEqual(HttpStatusCode.Redirect, settled.StatusCode);
        await reference.AddMissingAsync(CancellationToken.None);
        Assert.IsNull((await city.PageAsync($"/board?{board}")).QuerySelector(".page-head .notice"), "it belongs to the office");
    }

    /// <summary>Enterprises of the sample are 规下 and of division 33: a phase for them that is over makes them overdue, and only those that were on the roll in time.</summary>
    [TestMethod]
    public async Task What_is_overdue_follows_the_phases()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.Township);
        await office.ImportAsync(app, ImportFile.OfNil(Enterprises.NewCreditCode()));
        await app.Database.ScalarAsync<int>("UPDATE Declaration SET Status = 0, OwedSince = '2026-11-26 00:00:00'; SELECT 0");
        var city = await app.SignedInAsync(Role.City);
        const string Overdue = "/roster?year=2026&overdue=1";
        using var added = await city.SubmitAsync("/campaigns/new", "/campaigns", [.. Phase.Where(p => p.Item1 != "Industries")]);
        app.Clock.SetUtcNow(new DateTimeOffset(2026, 12, 1, 2, 0, 0, TimeSpan.Zero));
        city = await app.SignedInAsync(Role.City);

        Assert.AreEqual("1", await TotalAsync(city, Overdue));
        await app.Database.ScalarAsync<int>("UPDATE Declaration SET OwedSince = '2026-12-01 00:00:00'; SELECT 0");
        Assert.AreEqual("0", await TotalAsync(city, Overdue), "it came onto the roll after the last day");
        await city.PageAsync("/roster?year=2026&phase=999", HttpStatusCode.BadRequest);
    }

    private static async Task<string> TotalAsync(HttpClient client, string address) => (await client.PageAsync(address)).QuerySelector(".lead strong")!.TextContent;
}
