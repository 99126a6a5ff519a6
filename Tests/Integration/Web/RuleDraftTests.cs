using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Reference;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Web;

/// <summary>Rule sets copied, edited and deleted as drafts; <see cref="RuleDecisionTests"/> puts them in force.</summary>
[TestClass]
public sealed class RuleDraftTests
{
    private const string Faults = "section[aria-label='校验结果']";

    [TestMethod]
    public async Task A_copy_is_a_draft_that_can_be_edited_and_its_page_shows_what_was_changed()
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);
        await admin.CopyRulesAsync("2021-A", "2027-A");

        using var saved = await admin.EditRulesAsync("2027-A", ("LS.Red.From", "１６"), ("LS.Red.Source", "市安委会办公室会议纪要"));

        Assert.AreEqual("/rules/2027-A", saved.Headers.Location?.OriginalString);
        var page = await admin.PageAsync("/rules/2027-A");
        Assert.AreEqual("草案 2027-A 已保存。", page.QuerySelector("[role=status]")!.TextContent);
        Assert.AreEqual("草案", page.QuerySelector("h1 .year")!.TextContent);
        var red = RulesTests.Section(page, "LS").QuerySelector("[aria-label='LS 界限'] tbody tr")!;
        Assert.AreEqual("重大(红) 16 以上 4 市安委会办公室会议纪要", string.Join(' ', red.Children.Select(c => c.TextContent.Trim())));
        Assert.AreEqual("16 红原橙", page.QuerySelectorAll("td.differs").Single().TextContent);
        Assert.IsNull(page.QuerySelector(Faults));
        Assert.AreEqual("现行", (await admin.PageAsync("/rules/2021-A")).QuerySelector("h1 .year")!.TextContent);
    }

    [TestMethod]
    public async Task Saving_what_the_form_shows_changes_nothing()
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);
        await admin.CopyRulesAsync("2021-B", "2027-A");

        using var saved = await admin.EditRulesAsync("2027-A");

        Assert.AreEqual(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.AreEqual("复制自 2021-B", Rules(app, "2027-A").Note);
        var original = Rules(app, "2021-B");
        var copied = Json(Rules(app, "2027-A") with { Name = original.Name, Note = original.Note });
        Assert.IsTrue(JsonNode.DeepEquals(Json(original), copied), copied.ToJsonString());
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("新规则")]
    [DataRow("-2027")]
    [DataRow("2027 A")]
    [DataRow("2027/A")]
    [DataRow("../2021-A")]
    [DataRow("123456789012345678901")]
    public async Task A_name_that_cannot_be_is_refused_and_kept(string name)
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);

        using var response = await admin.SubmitAsync("/rules/2021-A", "/rules/2021-A/copy", ("copyName", name));

        await AssertNotCopiedAsync(app, response, name, "规则名称应为字母、数字、点和短横，不超过 20 个字");
    }

    [TestMethod]
    [DataRow("2021-B")]
    [DataRow(" 2021-b ")]
    [DataRow("２０２１-A")]
    public async Task A_name_that_is_taken_is_refused_and_kept(string name)
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);

        using var response = await admin.SubmitAsync("/rules/2021-A", "/rules/2021-A/copy", ("copyName", name));

        await AssertNotCopiedAsync(app, response, name, "已被使用，请另取一个。");
    }

    [TestMethod]
    public async Task Every_slip_of_the_form_is_said_at_once_with_its_line_and_nothing_typed_is_lost()
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);
        await admin.CopyRulesAsync("2021-A", "2027-A");
        var good = PageForm.On(await admin.PageAsync("/rules/2027-A/edit"));
        (string Name, string Value, string Sentence)[] slips =
        [
            ("Note", new string('长', 201), "说明最多 200 个字。"),
            ("LEC.Red.From", "三百二十", "“三百二十”应为数字（最多四位小数）。"),
            ("LEC.Yellow.From", "70.00001", "“70.00001”应为数字（最多四位小数）。"),
            ("LS.L", "5 | 没有控制措施\n\n4，不易发现", "第 3 行应为“取值 | 文字”2 部分，用竖线隔开，现有 1 部分。"),
            ("MES.E", "10 | 连续\n六 | 每天", "第 2 行的“六”应为数字。"),
            ("MajorHazard.Alpha", "0 | 0.5\n1.5 | 1", "第 2 行的“1.5”应为整数。"),
            ("MajorHazard.Level1.Colour", "purple", "请选择等级。"),
            ("MajorHazard.Substances", "氨 | 液氨 | 10", "第 1 行应为“名称 | 别名 | 临界量 | β”4 部分，用竖线隔开，现有 3 部分。"),
            ("Chemical.MaxScore", "", "“”应为数字（最多四位小数）。"),
            ("Overrides", "OV-1 | 危险场所最多人数 | 10 | 重大(红) | 人多 | 示例\nOV-2 | 天气 | 1 | 紫 | 下雨 | 示例", "第 2 行情形“天气”不能识别"),
            ("Management.Good.From", "-", "“-”应为数字（最多四位小数）。"),
        ];

        using var response = await admin.EditRulesAsync("2027-A", [.. slips.Select(s => (s.Name, s.Value))]);

        var page = await response.PageAsync(HttpStatusCode.UnprocessableEntity);
        var said = page.QuerySelectorAll(".error-summary a").Select(a => (Field: page.GetElementById(a.GetAttribute("href")![1..])!.GetAttribute("name"), Sentence: a.TextContent)).ToList();
        Assert.HasCount(slips.Length + 1, said);
        foreach (var (name, value, sentence) in slips)
        {
            Assert.IsTrue(said.Exists(s => s.Field == name && s.Sentence.Contains(sentence, StringComparison.Ordinal)), $"{name}: {sentence}");
            Assert.AreEqual(value, PageForm.On(page)[name]);
        }

        Assert.IsTrue(said.Exists(s => s.Field == "Overrides" && s.Sentence.Contains("第 2 行等级“紫”不能识别，可用 重大(红)、较大(橙)", StringComparison.Ordinal)));
        Assert.AreEqual(1, await VersionAsync(app, "2027-A"));
        using var corrected = await admin.SaveRulesAsync("2027-A", PageForm.On(page).With([.. slips.Select(s => (s.Name, good[s.Name]))]));
        Assert.AreEqual(HttpStatusCode.Redirect, corrected.StatusCode);
    }

    [TestMethod]
    public async Task A_draft_that_is_wrong_is_kept_its_faults_are_listed_and_it_cannot_be_put_in_force()
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);
        string[] faults =
        [
            "LEC 的 252 种组合中没有一种评为重大(红)，请核对界限。",
            "LS 的较大界限 25 应低于重大界限 20，否则中间没有较大的取值。",
            "MES 的一般界限缺少依据（不超过 200 个字）。",
        ];

        await admin.DraftRulesAsync("2027-A", ("LEC.Red.From", "10001"), ("LS.Orange.From", "25"), ("MES.Yellow.Source", ""));

        var page = await admin.PageAsync("/rules/2027-A");
        Assert.AreEqual(string.Join('\n', faults), string.Join('\n', page.QuerySelectorAll($"{Faults} li").Select(f => f.TextContent.Replace(" 去改", "", StringComparison.Ordinal))));
        Assert.DoesNotContain("校验通过", page.Body!.TextContent);
        using var decided = await admin.DecideRulesAsync("2027-A", "2026-11-25");
        var refused = await decided.PageAsync(HttpStatusCode.UnprocessableEntity);
        Assert.AreEqual(string.Join('\n', faults), string.Join('\n', refused.QuerySelectorAll(".error-summary li").Select(f => f.TextContent.Replace(" 去改", "", StringComparison.Ordinal))));
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT Status FROM RuleSet WHERE Name = '2027-A'"));
    }

    [TestMethod]
    [DataRow("2021-A")]
    [DataRow("2021-B")]
    public async Task What_has_been_published_cannot_be_edited(string name)
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);
        await admin.CopyRulesAsync(name, "2027-A");
        var form = PageForm.On(await admin.PageAsync("/rules/2027-A/edit")).With(("LS.Red.From", "2"), ("Version", "0"));
        const string Stored = "SELECT CONCAT(Definition, Status, Version, ChangedAt) FROM RuleSet WHERE Name = @Name";
        var before = await app.Database.ScalarAsync<string>(Stored, new { Name = name });

        using var opened = await admin.GetAsync($"/rules/{name}/edit");
        using var posted = await admin.SaveRulesAsync(name, form);

        Assert.AreEqual($"/rules/{name}", opened.Headers.Location?.OriginalString);
        Assert.AreEqual($"/rules/{name}", posted.Headers.Location?.OriginalString);
        Assert.AreEqual(before, await app.Database.ScalarAsync<string>(Stored, new { Name = name }));
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RuleSetEvent WHERE RuleSet = @Name", new { Name = name }));
    }

    [TestMethod]
    public async Task Of_two_who_edit_one_draft_the_second_is_told_and_loses_nothing()
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);
        await admin.CopyRulesAsync("2021-A", "2027-A");
        var second = PageForm.On(await admin.PageAsync("/rules/2027-A/edit")).With(("LS.Red.From", "24"));
        using var first = await admin.EditRulesAsync("2027-A", ("LS.Red.From", "16"));

        using var response = await admin.SaveRulesAsync("2027-A", second);

        var page = await response.PageAsync(HttpStatusCode.UnprocessableEntity);
        StringAssert.Contains(page.QuerySelector("main [role=alert]")!.TextContent, "草案已被其他人修改");
        Assert.AreEqual("24", PageForm.On(page)["LS.Red.From"]);
        Assert.AreEqual(16, Rules(app, "2027-A").Find(GradingMethod.Ls)!.Red.From);
        Assert.AreEqual(2, await VersionAsync(app, "2027-A"));
    }

    [TestMethod]
    public async Task A_draft_can_be_deleted_and_nothing_else_can()
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);
        await admin.CopyRulesAsync("2021-A", "2027-A");

        using var deleted = await admin.PressAsync("2027-A", "delete");
        using var refused = await admin.PressAsync("2021-B", "delete");

        Assert.AreEqual("/rules", deleted.Headers.Location?.OriginalString);
        await admin.PageAsync("/rules/2027-A", HttpStatusCode.NotFound);
        var page = await refused.PageAsync(HttpStatusCode.UnprocessableEntity);
        Assert.AreEqual("规则 2021-B 不是草案，不能删除。", page.QuerySelector(".error-summary li")!.TextContent);
        Assert.AreEqual(2, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RuleSet"));
    }

    private static async Task AssertNotCopiedAsync(TestApp app, HttpResponseMessage response, string name, string sentence)
    {
        var page = await response.PageAsync(HttpStatusCode.UnprocessableEntity);
        StringAssert.Contains(page.QuerySelector(".error-summary a[href='#copyName']")!.TextContent, sentence);
        Assert.AreEqual(name, page.QuerySelector("#copyName")!.GetAttribute("value"));
        Assert.IsTrue(page.QuerySelector("#copyName")!.Closest("details")!.HasAttribute("open"));
        Assert.AreEqual(2, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RuleSet"));
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RuleSetEvent"));
    }

    private static RuleSet Rules(TestApp app, string name) => app.Services.GetRequiredService<ReferenceData>().RuleSet(name)!.Rules;

    private static JsonNode Json(RuleSet rules) => JsonSerializer.SerializeToNode(rules)!;

    private static Task<int> VersionAsync(TestApp app, string name) => app.Database.ScalarAsync<int>("SELECT Version FROM RuleSet WHERE Name = @Name", new { Name = name });
}
