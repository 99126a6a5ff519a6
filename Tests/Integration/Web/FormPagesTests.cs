using System.Net;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Web;

/// <summary>The pages of the form: what each keeps, shows and asks for, and what happens when it is open twice.</summary>
[TestClass]
public sealed class FormPagesTests
{
    [TestMethod]
    public async Task The_task_list_tells_how_far_each_part_is()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);

        // what the roll knows is there; what nobody has answered is not begun
        CollectionAssert.AreEqual(
            new[] { "企业基本信息 已完成", "行业分类 未开始", "安全生产基本信息 已完成", "粉尘涉爆 未开始", "有限空间 未开始", "喷涂作业 未开始", "污水处理 未开始", "直接影响企业等级的情况 未开始", "较大以上安全风险 未开始", "核对、承诺并提交 填完以上各项后" },
            await TasksAsync(filer));
        await filer.TypeAsync(ReportForm.Part("basics"), ("Basics.Address", ""));
        await filer.TypeAsync(ReportForm.Part("safety"), ("Basics.Employees", "约三十"));
        Assert.AreEqual("企业基本信息 填写中", (await TasksAsync(filer))[0]);
        Assert.AreEqual("安全生产基本信息 有错误", (await TasksAsync(filer))[2]);

        await (await ReportForm.OpenAsync(filer.Client)).Nil().With(("Basics.Address", "玉山镇1号"), ("Basics.Employees", "30")).SaveAsync(filer.Client);

        Assert.IsTrue((await TasksAsync(filer))[..^1].All(t => t.EndsWith("已完成", StringComparison.Ordinal)));
        var page = await filer.Client.PageAsync(ReportForm.Address);
        StringAssert.Contains(page.QuerySelector(".tally")!.TextContent.ReplaceLineEndings(""), "已完成 5 项，共 5 项");
        StringAssert.Contains((await filer.Client.PageAsync(ReportForm.Part("safety"))).QuerySelector(".step-of")!.TextContent, "第 3 项，共 5 项");
    }

    [TestMethod]
    public async Task A_special_sheet_is_there_while_the_industry_or_the_answer_asks_for_it_and_its_answers_are_filed()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Lec("3", "6", "15"))
            .With(("Basics.Industry", "3484"), ("Basics.AmmoniaRefrigeration", "是")).SaveAsync(filer.Client);
        CollectionAssert.Contains(await TasksAsync(filer), "涉氨制冷 未开始");

        using var wrong = await filer.TypeAsync(ReportForm.Part("AmmoniaRefrigeration"), ("Basics.AmmoniaTonnes", "１,２０".Replace(",", "", StringComparison.Ordinal)), ("Basics.AmmoniaRooms", "1.5"));
        var page = await wrong.PageAsync(HttpStatusCode.UnprocessableEntity);
        CollectionAssert.AreEqual(
            new[] { "“氨制冷机房数”应为整数，现为 1.5，请核对。", "“快速冻结装置数”不能为空，请填写。", "“涉氨场所单班作业人数”不能为空，请填写。" },
            page.QuerySelectorAll(".error-summary a").Select(a => a.TextContent).ToList());
        await (await ReportForm.OpenAsync(filer.Client)).With(("Basics.AmmoniaRooms", "2"), ("Basics.QuickFreezers", "0"), ("Basics.AmmoniaShift", "8"), ("Committed", "true"))
            .SubmitAsync(filer.Client);

        var report = (await filer.Client.PageAsync(ReportForm.Result)).Body!.TextContent;
        foreach (var words in new[] { "液氨最大储量(吨)", "氨制冷机房数", "快速冻结装置数" })
            StringAssert.Contains(report, words);
        StringAssert.Contains(await app.Database.ScalarAsync<string>("SELECT Sheets FROM Enterprise"), "\"AmmoniaTonnes\":\"120\"");
    }

    [TestMethod]
    public async Task A_sheet_that_is_denied_again_is_neither_asked_for_nor_filed()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).Nil().With(
            ("Basics.ConfinedSpace", "是"), ("Basics.ConfinedSpaces", "很多")).SaveAsync(filer.Client);

        await (await ReportForm.OpenAsync(filer.Client)).With(("Basics.ConfinedSpace", "否"), ("Committed", "true")).SubmitAsync(filer.Client);

        Assert.IsNull(await app.Database.ScalarAsync<string?>("SELECT Sheets FROM Enterprise"));
    }

    [TestMethod]
    public async Task An_automatic_save_keeps_what_is_wrong_and_says_when()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var open = PageForm.On(await filer.Client.PageAsync(ReportForm.Part("safety")));

        using var saved = await filer.SendAsync(ReportForm.Part("safety") + "/autosave", open.With(("Basics.Employees", "约三十")));

        StringAssert.Contains(await saved.Content.ReadAsStringAsync(), "已自动保存 ");
        Assert.AreEqual("约三十", PageForm.On(await filer.Client.PageAsync(ReportForm.Part("safety")))["Basics.Employees"]);
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT Status FROM Declaration"));
    }

    [TestMethod]
    public async Task A_draft_does_not_grow_beyond_all_measure_and_what_was_typed_stays_on_the_page()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        foreach (var field in new[] { "Basics.Name", "Basics.MainProducts" })
        {
            using var kept = await filer.TypeAsync(ReportForm.Part("basics"), (field, new string('x', 1_900_000)));
            Assert.AreEqual(HttpStatusCode.UnprocessableEntity, kept.StatusCode);
        }

        var open = PageForm.On(await filer.Client.PageAsync(ReportForm.Part("safety"))).With(("Basics.Employees", new string('9', 400_000)));
        using var refused = await filer.SendAsync(ReportForm.Part("safety"), open);
        using var automatic = await filer.SendAsync(ReportForm.Part("safety") + "/autosave", open);

        var page = await refused.PageAsync(HttpStatusCode.UnprocessableEntity);
        StringAssert.Contains(page.QuerySelector("[role=alert]")!.TextContent, "内容过长，没有保存");
        Assert.HasCount(400_000, PageForm.On(page)["Basics.Employees"]);
        StringAssert.Contains(await automatic.Content.ReadAsStringAsync(), "内容过长，没有自动保存");
        Assert.AreEqual("10", PageForm.On(await filer.Client.PageAsync(ReportForm.Part("safety")))["Basics.Employees"]);
    }

    [TestMethod]
    public async Task Risks_are_added_from_the_catalogue_copied_deleted_and_brought_back()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var suggested = (await filer.Client.PageAsync(ReportForm.Risks)).QuerySelectorAll(".suggestions input[name=code]").Select(i => i.GetAttribute("value")).ToList();
        CollectionAssert.Contains(suggested, "PT-01");
        CollectionAssert.DoesNotContain(suggested, "YJ-01");

        using var added = await filer.Client.SubmitAsync(ReportForm.Risks, ReportForm.Risks + "/add", ("code", "PT-01"));
        var form = await ReportForm.OpenAsync(filer.Client);
        Assert.AreEqual("直接判定 PT-01 火灾 有", $"{form["Items[0].Method"]} {form["Items[0].CatalogueCode"]} {form["Items[0].AccidentType"]} {form["Basics.HasMajorRisk"]}");
        Assert.IsNotNull((await filer.Client.PageAsync(added.Headers.Location!.OriginalString)).QuerySelector("#grade .risk-orange"));
        using var copied = await filer.Client.SubmitAsync(ReportForm.Risks, form.RiskPages[0] + "/copy");
        Assert.AreEqual("使用易燃溶剂的喷漆室与烘房（副本）", (await ReportForm.OpenAsync(filer.Client))["Items[1].Name"]);
        using var removed = await filer.Client.SubmitAsync(ReportForm.Risks, form.RiskPages[0] + "/remove");
        Assert.HasCount(1, (await ReportForm.OpenAsync(filer.Client)).RiskPages);
        StringAssert.Contains((await filer.Client.PageAsync(ReportForm.Risks)).Body!.TextContent, "已删除“使用易燃溶剂的喷漆室与烘房”");

        using var restored = await filer.Client.SubmitAsync(ReportForm.Risks, ReportForm.Risks + "/restore");

        Assert.HasCount(2, (await ReportForm.OpenAsync(filer.Client)).RiskPages);
    }

    [TestMethod]
    public async Task The_colour_of_a_risk_shows_without_script_and_as_a_fragment_with_it()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var saved = await (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Lec("10", "10", "100")).SaveAsync(filer.Client);
        var open = PageForm.On(await filer.Client.PageAsync(saved.RiskPages[0])).With(("Item.LEC.L", "0.1"), ("Item.Owner", ""));

        using var fragment = await filer.SendAsync(saved.RiskPages[0] + "/autosave", open);
        using var whole = await filer.SendAsync(saved.RiskPages[0] + "/grade", open);

        var text = await fragment.Content.ReadAsStringAsync();
        Assert.DoesNotContain("<html", text);
        StringAssert.Contains(text, "risk-yellow");
        var page = await whole.PageAsync();
        Assert.IsNotNull(page.QuerySelector("#grade .risk-yellow"));
        Assert.IsNull(page.QuerySelector(".error-summary"));
    }

    [TestMethod]
    public async Task The_nil_way_is_three_pages()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var nil = PageForm.On(await filer.Client.PageAsync(ReportForm.Address + "/nil"));

        using var incomplete = await filer.SendAsync(ReportForm.Address + "/nil", nil);
        var questions = (await incomplete.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelectorAll(".error-summary a").Select(a => a.TextContent).ToList();
        Assert.HasCount(8, questions);
        using var first = await filer.SendAsync(ReportForm.Address + "/nil", PageForm.On(await filer.Client.PageAsync(ReportForm.Address + "/nil")).With(
            [.. new[] { "CombustibleDust", "ConfinedSpace", "SprayPainting", "Wastewater", "MajorHazard", "SeriousViolation", "AccidentConditions" }.Select(q => ($"Basics.{q}", "否")), ("Basics.HazardPlacePeople", "０")]));
        Assert.AreEqual(ReportForm.Check, first.Headers.Location!.OriginalString);
        using var second = await (await ReportForm.OpenAsync(filer.Client)).With(("Committed", "true")).PressAsync(filer.Client);

        Assert.AreEqual(ReportForm.Result, second.Headers.Location!.OriginalString);
        Assert.IsNotNull((await filer.Client.PageAsync(ReportForm.Result)).QuerySelector(".verdict .risk-blue"));
    }

    [TestMethod]
    public async Task The_nil_way_is_closed_while_risks_are_listed()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var nil = PageForm.On(await filer.Client.PageAsync(ReportForm.Address + "/nil"));
        await (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Lec("3", "6", "15")).SaveAsync(filer.Client);

        using var response = await filer.SendAsync(ReportForm.Address + "/nil", nil);

        StringAssert.Contains((await response.PageAsync(HttpStatusCode.UnprocessableEntity)).Body!.TextContent, "报告中已列有 1 项风险，不能走零风险确认的捷径");
        Assert.AreEqual("有", (await ReportForm.OpenAsync(filer.Client))["Basics.HasMajorRisk"]);
    }

    [TestMethod]
    [DataRow("/parts/unheardof")]
    [DataRow("/risks/unheardof")]
    public async Task A_page_that_is_not_there_is_not_found(string path)
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);

        await filer.Client.PageAsync(ReportForm.Address + path, HttpStatusCode.NotFound);
        using var posted = await filer.Client.SubmitAsync(ReportForm.Part("basics"), ReportForm.Address + path, ("Basics.Name", "x"));
        using var automatic = await filer.Client.SubmitAsync(ReportForm.Part("basics"), ReportForm.Address + path + "/autosave", ("Basics.Name", "x"));

        Assert.AreEqual(HttpStatusCode.NotFound, posted.StatusCode);
        Assert.AreEqual(HttpStatusCode.NotFound, automatic.StatusCode);
    }

    [TestMethod]
    [DataRow("/parts/basics")]
    [DataRow("/risks")]
    [DataRow("/check")]
    [DataRow("/nil")]
    public async Task A_filed_report_is_closed_on_every_page(string path)
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var open = PageForm.On(await filer.Client.PageAsync(ReportForm.Address + path));
        await (await ReportForm.OpenAsync(filer.Client)).Nil().SubmitAsync(filer.Client);
        var before = await app.Database.ScalarAsync<string>("SELECT CONCAT(Version, ' ', Status, Basics) FROM Declaration");

        using var seen = await filer.Client.GetAsync(ReportForm.Address + path);
        using var posted = await filer.SendAsync(ReportForm.Address + path, open.With(("Basics.Name", "改名")));

        Assert.AreEqual(ReportForm.Result, seen.Headers.Location!.OriginalString);
        Assert.AreEqual(ReportForm.Result, posted.Headers.Location!.OriginalString);
        Assert.AreEqual(before, await app.Database.ScalarAsync<string>("SELECT CONCAT(Version, ' ', Status, Basics) FROM Declaration"));
    }

    [TestMethod]
    public async Task Another_enterprise_has_a_form_of_its_own()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Lec("3", "6", "15", "只属于甲")).SaveAsync(filer.Client);
        var page = (await ReportForm.OpenAsync(filer.Client)).RiskPages[0];
        var neighbour = await Filer.SignedInAsync(app);

        await neighbour.Client.PageAsync(page, HttpStatusCode.NotFound);
        Assert.IsEmpty((await ReportForm.OpenAsync(neighbour.Client)).RiskPages);
        var office = await app.SignedInAsync(Role.Township);
        await office.PageAsync(page, HttpStatusCode.Forbidden);
    }

    private static async Task<List<string>> TasksAsync(Filer filer) => (await filer.Client.PageAsync(ReportForm.Address)).QuerySelectorAll(".tasks > li")
        .Select(l => $"{l.QuerySelector("a")!.TextContent} {l.QuerySelector(".state")!.TextContent}").ToList();
}
