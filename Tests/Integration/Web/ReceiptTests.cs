using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Data.Declarations;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Declarations;
using RiskReport.Tests.Support;
using RiskReport.Tests.Unit.Pdf;

namespace RiskReport.Tests.Integration.Web;

/// <summary>What the enterprise holds after filing, and what anyone can check of it.</summary>
[TestClass]
public sealed class ReceiptTests
{
    [TestMethod]
    public async Task Filing_leaves_a_version_whose_hash_is_that_of_its_content()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);

        await (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Lec("3", "6", "15")).SubmitAsync(filer.Client);

        var receipt = (await VersionsAsync(app)).Single();
        var content = (await app.Services.GetRequiredService<VersionStore>().OriginalAsync(receipt.DeclarationId, 1, Scope.City, CancellationToken.None))!.Content!;
        Assert.AreEqual(receipt.ContentSha256, CanonicalReport.Hash(content));
        StringAssert.Contains(Encoding.UTF8.GetString(content), "行车吊物坠落");
        var page = (await filer.Client.PageAsync(ReportForm.Result)).Body!.TextContent;
        foreach (var words in new[] { receipt.ReceiptNumber, receipt.Code, receipt.ContentSha256 })
            StringAssert.Contains(page, words);
    }

    [TestMethod]
    public async Task Anyone_can_check_the_code_however_it_is_typed_and_learns_nothing_of_persons()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).Nil().SubmitAsync(filer.Client);
        var receipt = (await VersionsAsync(app)).Single();
        var stranger = app.Anonymous();

        foreach (var typed in new[] { receipt.Code, receipt.Code.ToLowerInvariant(), $"{receipt.Code[..4]}-{receipt.Code[4..]}" })
        {
            var text = (await stranger.PageAsync($"/verify/{typed}")).Body!.TextContent;
            foreach (var words in new[] { "核验结果：有效", receipt.ReceiptNumber, receipt.ContentSha256, "2026-11-24 10:00:00" })
                StringAssert.Contains(text, words);
            foreach (var secret in new[] { "昆山样板机械有限公司", "051257301234", "91320583" })
                Assert.DoesNotContain(secret, text);
        }
    }

    [TestMethod]
    public async Task A_returned_and_a_replaced_receipt_say_so()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).Nil().SubmitAsync(filer.Client);
        var first = (await VersionsAsync(app)).Single();
        var office = await app.SignedInAsync(Role.Township);
        var address = $"/enterprises/{filer.EnterpriseId}/declarations/2026";
        var version = (await office.PageAsync(address)).QuerySelector("input[name=version]")!.GetAttribute("value");
        using (await office.SubmitAsync(address, address + "/return", ("version", version), ("reasons[0].message", "请核对"), ("dueOn", "2026-12-10"))) { }
        StringAssert.Contains((await app.Anonymous().PageAsync($"/verify/{first.Code}")).Body!.TextContent, "已退回，尚未重新提交");

        await (await ReportForm.OpenAsync(filer.Client)).With(("Committed", "true")).SubmitAsync(filer.Client);

        var second = (await VersionsAsync(app))[0];
        Assert.AreEqual(2, second.Number);
        StringAssert.Contains((await app.Anonymous().PageAsync($"/verify/{first.Code}")).Body!.TextContent, "已被新报告替代");
        StringAssert.Contains((await app.Anonymous().PageAsync($"/verify/{second.Code}")).Body!.TextContent, "有效");
        Assert.AreEqual(first, (await VersionsAsync(app))[1], "what was filed stays as it was");
    }

    [TestMethod]
    public async Task A_code_that_is_none_is_not_found()
    {
        await using var app = await TestApp.StartAsync();

        StringAssert.Contains((await app.Anonymous().PageAsync("/verify/ABCDEFGH23456789", HttpStatusCode.NotFound)).Body!.TextContent, "核验结果：不存在");
    }

    [TestMethod]
    public async Task Guessing_codes_is_slowed_down()
    {
        await using var app = await TestApp.StartAsync();
        var stranger = app.Anonymous();
        var answers = new List<HttpStatusCode>();

        for (var i = 0; i < 70; i++)
        {
            using var response = await stranger.GetAsync($"/verify/GUESS{i}");
            answers.Add(response.StatusCode);
        }

        Assert.AreEqual(60, answers.Count(a => a == HttpStatusCode.NotFound));
        Assert.AreEqual(10, answers.Count(a => a == HttpStatusCode.TooManyRequests));
    }

    [TestMethod]
    public async Task Fifty_submits_of_one_form_at_once_leave_one_receipt()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var form = await (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Lec("3", "6", "15")).SaveAsync(filer.Client);

        var responses = await form.PressAsync(filer.Client, 50);

        Assert.IsTrue(responses.All(r => r.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.UnprocessableEntity), string.Join(' ', responses.Select(r => r.StatusCode)));
        Assert.HasCount(1, await VersionsAsync(app));
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RiskItem"));
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM DeclarationEvent WHERE Status = 2"));
    }

    [TestMethod]
    public async Task The_paper_holds_the_receipt_the_reasons_and_all_that_was_declared()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Lec("3", "6", "15")).SubmitAsync(filer.Client);
        var receipt = (await VersionsAsync(app)).Single();

        var pdf = new PdfFile(await filer.Client.GetByteArrayAsync("/declarations/2026/report.pdf"));

        var text = string.Concat(pdf.AllText.Where(c => !char.IsWhiteSpace(c)));
        foreach (var words in new[] { receipt.ReceiptNumber, receipt.Code, receipt.ContentSha256, "行车吊物坠落", "定期检查；持证上岗", "昆山样板机械有限公司", "主要负责人" })
            Assert.Contains(words, text);
    }

    private static async Task<IReadOnlyList<Receipt>> VersionsAsync(TestApp app)
    {
        var id = await app.Database.ScalarAsync<long>("SELECT MAX(Id) FROM Declaration");
        return await app.Services.GetRequiredService<VersionStore>().AllAsync(id, Scope.City, CancellationToken.None);
    }
}
