using AngleSharp.Html.Dom;
using RiskReport.Domain.Grading;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Web;

/// <summary>The form with the methods that have no factors, and with what is asked of the enterprise as a whole.</summary>
[TestClass]
public sealed class MethodFormTests
{
    [TestMethod]
    [DataRow("0", "氨 9.9", "无", "否", RiskColour.Blue)]
    [DataRow("120", "氨 20；乙醇 300", "有", "是", RiskColour.Yellow)]
    [DataRow("100", "液氨 60吨；乙醇 300", "有", "是", RiskColour.Orange)]
    [DataRow("0", "二甲胺 5 w2；氯 200", "有", "是", RiskColour.Red)]
    public async Task A_unit_with_chemicals_has_the_colour_and_the_sentence_of_the_grader(
        string people, string substances, string hasMajorRisk, string majorHazard, RiskColour expected)
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var amounts = substances.Split('；').Select(s => s.Split(' ')).Select(p => new SubstanceAmount(p[0], Number(p[1].TrimEnd('吨')), p.ElementAtOrDefault(2)?.ToUpperInvariant())).ToList();
        var grade = Grader.GradeItem(
            new Assessment { Method = GradingMethod.MajorHazard, Unit = new MajorHazardUnit((int)Number(people), amounts) }, Lists.Rules);

        await (await ReportForm.OpenAsync(filer.Client)).Filled(hasMajorRisk == "有", Risk.Unit(people, substances))
            .With(("Basics.MajorHazard", majorHazard)).SubmitAsync(filer.Client);

        Assert.AreEqual(expected, grade.Colour);
        await AssertResultAsync(app, filer, grade, majorHazard == "是" ? RiskColour.Red : expected);
        Assert.AreEqual(grade.Score, await app.Database.ScalarAsync<decimal>("SELECT TopScore FROM Declaration"));
    }

    [TestMethod]
    [DataRow("95.5", "", RiskColour.Blue)]
    [DataRow("75", "", RiskColour.Yellow)]
    [DataRow("74.99", "", RiskColour.Orange)]
    [DataRow("59.9", "", RiskColour.Red)]
    [DataRow("100", "accidents", RiskColour.Red)]
    [DataRow("100", "untriedProcess,undesignedPlant", RiskColour.Red)]
    public async Task A_diagnosis_has_the_colour_and_the_sentence_of_the_grader(string score, string directRed, RiskColour expected)
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var conditions = directRed.Split(',', StringSplitOptions.RemoveEmptyEntries);
        var grade = Grader.GradeItem(
            new Assessment { Method = GradingMethod.ChemicalScore, Diagnosis = new ChemicalDiagnosis(Number(score), conditions) }, Lists.Rules);

        await (await ReportForm.OpenAsync(filer.Client)).Filled(expected >= RiskColour.Orange, Risk.Diagnosis(score, directRed)).SubmitAsync(filer.Client);

        Assert.AreEqual(expected, grade.Colour);
        await AssertResultAsync(app, filer, grade, expected);
    }

    [TestMethod]
    [DataRow("", "氨 20", "People", "请填写厂区边界外 500 米范围内的常住人数（没有的填 0）。")]
    [DataRow("三十", "氨 20", "People", "“厂外500米人数”应为数字，现为“三十”")]
    [DataRow("30.5", "氨 20", "People", "“厂外500米人数”应为整数，现为 30.5")]
    [DataRow("0", "", "Substances", "请至少填写一种危险化学品及其最大量（吨），例如“氨 20”。")]
    [DataRow("0", "氨二十吨", "Substances", "“危险化学品及数量”中的“氨二十吨”应为名称、空格和吨数")]
    [DataRow("0", "氨 20；乙醇", "Substances", "“危险化学品及数量”中的“乙醇”应为名称、空格和吨数")]
    [DataRow("0", "氨 -1", "Substances", "“危险化学品及数量”中的“氨 -1”应为名称、空格和吨数")]
    [DataRow("0", "氨 20；神秘液体 5", "Substances", "“神秘液体”不在按名称列出的清单中")]
    [DataRow("0", "二甲胺 5 W99", "Substances", "“二甲胺”的危险性类别不能取“W99”，只能取 J1、J2")]
    public async Task What_is_wrong_with_a_unit_is_said_at_its_field_and_kept(string people, string substances, string field, string sentence)
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var form = (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Lec("3", "6", "15"), Risk.Unit(people, substances));

        var page = await form.RefusedAsync(filer.Client);

        var item = await AssertProblemAsync(filer, page, $"Item.{field}", sentence);
        Assert.AreEqual(people, item["Item.People"]);
        Assert.AreEqual(substances, item["Item.Substances"]);
        Assert.AreEqual(0, await FiledAsync(app));
    }

    [TestMethod]
    [DataRow("", "", "ChemicalScore", "请填写诊断分级得分（0 至 123）。")]
    [DataRow("八十", "", "ChemicalScore", "“诊断分级得分”应为数字，现为“八十”")]
    [DataRow("123.01", "", "ChemicalScore", "的诊断分级得分不能取 123.01，应在 0 至 123 之间，最多两位小数。")]
    [DataRow("80", "unheardOf", "DirectRed", "的直接判红情形不能取“unheardOf”，只能取 untriedProcess（")]
    public async Task What_is_wrong_with_a_diagnosis_is_said_at_its_field_and_kept(string score, string directRed, string field, string sentence)
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var form = (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Lec("3", "6", "15"), Risk.Diagnosis(score, directRed));

        var page = await form.RefusedAsync(filer.Client);

        var item = await AssertProblemAsync(filer, page, $"Item.{field}", sentence);
        Assert.AreEqual(score, item["Item.ChemicalScore"]);
        Assert.AreEqual(directRed, item["Item.DirectRed"]);
        Assert.AreEqual(0, await FiledAsync(app));
    }

    [TestMethod]
    [DataRow("HazardPlacePeople", "10", "OV-1", "（填报 10 人，界限 10 人）")]
    [DataRow("MajorHazard", "是", "OV-2", "企业存在重大危险源")]
    [DataRow("SeriousViolation", "是", "OV-3", "违反法律、法规或强制性标准的重大问题尚未整改")]
    [DataRow("AccidentConditions", "是", "OV-4", "且现在发生事故的条件依然存在")]
    public async Task A_condition_of_the_whole_makes_the_enterprise_red_and_says_why(string condition, string answer, string rule, string words)
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var form = (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Ls("4", "4")).With(($"Basics.{condition}", answer));
        await form.SaveAsync(filer.Client);
        Assert.IsNotNull((await filer.Client.PageAsync(ReportForm.Risks)).QuerySelector(".verdict .risk-red"));

        await (await ReportForm.OpenAsync(filer.Client)).With(("Committed", "true")).SubmitAsync(filer.Client);

        var result = await filer.Client.PageAsync(ReportForm.Result);
        Assert.IsNotNull(result.QuerySelector(".verdict .risk-red"));
        var reason = result.QuerySelectorAll(".reasons li").Single().TextContent;
        StringAssert.Contains(reason, words);
        StringAssert.Contains(reason, $"企业风险等级不低于重大(红)（规则 2021-A/{rule}；依据：");
        Assert.IsNotNull(result.QuerySelector("tbody tr .risk-orange"));
        Assert.AreEqual(4, await app.Database.ScalarAsync<int>("SELECT Colour FROM Declaration"));
        Assert.AreEqual(3, await app.Database.ScalarAsync<int>("SELECT Colour FROM RiskItem"));
        StringAssert.Contains(result.Body!.TextContent, answer);
    }

    [TestMethod]
    public async Task Conditions_denied_or_below_their_bound_raise_nothing()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);

        await (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Ls("4", "4")).With(
            ("Basics.HazardPlacePeople", "9"), ("Basics.MajorHazard", "否"), ("Basics.SeriousViolation", "否"), ("Basics.AccidentConditions", "否")).SubmitAsync(filer.Client);

        Assert.AreEqual(3, await app.Database.ScalarAsync<int>("SELECT Colour FROM Declaration"));
        Assert.AreEqual("9000", await app.Database.ScalarAsync<string>("SELECT CONCAT(HazardPlacePeople, MajorHazard, SeriousViolation, AccidentConditions) FROM Declaration"));
    }

    [TestMethod]
    [DataRow("HazardPlacePeople", "12")]
    [DataRow("MajorHazard", "是")]
    [DataRow("SeriousViolation", "是")]
    [DataRow("AccidentConditions", "是")]
    public async Task Nothing_to_report_is_refused_where_a_condition_says_otherwise(string condition, string answer)
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);

        var page = await (await ReportForm.OpenAsync(filer.Client)).Nil().With(($"Basics.{condition}", answer)).RefusedAsync(filer.Client);

        await AssertProblemAsync(filer, page, "Basics.HasMajorRisk", "请改为“有”较大以上安全风险并填写相应的风险项，或核对企业信息。");
        Assert.AreEqual(answer, (await ReportForm.OpenAsync(filer.Client))[$"Basics.{condition}"]);
        Assert.AreEqual(0, await FiledAsync(app));
    }

    [TestMethod]
    public async Task To_deny_a_major_hazard_that_an_item_shows_is_refused_at_the_denial()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var form = (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Lec("3", "6", "15"), Risk.Unit("0", "氨 10", "液氨储罐")).With(("Basics.MajorHazard", "否"));

        var page = await form.RefusedAsync(filer.Client);

        await AssertProblemAsync(filer, page, "Basics.MajorHazard", "填写了没有重大危险源，但“液氨储罐”按 GB 18218 构成重大危险源。");
        Assert.AreEqual(0, await FiledAsync(app));
        await (await ReportForm.OpenAsync(filer.Client)).With(("Items[1].Substances", "氨 9.99"), ("Committed", "true")).SubmitAsync(filer.Client);
    }

    [TestMethod]
    public async Task A_draft_shows_again_what_was_typed()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        const string Typed = "氨 20 ；  乙醇三百";

        await (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Unit("很多", Typed), Risk.Diagnosis("80", "accidents")).SaveAsync(filer.Client);

        var found = await ReportForm.OpenAsync(filer.Client);
        Assert.AreEqual(Typed, found["Items[0].Substances"]);
        Assert.AreEqual("很多", found["Items[0].People"]);
        Assert.AreEqual("80", found["Items[1].ChemicalScore"]);
        Assert.AreEqual("accidents", found["Items[1].DirectRed"]);
    }

    [TestMethod]
    public async Task A_returned_report_shows_the_chemicals_and_the_diagnosis_again_and_grades_the_same()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Unit("30", "氨 20.5吨、二甲胺 5 w2"), Risk.Diagnosis("62.50", "accidents,untriedProcess"))
            .With(("Basics.HazardPlacePeople", "3"), ("Basics.MajorHazard", "是")).SubmitAsync(filer.Client);
        var before = (await filer.Client.PageAsync(ReportForm.Result)).QuerySelector(".table-wide table")!.OuterHtml;
        await app.Database.ScalarAsync<int>("UPDATE Declaration SET Status = 3, Version = Version + 1, ChangeReason = '请补充'; SELECT 0");

        var found = await ReportForm.OpenAsync(filer.Client);
        var page = await filer.Client.PageAsync(found.RiskPages[1]);
        Assert.AreEqual("氨 20.5；二甲胺 5 W2", found["Items[0].Substances"]);
        Assert.AreEqual("30", found["Items[0].People"]);
        Assert.AreEqual("62.5", found["Items[1].ChemicalScore"]);
        var ticked = page.QuerySelectorAll("input[name='Item.DirectRed']").OfType<IHtmlInputElement>().Where(i => i.IsChecked).Select(i => i.Value).ToList();
        CollectionAssert.AreEqual(new[] { "untriedProcess", "accidents" }, ticked);
        Assert.AreEqual("3", found["Basics.HazardPlacePeople"]);
        Assert.AreEqual("是", found["Basics.MajorHazard"]);
        await found.With(("Committed", "true"), ("Items[1].DirectRed", "accidents,untriedProcess")).SubmitAsync(filer.Client);
        Assert.AreEqual(before, (await filer.Client.PageAsync(ReportForm.Result)).QuerySelector(".table-wide table")!.OuterHtml);
    }

    [TestMethod]
    [DataRow("氨 9.99999", "= 1 < 1")]
    [DataRow("氨 9.99999", "氨 10 吨")]
    public async Task A_sentence_does_not_round_what_it_compares_up_to_the_bound(string substances, string contradiction)
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);

        var saved = await (await ReportForm.OpenAsync(filer.Client)).Filled(false, Risk.Unit("0", substances)).SaveAsync(filer.Client);

        Assert.DoesNotContain(contradiction, (await filer.Client.PageAsync(saved.RiskPages[0])).GetElementById("grade")!.TextContent);
    }

    [TestMethod]
    public async Task A_score_just_below_a_bound_is_not_said_to_be_the_bound()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);

        var saved = await (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Diagnosis("59.99999")).SaveAsync(filer.Client);

        Assert.DoesNotContain("得分 60，低于 60", (await filer.Client.PageAsync(saved.RiskPages[0])).GetElementById("grade")!.TextContent);
    }

    [TestMethod]
    [DataRow("氨 9.9999999")]
    [DataRow("氨 0.0000001")]
    public async Task A_returned_report_shows_the_very_amount_that_was_filed(string substances)
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        using var filed = await (await (await ReportForm.OpenAsync(filer.Client)).Filled(false, Risk.Unit("0", substances)).SaveAsync(filer.Client)).PressAsync(filer.Client);
        await app.Database.ScalarAsync<int>("UPDATE Declaration SET Status = 3, Version = Version + 1 WHERE Status = 2; SELECT 0");

        var found = await ReportForm.OpenAsync(filer.Client);

        // an amount that cannot be kept as it is may be refused instead
        if (filed.StatusCode == System.Net.HttpStatusCode.Redirect)
            Assert.AreEqual(substances, found["Items[0].Substances"]);
    }

    private static async Task AssertResultAsync(TestApp app, Filer filer, ItemGrade grade, RiskColour whole)
    {
        var result = await filer.Client.PageAsync(ReportForm.Result);
        var row = result.QuerySelectorAll("[aria-label='安全风险'] tbody tr").Single();
        Assert.IsNotNull(result.QuerySelector($".verdict .risk-{whole.Code()}"));
        Assert.AreEqual(grade.Colour.Word(), row.Children[3].TextContent);
        Assert.AreEqual(grade.Score!.Value.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture), row.Children[4].TextContent);
        Assert.AreEqual(grade.Reason, row.Children[5].TextContent.Trim());
        if (whole == grade.Colour)
            Assert.IsTrue(result.QuerySelectorAll(".reasons li").Any(l => l.TextContent.EndsWith($"：{grade.Reason}", StringComparison.Ordinal)));
        Assert.AreEqual($"{(int)grade.Colour} {grade.Rule} {grade.Reason}", await app.Database.ScalarAsync<string>("SELECT CONCAT(Colour, ' ', RuleName, ' ', Reason) FROM RiskItem"));
    }

    /// <summary>This one problem and no other, said on the last page with a link, and at the field it leads to.</summary>
    private static async Task<PageForm> AssertProblemAsync(Filer filer, IHtmlDocument refused, string field, string sentence)
    {
        StringAssert.Contains(refused.QuerySelectorAll(".error-summary li a").Single().TextContent, sentence);
        var (page, control) = await ReportForm.FollowAsync(filer.Client, refused);
        Assert.AreEqual(field, control.GetAttribute("name"));
        StringAssert.Contains(page.GetElementById($"{control.Id}-problem")!.TextContent, sentence);
        return PageForm.On(page);
    }

    private static Task<int> FiledAsync(TestApp app) => app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Declaration WHERE Status = 2");

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
