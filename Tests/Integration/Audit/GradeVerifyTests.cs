using Microsoft.Extensions.DependencyInjection;
using RiskReport.Data.Declarations;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Tests.Support;
using RiskReport.Web.Background;

namespace RiskReport.Tests.Integration.Audit;

/// <summary>Roster and map show columns beside what was filed: whoever changes those alone is told too, and nothing that the program does is.</summary>
[TestClass]
public sealed class GradeVerifyTests
{
    [TestMethod]
    public async Task A_grade_changed_beside_the_report_is_told_named_and_entered_once()
    {
        await using var test = await TestDatabase.CreateAsync();
        var code = Enterprises.NewCreditCode();
        await using (var app = TestApp.On(test))
        {
            var life = await ReportLife.BeginAsync(app, code);
            await life.FileFirstAsync();
            await SilentAsync(test, 1);
            await life.ReturnAsync();
            await life.FileAsync("101");
            await SilentAsync(test, 2);
            await life.AcceptAsync();
            await life.BeginChangeAsync();
            await life.FileWorseAsync();
            await SilentAsync(test, 3);

            // as if the change that waits were accepted
            await ToldAsync(test, "UPDATE Declaration SET Colour = 4, AcceptedVersion = 3", "UPDATE Declaration SET Colour = 3, AcceptedVersion = 2", 2);
            await ToldAsync(test, "UPDATE Declaration SET Colour = 1", "UPDATE Declaration SET Colour = 3", 2);
            await ToldAsync(test, "UPDATE Declaration SET TopScore = TopScore - 1", "UPDATE Declaration SET TopScore = TopScore + 1", 2);
            await ToldAsync(test, "UPDATE Declaration SET OrangeItems = 0", "UPDATE Declaration SET OrangeItems = 1", 2);
            await ToldAsync(test, "UPDATE Declaration SET Status = 0", "UPDATE Declaration SET Status = 4", 2);
            await ToldAsync(test, "UPDATE DeclarationVersion SET Colour = 1 WHERE Id = 2", "UPDATE DeclarationVersion SET Colour = 3 WHERE Id = 2", 2);
            await ToldAsync(test, "UPDATE RiskItem SET Score = 1", "UPDATE RiskItem SET Score = 270", 2);
            await ToldAsync(
                test, "UPDATE RiskItem SET Colour = 1; UPDATE Declaration SET Colour = 1, OrangeItems = 0, BlueItems = 1",
                "UPDATE RiskItem SET Colour = 3; UPDATE Declaration SET Colour = 3, OrangeItems = 1, BlueItems = 0", 2);
            // by rules that never graded it, whatever they would say
            await ToldAsync(test, "UPDATE Declaration SET RuleSet = '2021-B'", "UPDATE Declaration SET RuleSet = '2021-A'", 2);

            await life.AcceptAsync();
            await SilentAsync(test, 3);
            await life.ReopenAsync();
            await SilentAsync(test, 3);
            await life.AskWriteOffAsync();
            await life.AcceptAsync();
            await life.RestoreAsync();
            await SilentAsync(test, 3);

            await test.ExecuteAsync("UPDATE Declaration SET Colour = 1");
            var watch = new AuditWatch(test);
            await watch.PassAsync();
            var keeper = app.Services.GetRequiredService<AuditKeeper>();
            await keeper.RunOneAsync(CancellationToken.None);
            await keeper.RunOneAsync(CancellationToken.None);
            var entry = await watch.OneAsync(AuditAction.ReportDamaged);
            Assert.AreEqual(($"{code}/2026/3", entry.HashBefore), (entry.Subject, entry.HashAfter));
            foreach (var (role, page) in new[] { (Role.Auditor, "/audit"), (Role.Auditor, "/"), (Role.Security, "/") })
                StringAssert.Contains((await (await app.SignedInAsync(role)).PageAsync(page)).QuerySelector(".alert-danger")!.TextContent, "名册和地图显示的等级与它不符。");
        }

        var verb = await CommandRun.OfAsync(test, ["audit", "verify"]);
        Assert.AreEqual(1, verb.Status);
        StringAssert.Contains(verb.Output, $"第一个是第 3 号版本：{code} 的 2026 年度第 3 版，它没有被改动，但名册和地图显示的等级、分值或风险数与它不符。");
    }

    [TestMethod]
    public async Task What_newer_rules_have_graded_is_graded_anew_from_what_was_filed()
    {
        await using var test = await TestDatabase.CreateAsync();
        await SampleCounty.FillAsync(test);
        var instance = await RegradingInstance.OnAsync(test);
        await instance.DraftAsync("2026-T", r => r, of: "2021-B");
        await instance.DecideAsync("2026-T", new DateOnly(2026, 11, 25), 2026);
        var before = await SampleCounty.DumpAsync(test);
        instance.Clock.Advance(TimeSpan.FromDays(1));
        await instance.WorkAsync();
        CollectionAssert.AreNotEqual(before, await SampleCounty.DumpAsync(test));

        await SilentAsync(test, await test.ScalarAsync<int>("SELECT COUNT(*) FROM DeclarationVersion"));

        const string Orange = "(SELECT MIN(d.Id) FROM Declaration d JOIN RiskItem i ON i.DeclarationId = d.Id WHERE d.Colour = 3 AND d.RuleSet = '2026-T' AND i.Method = 1)";
        var id = await test.ScalarAsync<long>($"SELECT v.Id FROM DeclarationVersion v WHERE v.DeclarationId = {Orange}");
        await test.ExecuteAsync($"CREATE TABLE Chosen AS SELECT {Orange} AS Id");
        await ToldAsync(test, "UPDATE Declaration SET Colour = 1 WHERE Id = (SELECT Id FROM Chosen)", "UPDATE Declaration SET Colour = 3 WHERE Id = (SELECT Id FROM Chosen)", id);
        // what it is graded by, with nothing else: it is no longer what was filed
        await ToldAsync(
            test, "UPDATE RiskItem SET L = -L WHERE DeclarationId = (SELECT Id FROM Chosen) AND Method = 1",
            "UPDATE RiskItem SET L = -L WHERE DeclarationId = (SELECT Id FROM Chosen) AND Method = 1", id);
        // nor by what grades alike
        await ToldAsync(
            test, "UPDATE RiskItem SET S = 5 WHERE DeclarationId = (SELECT Id FROM Chosen) AND Method = 1",
            "UPDATE RiskItem SET S = NULL WHERE DeclarationId = (SELECT Id FROM Chosen) AND Method = 1", id);
        // as if nothing were filed
        await ToldAsync(test, "UPDATE Declaration SET Status = 0 WHERE Id = (SELECT Id FROM Chosen)", "UPDATE Declaration SET Status = 2 WHERE Id = (SELECT Id FROM Chosen)", id);
    }

    private static async Task SilentAsync(TestDatabase test, int versions)
    {
        var verdict = await new VersionVerifier(test.Database).RunAsync(CancellationToken.None);
        Assert.AreEqual((versions, 0L, null), ((int)verdict.Versions, verdict.Faults, verdict.First));
    }

    private static async Task ToldAsync(TestDatabase test, string change, string back, long first)
    {
        await test.ExecuteAsync(change);
        var verdict = await new VersionVerifier(test.Database).RunAsync(CancellationToken.None);
        Assert.AreEqual((1L, first, VersionFaultKind.GradeChanged), (verdict.Faults, verdict.First!.Id, verdict.First.Kind), change);
        await test.ExecuteAsync(back);
        Assert.IsNull((await new VersionVerifier(test.Database).RunAsync(CancellationToken.None)).First, back);
    }
}
