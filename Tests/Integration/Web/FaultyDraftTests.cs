using System.Net;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Web;

/// <summary>A draft may be kept however wrong it is: it must not harm the program that keeps it.</summary>
[TestClass]
public sealed class FaultyDraftTests
{
    [TestMethod]
    [DataRow("MajorHazard.Substances", "氨 |  | 10 | 2\n氨 |  | 10 | 2", "GB18218 的“氨”重复。")]
    [DataRow("MajorHazard.Substances", "氨 | 阿摩尼亚 | 10 | 2\n阿摩尼亚 |  | 10 | 2", "GB18218 的“阿摩尼亚”重复。")]
    [DataRow("MajorHazard.Classes", "J1 | 5 | 4\nj1 | 5 | 4", "GB18218 的类别“J1”重复。")]
    [DataRow("Chemical.DirectRed", "accidents | 发生过事故 | 示例\nAccidents | 发生过事故 | 示例", "直接判红情形的代码“accidents”重复。")]
    public async Task A_name_that_stands_twice_is_listed_and_the_program_goes_on(string field, string lines, string fault)
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);

        await admin.DraftRulesAsync("2027-A", (field, lines));

        StringAssert.StartsWith((await admin.PageAsync("/rules/2027-A")).QuerySelectorAll("section[aria-label='校验结果'] li").Single().TextContent, fault);
        await AssertGoesOnAsync(app);
    }

    [TestMethod]
    public async Task A_table_of_more_combinations_than_there_is_room_for_is_refused_or_listed_and_the_program_goes_on()
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);
        await admin.CopyRulesAsync("2021-A", "2027-A");
        // 1291³ is the first cube above what an int can count
        var steps = string.Join('\n', Enumerable.Range(1, 1291).Select(i => $"{i} | 甲"));

        using var response = await admin.EditRulesAsync("2027-A", ("LEC.L", steps), ("LEC.E", steps), ("LEC.C", steps));

        Assert.IsTrue(response.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.UnprocessableEntity, response.StatusCode.ToString());
        await AssertGoesOnAsync(app);
    }

    [TestMethod]
    [DataRow("MajorHazard.Alpha", "")]
    [DataRow("MajorHazard.Alpha", "30 | 1.2")]
    [DataRow("MajorHazard.Level4.From", "5")]
    [DataRow("MajorHazard.Substances", "氨 |  | 0 | 2")]
    public async Task A_draft_that_cannot_grade_a_unit_is_not_simulated_into_an_unexpected_error(string field, string value)
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).Filled(false, Risk.Unit("0", "氨 9.9")).SubmitAsync(filer.Client);
        await (await app.SignedInAsync(Role.Admin)).DraftRulesAsync("2027-A", (field, value));
        var city = await app.SignedInAsync(Role.City);

        using var response = await city.SubmitAsync("/simulations", ("ruleSet", "2027-A"), ("year", "2026"));
        await app.RegradeAsync();

        Assert.IsTrue(response.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.UnprocessableEntity, response.StatusCode.ToString());
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RegradingRun WHERE Status = 3"));
    }

    /// <summary>It has read the rules anew more than once, and another instance can start.</summary>
    private static async Task AssertGoesOnAsync(TestApp app)
    {
        for (var i = 0; i < 20; i++)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(20));
            await Task.Delay(20);
        }

        Assert.AreEqual(HttpStatusCode.OK, (await app.Anonymous().GetAsync("/signin")).StatusCode);
        await using var second = app.Second();
        Assert.AreEqual(HttpStatusCode.OK, (await second.Anonymous().GetAsync("/signin")).StatusCode);
    }
}
