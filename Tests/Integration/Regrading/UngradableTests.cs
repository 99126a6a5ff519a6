using RiskReport.Domain.Accounts;
using RiskReport.Domain.Grading;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Regrading;

/// <summary>Rules that no longer have a step which stored risks were assessed with.</summary>
[TestClass]
public sealed class UngradableTests
{
    private const string Cannot = "的后果 C 不能取 15，只能取 100、40、16、7、3、1。";

    [TestMethod]
    public async Task What_cannot_be_graded_is_listed_as_such_and_has_no_new_colour()
    {
        await using var app = await TestApp.StartAsync();
        await SampleCounty.FillAsync(app.Database);
        var instance = RegradingInstance.Of(app);
        await instance.DraftAsync("DRAFT", r => r.WithoutC15());
        var client = await app.SignedInAsync(Role.County);

        var address = await client.SimulateAsync(app, "DRAFT");

        var reports = await FiledReport.AllAsync(app.Database);
        var ungradable = reports.Where(r => r.Items.Any(i => i.Method == GradingMethod.Lec && i.C == 15)).ToList();
        Assert.IsGreaterThan(50, ungradable.Count);
        var page = await client.PageAsync(address);
        Assert.AreEqual($"{reports.Count}", page.Tile("评级企业"));
        Assert.AreEqual($"{ungradable.Count}", page.Tile("无法评级"));
        Assert.AreEqual($"{ungradable.Count}", page.Tile("等级变化"));
        Assert.AreEqual("0 0", $"{page.Tile("升高")} {page.Tile("降低")}");
        CollectionAssert.AreEqual(ungradable.ConvertAll(Line), await client.AllChangesAsync(address));
        CollectionAssert.AreEqual(ungradable.ConvertAll(Line), await client.AllChangesAsync(address + "?after=none"));
        foreach (var colour in Enum.GetValues<RiskColour>())
            Assert.AreEqual(0, (await client.PageAsync($"{address}?after={colour.Code()}")).Matching(), colour.Word());
    }

    [TestMethod]
    public async Task Counts_have_it_in_no_new_colour()
    {
        await using var test = await TestDatabase.CreateAsync();
        await SampleCounty.FillAsync(test);
        var instance = await RegradingInstance.OnAsync(test);
        await instance.DraftAsync("DRAFT", r => r.WithoutC15());

        var id = await instance.QueueAsync("DRAFT");
        await instance.WorkAsync();

        var counts = await instance.CountsAsync(id);
        var reports = await FiledReport.AllAsync(test);
        var gradable = reports.Where(r => !r.Items.Any(i => i.Method == GradingMethod.Lec && i.C == 15)).ToList();
        Assert.AreEqual(reports.Count, counts.Total);
        Assert.AreEqual(reports.Count - gradable.Count, counts.After(null));
        foreach (var colour in Enum.GetValues<RiskColour>())
        {
            Assert.AreEqual(reports.Count(r => r.Colour == colour), counts.Before(colour), colour.Word());
            Assert.AreEqual(gradable.Count(r => r.Colour == colour), counts.After(colour), colour.Word());
        }
    }

    [TestMethod]
    public async Task A_catalogue_entry_that_is_gone_cannot_be_graded_either()
    {
        await using var test = await TestDatabase.CreateAsync();
        await SampleCounty.FillAsync(test);
        var code = await test.ScalarAsync<string>("SELECT CatalogueCode FROM RiskItem WHERE Method = 4 ORDER BY DeclarationId LIMIT 1");
        await test.ExecuteAsync("DELETE FROM CatalogueItem WHERE Code = @Code", new { Code = code });
        var instance = await RegradingInstance.OnAsync(test);

        var id = await instance.QueueAsync("2021-A");
        await instance.WorkAsync();

        var expected = await test.ScalarAsync<int>("SELECT COUNT(DISTINCT DeclarationId) FROM RiskItem WHERE CatalogueCode = @Code", new { Code = code });
        Assert.AreEqual((expected, expected), ((await instance.CountsAsync(id)).Ungradable, (await instance.CountsAsync(id)).Changed));
        var run = await instance.FindAsync(id);
        var change = (await instance.Runs.ChangesAsync(id, new(), (await instance.Runs.RulesAsync(run, instance.References.Current, Scope.City, CancellationToken.None))!, Scope.City, 0, 1, CancellationToken.None)).Single();
        StringAssert.Contains(change.Reason, $"目录编号“{code}”不在现行目录中");
    }

    /// <summary>The first of its risks that cannot be graded is named, with what it may take.</summary>
    private static string Line(FiledReport report)
    {
        var item = report.Items.First(i => i.Method == GradingMethod.Lec && i.C == 15).Name;
        return string.Join('|', report.CreditCode, report.Colour.Word(), "无法评级", item, $"风险“{item}”{Cannot}");
    }
}
