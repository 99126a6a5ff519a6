using System.Net;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Imports;

/// <summary>An import shows nobody the telephones of a whole region, and its files leave no office unrecorded.</summary>
[TestClass]
public sealed class ImportPrivacyTests
{
    private const string Stored = "13862871234";
    private const string Dummy = "13800000000";

    [TestMethod]
    public async Task A_dry_check_with_other_telephones_tells_none_of_those_on_record()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.Township);
        var code = Enterprises.NewCreditCode();
        await office.ImportAsync(app, WithPhone(code, Stored, Stored));

        var check = await office.CheckAsync(app, WithPhone(code, Dummy, Dummy));
        var changes = (await office.PageAsync(check + "?tab=outcomes")).QuerySelectorAll(".changes li").Select(l => l.TextContent).Where(t => t.Contains("联系电话")).ToList();
        Assert.AreEqual("联系电话：138****1234 → 138****0000|风险“冲压设备夹伤” 联系电话：138****1234 → 138****0000", string.Join('|', changes));

        var wrong = await office.CheckAsync(app, WithPhone(code, "1386287123O", "13915558765x"));
        foreach (var page in new[] { wrong, check, check + "?tab=warnings", check + "?tab=outcomes" })
        {
            var text = (await office.PageAsync(page)).DocumentElement.TextContent;
            foreach (var number in new[] { Stored, Dummy, "1386287123", "13915558765" })
                Assert.DoesNotContain(number, text, page);
        }

        var problems = (await office.PageAsync(wrong)).QuerySelectorAll("tbody tr").Select(r => r.Children[4].TextContent + " " + r.Children[5].TextContent).ToList();
        StringAssert.StartsWith(problems[0], "********23O “联系电话”应为电话号码，现为“********23O”");
        StringAssert.Contains(problems[1], "例如 0512-57301234", "an example stays one");
    }

    [TestMethod]
    public async Task Its_files_are_taken_by_the_office_that_handed_them_in_and_for_a_reason_by_one_above()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.Township);
        var code = Enterprises.NewCreditCode();
        var bytes = new ImportFile().Enterprise(code, cells: [("联系电话", Stored), ("从业人数", "很多")]).Bytes();
        var import = await office.CheckAsync(app, bytes);
        var county = await app.SignedInAsync(Role.County);
        var stranger = await app.SignedInAsync(Role.Township, "320585100");
        var watch = new AuditWatch(app.Database);
        await watch.PassAsync();

        foreach (var (what, title) in new[] { ("file", "上传的导入文件"), ("annotated", "标出问题的导入文件") })
        {
            using var own = await office.GetAsync($"{import}/{what}");
            var verification = own.Headers.GetValues("Verification-Code").Single();
            var taken = await own.Content.ReadAsByteArrayAsync();
            var entry = await watch.OneAsync(AuditAction.ExportedWithPhones);
            Assert.AreEqual(($"{verification} {title} xlsx 导入 1", "320583100"), (entry.Subject, entry.Region));
            Assert.AreEqual(what == "file", taken.SequenceEqual(bytes));
            Assert.AreEqual(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(taken)), await ExportAsync("Sha256"));

            using (var asked = await county.GetAsync($"{import}/{what}"))
                Assert.AreEqual((HttpStatusCode.Redirect, $"{import}#files"), (asked.StatusCode, asked.Headers.Location?.OriginalString));
            foreach (var bad in new[] { "", "  ", new string('长', 401) })
            {
                using var refused = await county.DecideAsync(import, what, ("FilesReason", bad));
                var page = await refused.PageAsync(HttpStatusCode.UnprocessableEntity);
                StringAssert.Contains(page.QuerySelector("#files .field-problem")!.TextContent, "用途");
            }

            using (var other = await stranger.DecideAsync(import, what, ("FilesReason", "想看")))
                Assert.AreEqual(HttpStatusCode.NotFound, other.StatusCode);
            Assert.IsEmpty(await watch.PassAsync(), "nothing has left");

            using var above = await county.DecideAsync(import, what, ("FilesReason", " 核对镇里的数据 "));
            Assert.AreEqual(HttpStatusCode.OK, above.StatusCode);
            await above.Content.ReadAsByteArrayAsync();
            Assert.AreEqual("320583000", (await watch.OneAsync(AuditAction.ExportedWithPhones)).Region);
            Assert.AreEqual("核对镇里的数据", await ExportAsync("PhonesReason"));
        }

        Assert.IsNull((await office.PageAsync(import)).QuerySelector("#files"), "whoever handed it in is asked nothing");
        Assert.HasCount(0, (await county.PageAsync(import)).QuerySelectorAll("a[href$='/file']"));

        Task<string> ExportAsync(string column) => app.Database.ScalarAsync<string>($"SELECT {column} FROM RosterExport ORDER BY Id DESC LIMIT 1");
    }

    private static byte[] WithPhone(string code, string phone, string ofRisk) =>
        new ImportFile().Enterprise(code, cells: [("联系电话", phone), ("有无较大以上风险", "有")]).Risk(code, ("C", 40), ("联系电话", ofRisk)).Bytes();
}
