using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Grading;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Web;

/// <summary>Rule sets as anybody who may see them reads them; <see cref="RuleDraftTests"/> makes new ones.</summary>
[TestClass]
public sealed class RulesTests
{
    [TestMethod]
    public async Task The_list_tells_which_rules_are_in_force()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.Township);

        var page = await office.PageAsync("/rules");

        var rows = page.QuerySelectorAll("tbody tr").Select(r => string.Join(' ', r.Children.Take(3).Select(c => c.TextContent.Trim())));
        Assert.AreEqual("2021-B 备选，未施行 —;2021-A 现行 2021-02-01", string.Join(';', rows));
        Assert.AreEqual("/rules/2021-B", page.QuerySelector("tbody a")!.GetAttribute("href"));
    }

    [TestMethod]
    public async Task The_page_shows_every_combination_and_marks_the_eight_that_differ()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.Township);

        var page = await office.PageAsync("/rules/2021-B");

        Assert.HasCount(252, Cells(page, "LEC"));
        Assert.HasCount(25, Cells(page, "LS"));
        Assert.HasCount(90, Cells(page, "MES"));
        var differing = page.QuerySelectorAll("td.cell.differs");
        Assert.AreEqual(
            "5 黄原蓝,5 黄原蓝,6 黄原蓝,6 黄原蓝,8 黄原蓝,8 黄原蓝,12 橙原黄,12 橙原黄",
            string.Join(',', differing.Select(c => c.TextContent).Order(StringComparer.Ordinal).OrderBy(t => Number(t.Split(' ')[0]))));
        Assert.IsTrue(differing.All(c => Cells(page, "LS").Contains(c)));
        Assert.HasCount(8, page.QuerySelectorAll(".was"));
        Assert.IsEmpty((await office.PageAsync("/rules/2021-A")).QuerySelectorAll(".was, .differs"));
    }

    [TestMethod]
    public async Task Every_cell_stands_in_its_place_with_score_colour_and_letter()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.Township);

        var page = await office.PageAsync("/rules/2021-B");

        foreach (var method in new[] { GradingMethod.Lec, GradingMethod.Ls, GradingMethod.Mes })
        {
            var scoring = Lists.OtherRules.RuleSet.Find(method)!;
            foreach (var table in Section(page, method.Word()).QuerySelectorAll("table.matrix"))
            {
                var third = scoring.Factors.Count < 3 ? 1 : Number(table.QuerySelector("caption")!.TextContent.Split('=')[1].Split('（')[0]);
                var columns = table.QuerySelectorAll("thead th").Skip(1).Select(c => Number(c.TextContent)).ToList();
                foreach (var row in table.QuerySelectorAll("tbody tr"))
                {
                    foreach (var (cell, column) in row.QuerySelectorAll("td").Zip(columns))
                    {
                        var score = Number(row.QuerySelector("th")!.TextContent) * column * third;
                        var colour = scoring.ColourOf(score);
                        StringAssert.StartsWith(cell.TextContent, $"{GradeWords.Plain(score)} {colour.Letter()}");
                        CollectionAssert.Contains(cell.ClassList.ToArray(), $"risk-{colour.Code()}");
                    }
                }
            }
        }
    }

    [TestMethod]
    public async Task An_office_reads_the_rules_and_is_offered_nothing_to_change()
    {
        await using var app = await TestApp.StartAsync();
        await (await app.SignedInAsync(Role.Admin)).DraftRulesAsync("2027-A", ("LS.Red.From", "16"));
        var office = await app.SignedInAsync(Role.Auditor);

        var page = await office.PageAsync("/rules/2027-A");

        Assert.AreEqual("草案", page.QuerySelector("h1 .year")!.TextContent);
        Assert.IsEmpty(page.QuerySelectorAll("main form, main a[href$='/edit']"));
    }

    [TestMethod]
    [DataRow("/rules/2021-C")]
    [DataRow("/rules/2021-C/edit")]
    public async Task Rules_that_do_not_exist_are_not_found(string address)
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);

        await admin.PageAsync(address, HttpStatusCode.NotFound);
    }

    internal static IElement Section(IHtmlDocument page, string method) =>
        page.QuerySelectorAll("section").Single(s => s.QuerySelector("h2")?.TextContent.StartsWith(method + "　", StringComparison.Ordinal) == true);

    private static IHtmlCollection<IElement> Cells(IHtmlDocument page, string method) => Section(page, method).QuerySelectorAll("td.cell");

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
