using System.Net;
using AngleSharp.Html.Dom;
using RiskReport.Data.Reference;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Grading;
using RiskReport.Tests.Support;
using RiskReport.Web.Startup;

namespace RiskReport.Tests.Integration.Regrading;

/// <summary>A draft may be faulty as long as it is a draft; only its own simulation may suffer from it.</summary>
[TestClass]
public sealed class FaultyDraftTests
{
    [TestMethod]
    [DataRow("MajorHazard.Substances", "氨 | | 10 | 2")]
    [DataRow("MajorHazard.Classes", "W2 | 10 | 1.5")]
    [DataRow("Chemical.DirectRed", "accidents | 重复的情形 | 依据")]
    public async Task A_draft_with_an_entry_twice_does_not_take_the_program_down(string part, string again)
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);
        using var copied = await admin.SubmitAsync("/rules/2021-B", "/rules/2021-B/copy", ("copyName", "DRAFT"));
        var form = await admin.PageAsync("/rules/DRAFT/edit");
        var fields = form.QuerySelectorAll("form[method=post] [name]").Where(f => f.GetAttribute("name") is not "__RequestVerificationToken")
            .Select(f => (f.GetAttribute("name")!, f switch
            {
                IHtmlTextAreaElement area => area.Value,
                IHtmlSelectElement select => select.Value,
                IHtmlInputElement input => input.Value,
                _ => "",
            }))
            .Select(f => f.Item1 == part ? (f.Item1, f.Item2 + "\n" + again) : f);

        using var saved = await admin.SubmitAsync("/rules/DRAFT/edit", [.. fields]);

        // what every start and every minute of the program does
        await new ReferenceHolder(new ReferenceStore(app.Database.Database)).RefreshAsync(CancellationToken.None);
        Assert.IsTrue(saved.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.UnprocessableEntity, $"{saved.StatusCode}");
    }

    [TestMethod]
    public async Task A_draft_that_cannot_decide_every_amount_is_refused_or_simulated_but_is_no_unexpected_error()
    {
        await using var app = await TestApp.StartAsync();
        await SampleCounty.FillAsync(app.Database);
        var instance = RegradingInstance.Of(app);
        await instance.DraftAsync("DRAFT", r => r with { MajorHazard = r.MajorHazard with { Alpha = [] } });
        Assert.IsNotEmpty(RuleSetCheck.Problems(instance.Rules("DRAFT").RuleSet));
        var client = await app.SignedInAsync(Role.County);

        using var response = await client.SubmitAsync("/simulations", ("ruleSet", "DRAFT"), ("year", "2026"));
        await app.RegradeAsync();

        Assert.IsTrue(response.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.UnprocessableEntity, $"{response.StatusCode}");
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RegradingRun WHERE Status = 3"));
    }
}
