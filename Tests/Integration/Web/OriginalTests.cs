using System.Net;
using System.Security.Cryptography;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Web;

/// <summary>What the hash of a receipt is made of can be had by whom it concerns, byte for byte, and is never handed out when it is not that.</summary>
[TestClass]
public sealed class OriginalTests
{
    private const string Own = "/declarations/2026/versions/1.json";

    [TestMethod]
    public async Task The_original_is_what_the_receipt_says_for_the_enterprise_and_for_an_office_that_says_what_for()
    {
        await using var app = await TestApp.StartAsync();
        var (filer, other) = (await Filer.SignedInAsync(app), await Filer.SignedInAsync(app));
        await (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Lec("3", "6", "15")).SubmitAsync(filer.Client);
        var hash = await app.Database.ScalarAsync<string>("SELECT ContentSha256 FROM DeclarationVersion");
        var page = await filer.Client.PageAsync("/declarations/2026/versions");
        Assert.IsNotNull(page.QuerySelector($"a[href='{Own}']"));
        StringAssert.Contains(page.Body!.TextContent, hash);

        using var own = await filer.Client.GetAsync(Own);
        Assert.AreEqual(hash, Sha256(await own.Content.ReadAsByteArrayAsync()));
        Assert.AreEqual("application/json", own.Content.Headers.ContentType!.ToString());
        StringAssert.StartsWith(own.Content.Headers.ContentDisposition!.FileNameStar, "报告原文-2026-");
        StringAssert.EndsWith(own.Content.Headers.ContentDisposition.FileNameStar, "-1.json");
        Assert.IsTrue(own.Headers.CacheControl!.NoStore);
        foreach (var (client, address) in new[] { (filer.Client, Own.Replace("1.json", "2.json", StringComparison.Ordinal)), (filer.Client, Own.Replace("2026", "2025", StringComparison.Ordinal)), (other.Client, Own) })
            await client.PageAsync(address, HttpStatusCode.NotFound);

        var list = $"/enterprises/{filer.EnterpriseId}/declarations/2026/versions";
        foreach (var role in new[] { Role.Township, Role.County, Role.City })
        {
            var office = await app.SignedInAsync(role);
            Assert.IsNull((await office.PageAsync(list)).QuerySelector("a[href$='.json']"), "not by a mere link");
            using (var silent = await office.SubmitAsync(list, list + "/1.json", ("reason", " ")))
                StringAssert.Contains((await silent.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, "须填写用途");
            using (var absent = await office.SubmitAsync(list, list + "/2.json", ("reason", "核对回执")))
                Assert.AreEqual(HttpStatusCode.NotFound, absent.StatusCode);
            using var taken = await office.SubmitAsync(list, list + "/1.json", ("reason", "核对回执"));
            Assert.AreEqual(hash, Sha256(await taken.Content.ReadAsByteArrayAsync()), role.ToString());
            var code = taken.Headers.GetValues("Verification-Code").Single();
            Assert.AreEqual($"15 核对回执 {hash}", await app.Database.ScalarAsync<string>("SELECT CONCAT(Kind, ' ', PhonesReason, ' ', Sha256) FROM RosterExport WHERE Code = @Code", new { Code = code }));
        }

        var elsewhere = await app.SignedInAsync(Role.County, MarkedCounty.County);
        using (var hidden = await elsewhere.SubmitAsync("/roster", list + "/1.json", ("reason", "核对回执")))
            Assert.AreEqual(HttpStatusCode.NotFound, hidden.StatusCode);
        var auditor = await app.SignedInAsync(Role.Auditor);
        Assert.IsNull((await auditor.PageAsync(list)).QuerySelector("#originals"));
        using (var refused = await auditor.SubmitAsync("/roster", list + "/1.json", ("reason", "核对回执")))
            Assert.AreEqual(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.AreEqual(3, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RosterExport"));
    }

    [TestMethod]
    public async Task What_is_not_what_was_filed_is_not_handed_out()
    {
        await using var app = await TestApp.StartAsync();
        var (filer, other) = (await Filer.SignedInAsync(app), await Filer.SignedInAsync(app));
        foreach (var one in new[] { filer, other })
            await (await ReportForm.OpenAsync(one.Client)).Filled(true, Risk.Lec("3", "6", "15")).SubmitAsync(one.Client);
        var office = await app.SignedInAsync(Role.County);
        var list = $"/enterprises/{filer.EnterpriseId}/declarations/2026/versions";

        foreach (var damage in new[]
        {
            "Content = X'00'",
            "Content = (SELECT Content FROM DeclarationVersion WHERE Id = 2)",
            "Content = (SELECT Content FROM DeclarationVersion WHERE Id = 2), ContentSha256 = (SELECT ContentSha256 FROM DeclarationVersion WHERE Id = 2)",
        })
        {
            await app.Database.ExecuteAsync($"UPDATE DeclarationVersion SET {damage} WHERE Id = 1");
            using var own = await filer.Client.GetAsync(Own);
            StringAssert.Contains((await own.PageAsync(HttpStatusCode.Conflict)).QuerySelector(".error-summary")!.TextContent, "与提交时的 SHA-256 不符，不能作为原文使用", damage);
            using var taken = await office.SubmitAsync(list, list + "/1.json", ("reason", "核对回执"));
            StringAssert.Contains((await taken.PageAsync(HttpStatusCode.Conflict)).QuerySelector(".error-summary")!.TextContent, "没有下载", damage);
        }

        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RosterExport"));
        using var whole = await other.Client.GetAsync(Own);
        Assert.AreEqual(HttpStatusCode.OK, whole.StatusCode);
    }

    private static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
