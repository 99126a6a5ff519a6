using RiskReport.Domain.Accounts;
using RiskReport.Domain.Grading;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Imports;

/// <summary>The workbook with the methods that have no factors, and with what is asked of the enterprise as a whole.</summary>
[TestClass]
public sealed class MethodImportTests
{
    private static readonly (string, object) Major = ("有无较大以上风险", "有");

    [TestMethod]
    public async Task The_workbook_gives_the_colours_of_the_form_and_the_sentences_of_the_grader()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.County);

        var import = await office.ImportAsync(app, Every().Bytes());

        var rows = await OutcomesAsync(office, import);
        Assert.AreEqual(
            "新增 重大(红) 1,新增 较大(橙) 2,新增 重大(红) 1,新增 重大(红) 1,新增 重大(红) 1,新增 低(蓝) 0",
            string.Join(',', rows.Select(r => $"{r[3]} {r[4]} {r[6]}")));
        var unit = Reason(new Assessment { Method = GradingMethod.MajorHazard, Unit = new MajorHazardUnit(120, [new("氨", 20), new("乙醇", 300)]) });
        StringAssert.Contains(rows[0][5], "企业存在重大危险源，企业风险等级不低于重大(红)（规则 2021-A/OV-2；");
        var diagnosis = Reason(new Assessment { Method = GradingMethod.ChemicalScore, Diagnosis = new ChemicalDiagnosis(62.5m, []) });
        Assert.AreEqual($"合成装置：{diagnosis}", rows[1][5]);
        var condition = Reason(new Assessment { Method = GradingMethod.ChemicalScore, Diagnosis = new ChemicalDiagnosis(100, ["accidents", "untriedProcess"]) });
        Assert.AreEqual($"冲压设备夹伤：{condition}", rows[2][5]);
        StringAssert.Contains(rows[3][5], "作业人数在 10 人及以上（填报 12 人，界限 10 人），企业风险等级不低于重大(红)（规则 2021-A/OV-1；");
        StringAssert.Contains(rows[4][5], "企业存在重大危险源，企业风险等级不低于重大(红)（规则 2021-A/OV-2；");
        Assert.AreEqual("企业确认无较大以上安全风险，企业风险等级为低(蓝)。", rows[5][5]);
        Assert.AreEqual("没有问题。", (await office.PageAsync(import)).QuerySelector("nav.tabs + p")!.TextContent);
        Assert.AreEqual(unit, await app.Database.ScalarAsync<string>("SELECT Reason FROM RiskItem WHERE Method = 5"));
    }

    [TestMethod]
    public async Task A_second_time_changes_nothing()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.County);
        var file = Every().Bytes();
        await office.ImportAsync(app, file);
        const string Versions = "SELECT CONCAT(SUM(Version), ' ', MAX(Version), ' ', (SELECT COUNT(*) FROM DeclarationEvent)) FROM Declaration";
        var before = await app.Database.ScalarAsync<string>(Versions);

        var import = await office.ImportAsync(app, file);

        StringAssert.Contains((await office.PageAsync(import)).QuerySelector("main [role=status]")!.TextContent, "没有写入。文件内容与系统一致，没有任何变化。");
        Assert.AreEqual("无变化,无变化,无变化,无变化,无变化,无变化", string.Join(',', (await OutcomesAsync(office, import)).Select(r => r[3])));
        Assert.AreEqual(before, await app.Database.ScalarAsync<string>(Versions));
    }

    [TestMethod]
    [DataRow("危险化学品及数量", "氨 21；乙醇 300")]
    [DataRow("厂外500米人数", 0)]
    public async Task Another_answer_to_a_new_question_is_a_change(string heading, object value)
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.County);
        var code = Enterprises.NewCreditCode();
        await office.ImportAsync(app, Unit(code).Bytes());

        var import = await office.ImportAsync(app, Unit(code, (heading, value)).Bytes());

        var row = (await OutcomesAsync(office, import)).Single();
        Assert.AreEqual("变更", row[3]);
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RiskItem"));
        Assert.AreEqual(row[5], await app.Database.ScalarAsync<string>("SELECT Reasons FROM Declaration"));
    }

    [TestMethod]
    public async Task Another_answer_about_the_whole_is_a_change_and_the_colour_falls_but_silence_lowers_nothing()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.County);
        var code = Enterprises.NewCreditCode();
        ImportFile File(params (string, object)[] cells) => new ImportFile().Enterprise(code, cells: [Major, .. cells]).Risk(code, ("C", 15));
        await office.ImportAsync(app, File(("危险场所最多人数", 12)).Bytes());
        Assert.AreEqual(4, await app.Database.ScalarAsync<int>("SELECT Colour FROM Declaration"));

        var silent = await office.ImportAsync(app, File().Bytes());
        Assert.AreEqual("无变化 重大(红)", string.Join(' ', (await OutcomesAsync(office, silent)).Single()[3..5]));
        var import = await office.ImportAsync(app, File(("危险场所最多人数", 9)).Bytes());

        Assert.AreEqual("变更 较大(橙)", string.Join(' ', (await OutcomesAsync(office, import)).Single()[3..5]));
        Assert.AreEqual(3, await app.Database.ScalarAsync<int>("SELECT Colour FROM Declaration WHERE HazardPlacePeople = 9"));
    }

    [TestMethod]
    public async Task Every_bad_cell_of_the_new_columns_is_found_in_its_place_with_the_sentence_of_the_form()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.County);
        var (units, diagnoses, whole, denies) = (Enterprises.NewCreditCode(), Enterprises.NewCreditCode(), Enterprises.NewCreditCode(), Enterprises.NewCreditCode());
        var file = new ImportFile()
            .Enterprise(units, cells: Major)
            .Enterprise(diagnoses, cells: Major)
            .Enterprise(whole, cells: [("危险场所最多人数", "很多"), ("重大危险源", "大概")])
            .Enterprise(denies, cells: ("重大危险源", "否"))
            .Risk(units, Method("GB18218", ("厂外500米人数", 0), ("危险化学品及数量", "神秘液体 5")))
            .Risk(units, Method("GB18218"))
            .Risk(units, Method("GB18218", ("厂外500米人数", -1), ("危险化学品及数量", "氨二十吨")))
            .Risk(diagnoses, Method("危化企业分级", ("诊断分级得分", 124), ("直接判红情形", "unheardOf")))
            .Risk(denies, Method("GB18218", ("厂外500米人数", 0), ("危险化学品及数量", "氨 10")));

        var import = await office.ImportAsync(app, file.Bytes());

        var problems = (await office.PageAsync(import)).QuerySelectorAll("[aria-label='问题'] tbody tr").Select(r => r.Children.Select(c => c.TextContent).ToArray()).ToList();
        string[] expected =
        [
            "企业信息 4 危险场所最多人数 NUMBER “危险场所最多人数”应为数字，现为“很多”",
            "企业信息 4 重大危险源 NOT_IN_LIST “重大危险源”只能填写是、否，现为“大概”。",
            "企业信息 5 重大危险源 CONTRADICTION 填写了没有重大危险源，但“冲压设备夹伤”按 GB 18218 构成重大危险源。",
            "安全风险 2 危险化学品及数量 NOT_IN_LIST 第 1 项“冲压设备夹伤”的危险化学品“神秘液体”不在按名称列出的清单中",
            "安全风险 3 厂外500米人数 REQUIRED 第 2 项“冲压设备夹伤”采用 GB18218 评估，请填写厂区边界外 500 米范围内的常住人数（没有的填 0）。",
            "安全风险 3 危险化学品及数量 REQUIRED 第 2 项“冲压设备夹伤”采用 GB18218 评估，请至少填写一种危险化学品",
            "安全风险 4 厂外500米人数 RANGE “厂外500米人数”应在 0 至 1000000 之间，现为 -1",
            "安全风险 4 危险化学品及数量 FORMAT “危险化学品及数量”中的“氨二十吨”应为名称、空格和吨数",
            "安全风险 5 诊断分级得分 RANGE 第 1 项“冲压设备夹伤”的诊断分级得分不能取 124，应在 0 至 123 之间，最多两位小数。",
            "安全风险 5 直接判红情形 NOT_IN_LIST 第 1 项“冲压设备夹伤”的直接判红情形不能取“unheardOf”，只能取 untriedProcess（",
        ];
        var said = problems.ConvertAll(p => $"{p[0]} {p[1]} {p[3]} {p[6]} {p[5]}");
        foreach (var problem in expected)
            Assert.IsTrue(said.Exists(s => s.StartsWith(problem, StringComparison.Ordinal)), $"{problem}\nis not among\n{string.Join('\n', said)}");
        Assert.HasCount(expected.Length, said, string.Join('\n', said));
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Declaration WHERE Status = 2"));
    }

    [TestMethod]
    [DataRow("GB18218", "厂外500米人数", "0", "危险化学品及数量", "神秘液体 5")]
    [DataRow("危化企业分级", "直接判红情形", "", "诊断分级得分", "124")]
    [DataRow("危化企业分级", "诊断分级得分", "80", "直接判红情形", "unheardOf")]
    public async Task A_bad_cell_is_shown_with_what_stands_in_it(string method, string heading, string value, string badHeading, string badValue)
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.County);
        var code = Enterprises.NewCreditCode();

        var import = await office.ImportAsync(app, new ImportFile().Enterprise(code, cells: Major).Risk(code, Method(method, (heading, value), (badHeading, badValue))).Bytes());

        var problem = (await office.PageAsync(import)).QuerySelectorAll("[aria-label='问题'] tbody tr").Single();
        Assert.AreEqual($"{badHeading} {badValue}", $"{problem.Children[3].TextContent} {problem.Children[4].TextContent}");
    }

    [TestMethod]
    public async Task A_risk_is_counted_as_it_stands_in_the_workbook_also_behind_one_that_cannot_be_read()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.County);
        var code = Enterprises.NewCreditCode();
        var file = new ImportFile().Enterprise(code, cells: Major).Risk(code, ("责任人", "")).Risk(code, ("L", 4));

        var import = await office.ImportAsync(app, file.Bytes());

        var problem = (await office.PageAsync(import)).QuerySelectorAll("[aria-label='问题'] tbody tr").Single(r => r.Children[1].TextContent == "3");
        StringAssert.StartsWith(problem.Children[5].TextContent, "第 2 项“冲压设备夹伤”的可能性 L 不能取 4");
    }

    /// <summary>One enterprise for each of: unit, diagnosis, direct red, people in a dangerous place, major hazard, nothing.</summary>
    private static ImportFile Every()
    {
        var codes = Enumerable.Range(0, 6).Select(_ => Enterprises.NewCreditCode()).ToArray();
        return Unit(codes[0])
            .Enterprise(codes[1], cells: Major)
            .Risk(codes[1], [.. Method("危化企业分级", ("诊断分级得分", 62.5m)), ("风险名称", "合成装置")])
            .Risk(codes[1], Method("危化企业分级", ("诊断分级得分", "95")))
            .Enterprise(codes[2], cells: Major)
            .Risk(codes[2], Method("危化企业分级", ("诊断分级得分", 100), ("直接判红情形", "accidents、untriedProcess")))
            .Enterprise(codes[3], cells: [Major, ("危险场所最多人数", 12), ("重大危险源", "否")])
            .Risk(codes[3], ("C", 15))
            .Enterprise(codes[4], cells: [Major, ("重大危险源", "是")])
            .Risk(codes[4], ("C", 15))
            .Enterprise(codes[5], cells: [("危险场所最多人数", "9"), ("重大违法未整改", "否"), ("事故条件未消除", "否")]);
    }

    /// <summary>Level 4, yellow; that there is such a unit at all makes the enterprise red.</summary>
    private static ImportFile Unit(string code, params (string, object)[] cells) => new ImportFile()
        .Enterprise(code, cells: [Major, ("重大危险源", "是")])
        .Risk(code, [.. Method("GB18218", ("厂外500米人数", 120), ("危险化学品及数量", "氨 20；乙醇 300")), .. cells]);

    private static (string, object)[] Method(string method, params (string, object)[] cells) =>
        [("评估方法", method), ("L", ""), ("E", ""), ("C", ""), .. cells];

    private static string Reason(Assessment item) => Grader.GradeItem(item, Lists.Rules).Reason;

    private static async Task<List<string[]>> OutcomesAsync(HttpClient office, string import) =>
        [.. (await office.PageAsync(import + "?tab=outcomes")).QuerySelectorAll("[aria-label='每家企业的结果'] tbody tr").Select(r => r.Children.Select(c => c.TextContent.Trim()).ToArray())];
}
