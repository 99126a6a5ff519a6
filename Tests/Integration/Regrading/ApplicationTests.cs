using RiskReport.Domain.Declarations;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Regrading;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Regrading;

/// <summary>Rules that come into force for reports that are filed already: which are graded again, and what of them changes.</summary>
[TestClass]
public sealed class ApplicationTests
{
    private const string Name = "2026-T";

    private static readonly DateOnly Day = new(2026, 11, 25);

    /// <summary>What grading again writes; everything else stays.</summary>
    private static readonly string[] Graded =
    [
        "Colour", "TopScore", "RedItems", "OrangeItems", "YellowItems", "BlueItems", "MainRisk", "RuleSet", "CatalogueEdition", "Reasons",
        "Version", "ChangedAt", "ChangedBy", "ChangedFrom", "ChangeReason",
    ];

    [TestMethod]
    public async Task Nothing_happens_before_every_instance_has_come_to_the_day_in_China()
    {
        await using var test = await TestDatabase.CreateAsync();
        var instance = await DecidedAsync(test);
        var before = await SampleCounty.DumpAsync(test);

        instance.Clock.SetUtcNow(new DateTimeOffset(2026, 11, 24, 16, 4, 59, TimeSpan.Zero));

        Assert.IsFalse(await instance.Worker.RunOneAsync(CancellationToken.None));
        CollectionAssert.AreEqual(before, await SampleCounty.DumpAsync(test));
        instance.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.IsTrue(await instance.Worker.RunOneAsync(CancellationToken.None));
        CollectionAssert.AreNotEqual(before, await SampleCounty.DumpAsync(test));
    }

    [TestMethod]
    public async Task Exactly_the_filed_reports_of_the_years_are_graded_again()
    {
        await using var test = await TestDatabase.CreateAsync();
        var instance = await DecidedAsync(test);
        await MixAsync(test, instance);
        var (reports, items, events) = await TablesAsync(test);

        await ApplyAsync(instance);

        var (reportsAfter, itemsAfter, eventsAfter) = await TablesAsync(test);
        var affected = reports.Where(IsAffected).Select(r => (long)r["Id"]!).ToHashSet();
        Assert.IsGreaterThan(100, affected.Count);
        Assert.IsGreaterThan(150, reports.Count - affected.Count);
        CollectionAssert.AreEqual(
            reports.Where(r => !affected.Contains((long)r["Id"]!)).Select(Text).ToList(),
            reportsAfter.Where(r => !affected.Contains((long)r["Id"]!)).Select(Text).ToList());
        CollectionAssert.AreEqual(
            items.Where(i => !affected.Contains((long)i["DeclarationId"]!)).Select(Text).ToList(),
            itemsAfter.Where(i => !affected.Contains((long)i["DeclarationId"]!)).Select(Text).ToList());
        CollectionAssert.AreEqual(events.ConvertAll(Text), eventsAfter.Take(events.Count).Select(Text).ToList());
        CollectionAssert.AreEqual(affected.Order().ToList(), eventsAfter.Skip(events.Count).Select(e => (long)e["DeclarationId"]!).Order().ToList());
        Assert.IsTrue(reportsAfter.Where(r => affected.Contains((long)r["Id"]!)).All(r => (string)r["RuleSet"]! == Name));
    }

    [TestMethod]
    public async Task A_report_gets_the_new_grade_and_keeps_everything_else()
    {
        await using var test = await TestDatabase.CreateAsync();
        var instance = await DecidedAsync(test);
        var (before, itemsBefore, _) = await TablesAsync(test);
        var filed = await FiledReport.AllAsync(test);
        var versions = await SampleCounty.RowsAsync(test, "DeclarationVersion");

        await ApplyAsync(instance);

        Assert.HasCount(filed.Count, versions);
        CollectionAssert.AreEqual(versions.ConvertAll(Text), (await SampleCounty.RowsAsync(test, "DeclarationVersion")).ConvertAll(Text));
        var (after, itemsAfter, _) = await TablesAsync(test);
        var items = itemsAfter.ToLookup(i => (long)i["DeclarationId"]!);
        foreach (var (report, old, row) in filed.Zip(before, after))
        {
            var grade = report.GradeBy(instance.Rules(Name))!;
            Assert.AreEqual(Text(Without(old, Graded)), Text(Without(row, Graded)));
            Assert.AreEqual((long)grade.Colour, row["Colour"]);
            Assert.AreEqual(grade.TopScore, Number(row["TopScore"]));
            Assert.AreEqual(
                string.Join(' ', new[] { RiskColour.Red, RiskColour.Orange, RiskColour.Yellow, RiskColour.Blue }.Select(grade.Count)),
                string.Join(' ', row["RedItems"], row["OrangeItems"], row["YellowItems"], row["BlueItems"]));
            Assert.AreEqual(report.Items.Zip(grade.Items).FirstOrDefault(p => p.Second.Colour == grade.ItemColour).First?.Name, row["MainRisk"]);
            Assert.AreEqual((Name, report.CatalogueEdition), (row["RuleSet"], row["CatalogueEdition"]));
            Assert.AreEqual(string.Join('\n', grade.Reasons), row["Reasons"]);
            Assert.AreEqual((long)old["Version"]! + 1, row["Version"]);
            CollectionAssert.AreEqual(
                grade.Items.Select(i => $"{(int)i.Colour}|{i.Score}|{i.Rule}|{i.Reason}").ToList(),
                items[report.Id].Select(i => $"{i["Colour"]}|{Number(i["Score"])}|{i["RuleName"]}|{i["Reason"]}").ToList());
        }

        string[] gradedOfItem = ["Colour", "Score", "RuleName", "Reason"];
        CollectionAssert.AreEqual(itemsBefore.ConvertAll(i => Text(Without(i, gradedOfItem))), itemsAfter.ConvertAll(i => Text(Without(i, gradedOfItem))));
    }

    [TestMethod]
    public async Task Each_report_tells_what_it_was_what_it_is_and_who_decided()
    {
        await using var test = await TestDatabase.CreateAsync();
        var instance = await DecidedAsync(test);
        var filed = await FiledReport.AllAsync(test);
        var eventsBefore = await test.ScalarAsync<int>("SELECT COUNT(*) FROM DeclarationEvent");

        await ApplyAsync(instance);

        var events = (await SampleCounty.RowsAsync(test, "DeclarationEvent")).Skip(eventsBefore).ToDictionary(e => (long)e["DeclarationId"]!);
        Assert.HasCount(filed.Count, events);
        foreach (var report in filed)
        {
            var after = report.GradeBy(instance.Rules(Name))!.Colour;
            var step = events[report.Id];
            Assert.AreEqual(((long)DeclarationStatus.Submitted, (long)after), (step["Status"], step["Colour"]));
            Assert.AreEqual((RegradingInstance.Admin.Name, "重新评级 1"), (step["ChangedBy"], step["ChangedFrom"]));
            Assert.AreEqual(
                $"由规则 2021-A 改按 {Name} 评级，{(after == report.Colour ? $"等级不变，仍为{after.Word()}" : $"等级由{report.Colour.Word()}变为{after.Word()}")}。"
                    + $"规则 {Name} 自 2026-11-25 起施行，对 2026 年度及以后的报告重新评级",
                step["ChangeReason"]);
        }
    }

    [TestMethod]
    public async Task Before_and_after_are_kept_with_the_run()
    {
        await using var test = await TestDatabase.CreateAsync();
        var instance = await DecidedAsync(test);
        var filed = (await FiledReport.AllAsync(test)).Select(r => (Report: r, After: r.Under(instance.Rules(Name)))).ToList();

        await ApplyAsync(instance);

        var run = await instance.FindAsync(1);
        Assert.AreEqual((RegradingKind.Application, RegradingStatus.Finished, "重新评级完成。"), (run.Kind, run.Status, run.Message));
        Assert.AreEqual((filed.Count, filed.Count, filed.Sum(f => f.Report.Items.Count)), (run.EnterprisesTotal, run.EnterprisesDone, run.ItemsDone));
        Assert.AreEqual(("3205", 2026, 9999, RegradingInstance.Admin.Name), (run.RegionCode, run.YearFrom, run.YearTo, run.CreatedBy));
        CollectionAssert.AreEquivalent(
            filed.GroupBy(f => (f.Report.Colour, f.After.Colour!.Value)).Select(g => ((int)g.Key.Colour, (int)g.Key.Value, g.Count())).ToArray(),
            (await instance.CountsAsync(1)).Counts.Select(c => (c.ColourFrom, c.ColourTo, c.Enterprises)).ToArray());
        CollectionAssert.AreEqual(
            filed.Where(f => f.After.Colour != f.Report.Colour).Select(f => $"{f.Report.Id} {(int)f.Report.Colour} {(int)f.After.Colour!} 2021-A").ToList(),
            (await SampleCounty.RowsAsync(test, "RegradingChange")).ConvertAll(c => string.Join(' ', c["DeclarationId"], c["ColourFrom"], c["ColourTo"], c["RuleSetFrom"])));
    }

    [TestMethod]
    public async Task A_report_that_cannot_be_graded_stays_as_it_is_and_is_listed()
    {
        await using var test = await TestDatabase.CreateAsync();
        var instance = await DecidedAsync(test, r => r.WithoutC15());
        var (before, _, events) = await TablesAsync(test);
        var ungradable = (await FiledReport.AllAsync(test)).Where(r => r.Items.Any(i => i.C == 15 && i.Method == GradingMethod.Lec)).Select(r => r.Id).ToHashSet();

        await ApplyAsync(instance);

        var (after, _, eventsAfter) = await TablesAsync(test);
        CollectionAssert.AreEqual(
            before.Where(r => ungradable.Contains((long)r["Id"]!)).Select(Text).ToList(), after.Where(r => ungradable.Contains((long)r["Id"]!)).Select(Text).ToList());
        CollectionAssert.AreEqual(
            ungradable.Order().ToList(), (await SampleCounty.RowsAsync(test, "RegradingChange")).Where(c => (long)c["ColourTo"]! == 0).Select(c => (long)c["DeclarationId"]!).ToList());
        Assert.AreEqual(ungradable.Count, (await instance.CountsAsync(1)).Ungradable);
        Assert.AreEqual(after.Count - ungradable.Count, eventsAfter.Count - events.Count);
        Assert.AreEqual(after.Count - ungradable.Count, after.Count(r => (string)r["RuleSet"]! == Name));
    }

    [TestMethod]
    [DataRow("2021-B")]
    [DataRow("MILDER")]
    public async Task Every_stored_colour_can_be_found_again_by_the_rules_it_names(string ruleSet)
    {
        await using var test = await TestDatabase.CreateAsync();
        var instance = await DecidedAsync(test, ruleSet == "MILDER" ? r => r.Milder() : null);
        await MixAsync(test, instance);
        await AssertFoundAgainAsync(test, instance);

        await ApplyAsync(instance);

        await AssertFoundAgainAsync(test, instance);
        Assert.AreEqual(2, (await FiledReport.AllAsync(test)).Select(r => r.RuleSet).Distinct().Count());
    }

    private static async Task AssertFoundAgainAsync(TestDatabase test, RegradingInstance instance)
    {
        foreach (var report in await FiledReport.AllAsync(test))
        {
            var rules = instance.References.Current.Rules(report.RuleSet, report.CatalogueEdition);
            Assert.AreEqual(report.Colour, Grader.Regrade(report.Items, report.Conditions, rules!)?.Colour, $"{report.CreditCode} {report.RuleSet}");
        }
    }

    /// <summary>The sample, and a set like 2021-B, or a change of 2021-A, that an administrator has put in force from tomorrow.</summary>
    private static async Task<RegradingInstance> DecidedAsync(TestDatabase test, Func<RuleSet, RuleSet>? change = null)
    {
        await SampleCounty.FillAsync(test);
        var instance = await RegradingInstance.OnAsync(test);
        await instance.DraftAsync(Name, change ?? (r => r), of: change is null ? "2021-B" : "2021-A");
        await instance.DecideAsync(Name, Day, 2026);
        return instance;
    }

    private static async Task ApplyAsync(RegradingInstance instance)
    {
        instance.Clock.Advance(TimeSpan.FromDays(1));
        await instance.WorkAsync();
    }

    /// <summary>Reports of every status and of four years, and some that another instance has filed under the new rules already.</summary>
    private static async Task MixAsync(TestDatabase test, RegradingInstance instance)
    {
        var already = (await FiledReport.AllAsync(test)).Where(r => r.Id % 5 == 0 && r.Under(instance.Rules(Name)).Colour == r.Colour).Select(r => r.Id).ToList();
        Assert.IsGreaterThan(10, already.Count);
        await test.ExecuteAsync("UPDATE Declaration SET RuleSet = @Name WHERE Id IN @Ids", new { Name, Ids = already });
        await test.ExecuteAsync("""
            UPDATE Declaration
            SET Status = CASE WHEN Id % 3 = 0 THEN Id / 3 % 6 ELSE 2 + 2 * (Id % 2) END,
                Year = CASE Id % 8 WHEN 1 THEN 2025 WHEN 2 THEN 2027 WHEN 3 THEN 2031 ELSE 2026 END
            """);
    }

    private static bool IsAffected(IDictionary<string, object?> report) =>
        (long)report["Status"]! is 2 or 4 && (long)report["Year"]! >= 2026 && (string)report["RuleSet"]! != Name;

    private static async Task<(List<IDictionary<string, object?>> Reports, List<IDictionary<string, object?>> Items, List<IDictionary<string, object?>> Events)> TablesAsync(TestDatabase test) =>
        (await SampleCounty.RowsAsync(test, "Declaration"), await SampleCounty.RowsAsync(test, "RiskItem"), await SampleCounty.RowsAsync(test, "DeclarationEvent"));

    private static Dictionary<string, object?> Without(IDictionary<string, object?> row, string[] columns) =>
        row.Where(c => !columns.Contains(c.Key)).ToDictionary(c => c.Key, c => c.Value);

    private static string Text(IDictionary<string, object?> row) => string.Join('|', row.Select(c => $"{c.Key}={c.Value}"));

    private static decimal? Number(object? value) => value is null ? null : Convert.ToDecimal(value, System.Globalization.CultureInfo.InvariantCulture);
}
