using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;
using RiskReport.Tests.Unit.Pdf;

namespace RiskReport.Tests.Integration.Web;

/// <summary>What an enterprise must hang out and keep, and who may take it.</summary>
[TestClass]
public sealed class OutputsTests
{
    private static readonly string[] Files = ["board.pdf", "cards.pdf", "list.pdf", "list.xlsx"];

    [TestMethod]
    public async Task Without_a_filed_report_the_page_says_what_to_do_and_there_is_no_file()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);

        var page = await filer.Client.PageAsync(FloorPlans.Address);

        StringAssert.Contains(page.Body!.TextContent, "2026 年度报告还没有提交，所以还没有可以公示的内容。");
        Assert.IsNotNull(page.QuerySelector("main a[href='/declarations/2026/result']"));
        foreach (var file in Files)
            await filer.Client.PageAsync($"{FloorPlans.Address}/{file}", HttpStatusCode.NotFound);
        using var upload = await filer.Client.UploadPlanAsync(TestPicture.Png());
        Assert.AreEqual(HttpStatusCode.NotFound, upload.StatusCode);
    }

    [TestMethod]
    public async Task A_year_without_a_duty_is_not_there()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await FloorPlans.FiledAsync(app);

        foreach (var address in new[] { "/outputs/2019", "/outputs/2019/board.pdf" })
            await filer.Client.PageAsync(address, HttpStatusCode.NotFound);
    }

    [TestMethod]
    public async Task The_page_offers_every_document_and_says_who_asks_for_it()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await FloorPlans.FiledAsync(app);

        var page = await filer.Client.PageAsync(FloorPlans.Address);

        Assert.AreEqual("公示与台账", page.QuerySelector("h1")!.TextContent);
        foreach (var file in Files.Where(f => f != "cards.pdf"))
            Assert.IsNotNull(page.QuerySelector($"a[href='/outputs/2026/{file}']"), file);
        Assert.AreEqual("1 2", string.Join(' ', page.QuerySelectorAll("input[name=risk][checked]").Select(i => i.GetAttribute("value"))));
        foreach (var words in new[] { "第140号第十二条", "第十六条", "第十八条", "条例第十一条" })
            StringAssert.Contains(page.Body!.TextContent, words);
        Assert.IsNotNull((await filer.Client.PageAsync(ReportForm.Result)).QuerySelector("main a[href='/outputs/2026']"));
        StringAssert.Contains((await filer.Client.PageAsync(ReportForm.Result)).QuerySelector("nav")!.TextContent, "公示台账");
    }

    [TestMethod]
    public async Task Every_document_holds_what_was_filed_and_is_named_in_chinese()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await FloorPlans.FiledAsync(app);
        var number = await app.Database.ScalarAsync<long>("SELECT MAX(Id) FROM DeclarationVersion");

        var board = await PdfAsync(filer.Client, "board.pdf", "安全风险公告栏-2026-昆山样板机械有限公司.pdf");
        var list = await PdfAsync(filer.Client, "list.pdf", "安全风险管控清单-2026-昆山样板机械有限公司.pdf");
        var cards = await PdfAsync(filer.Client, "cards.pdf", "岗位安全风险告知卡-2026-昆山样板机械有限公司.pdf");
        var chosen = await PdfAsync(filer.Client, "cards.pdf?risk=3&risk=77", "岗位安全风险告知卡-2026-昆山样板机械有限公司.pdf");

        foreach (var words in new[] { "液氨泄漏", "喷漆房火灾", "监督举报电话：12350", $"SZ2026-{number:D8}-1" })
            Assert.Contains(words, OutputSample.Plain(board.AllText));
        Assert.DoesNotContain("叉车碰撞", board.AllText);
        foreach (var words in new[] { "液氨泄漏", "喷漆房火灾", "=叉车碰撞", "重大(红)", "较大(橙)", "低(蓝)", "王强" })
            Assert.Contains(words, OutputSample.Plain(list.AllText));
        Assert.HasCount(2, cards.Pages);
        Assert.HasCount(1, chosen.Pages);
        Assert.Contains("=叉车碰撞", chosen.AllText);
        Assert.AreEqual("PK", System.Text.Encoding.ASCII.GetString((await filer.Client.GetByteArrayAsync("/outputs/2026/list.xlsx"))[..2]));
        await filer.Client.PageAsync("/outputs/2026/cards.pdf?risk=77", HttpStatusCode.NotFound);
    }

    [TestMethod]
    public async Task The_telephone_on_the_board_is_the_one_configured()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await FloorPlans.FiledAsync(app);
        app.Services.GetRequiredService<IConfiguration>()["SupervisionPhone"] = "0512-57312350";

        Assert.Contains("监督举报电话：0512-57312350", OutputSample.Plain((await PdfAsync(filer.Client, "board.pdf", "安全风险公告栏-2026-昆山样板机械有限公司.pdf")).AllText));
    }

    [TestMethod]
    public async Task Where_nothing_must_hang_out_cards_are_made_of_all()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).Filled(false, Risk.Ls("1", "1"), Risk.Ls("1", "2", "触电")).SubmitAsync(filer.Client);

        Assert.HasCount(2, new PdfFile(await filer.Client.GetByteArrayAsync("/outputs/2026/cards.pdf")).Pages);
    }

    [TestMethod]
    public async Task A_nil_report_has_a_board_that_says_so_and_no_cards()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).Nil().SubmitAsync(filer.Client);

        StringAssert.Contains((await filer.Client.PageAsync(FloorPlans.Address)).Body!.TextContent, "不需要制作告知卡");
        Assert.Contains("没有较大以上安全风险", new PdfFile(await filer.Client.GetByteArrayAsync("/outputs/2026/board.pdf")).AllText);
        Assert.Contains("没有列出安全风险", new PdfFile(await filer.Client.GetByteArrayAsync("/outputs/2026/list.pdf")).AllText);
        await filer.Client.PageAsync("/outputs/2026/cards.pdf", HttpStatusCode.NotFound);
    }

    [TestMethod]
    public async Task A_returned_report_keeps_its_documents_with_a_warning()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await FloorPlans.FiledAsync(app);
        var office = await app.SignedInAsync(Role.Township);
        var report = $"/enterprises/{filer.EnterpriseId}/declarations/2026";
        var version = (await office.PageAsync(report)).QuerySelector("input[name=version]")!.GetAttribute("value");
        using (await office.SubmitAsync(report, report + "/return", ("version", version), ("reasons[0].message", "请核对"), ("dueOn", "2026-12-10"))) { }

        StringAssert.Contains((await filer.Client.PageAsync(FloorPlans.Address)).Body!.TextContent, "报告已被退回。下面的文件按退回前提交的内容生成");
        Assert.Contains("液氨泄漏", new PdfFile(await filer.Client.GetByteArrayAsync("/outputs/2026/board.pdf")).AllText);
    }

    [TestMethod]
    [DataRow(Role.Township)]
    [DataRow(Role.County)]
    [DataRow(Role.City)]
    [DataRow(Role.Auditor)]
    public async Task An_office_above_takes_the_same_documents_and_changes_nothing(Role role)
    {
        await using var app = await TestApp.StartAsync();
        var filer = await FloorPlans.FiledAsync(app);
        var plan = await filer.Client.AddPlanAsync(app);
        var client = await app.SignedInAsync(role);
        var address = $"/enterprises/{filer.EnterpriseId}/outputs/2026";

        var page = await client.PageAsync(address);

        Assert.IsEmpty(page.QuerySelectorAll("main form[method=post]"));
        Assert.IsEmpty(page.QuerySelectorAll("main a[href^='/outputs/']"));
        foreach (var file in Files.Append($"plans/{plan.Split('/')[^1]}/plan.pdf"))
            Assert.AreEqual(HttpStatusCode.OK, (await client.GetAsync($"{address}/{file}")).StatusCode, file);
        Assert.IsNotNull((await client.PageAsync($"/enterprises/{filer.EnterpriseId}/declarations/2026")).QuerySelector($"main a[href='{address}']"));
        foreach (var own in new[] { FloorPlans.Address, plan, plan + "/picture", plan + "/plan.pdf" })
            Assert.AreEqual(HttpStatusCode.Forbidden, (await client.GetAsync(own)).StatusCode, own);
    }

    [TestMethod]
    public async Task Neither_another_region_nor_another_enterprise_finds_anything()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await FloorPlans.FiledAsync(app);
        var plan = await filer.Client.AddPlanAsync(app);
        var neighbour = await FloorPlans.FiledAsync(app);
        var own = await neighbour.Client.AddPlanAsync(app);
        var address = $"/enterprises/{filer.EnterpriseId}/outputs/2026";

        foreach (var office in new[] { await app.SignedInAsync(Role.County, "320581"), await app.SignedInAsync(Role.Township, "320583101") })
        {
            foreach (var file in Files.Append("").Append($"plans/{plan.Split('/')[^1]}/plan.pdf"))
                await office.PageAsync($"{address}/{file}", HttpStatusCode.NotFound);
        }

        foreach (var part in new[] { "", "/picture", "/plan.pdf" })
            await neighbour.Client.PageAsync(plan + part, HttpStatusCode.NotFound);
        using var saved = await neighbour.Client.SubmitAsync(own, plan, ("Version", "0"), ("ReportVersion", "1"), ("Shapes[0].Risk", "1"), ("Shapes[0].Points", "1,1"));
        using var removed = await neighbour.Client.SubmitAsync(own, plan + "/remove");
        Assert.AreEqual(HttpStatusCode.NotFound, saved.StatusCode);
        Assert.AreEqual(HttpStatusCode.NotFound, removed.StatusCode);
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM FloorPlanDrawing"));
        Assert.AreEqual(2, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM FloorPlan WHERE RemovedAt IS NULL"));
        var office2 = await app.SignedInAsync(Role.Township);
        await office2.PageAsync($"/enterprises/{neighbour.EnterpriseId}/outputs/2026/plans/{plan.Split('/')[^1]}/plan.pdf", HttpStatusCode.NotFound);
    }

    private static async Task<PdfFile> PdfAsync(HttpClient client, string file, string name)
    {
        using var response = await client.GetAsync($"{FloorPlans.Address}/{file}");
        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
        Assert.AreEqual("application/pdf", response.Content.Headers.ContentType!.MediaType);
        Assert.AreEqual(name, response.Content.Headers.ContentDisposition!.FileNameStar);
        return new PdfFile(await response.Content.ReadAsByteArrayAsync());
    }
}
