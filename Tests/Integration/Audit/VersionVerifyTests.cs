using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Tests.Support;
using RiskReport.Web.Background;
using RiskReport.Web.Commands;

namespace RiskReport.Tests.Integration.Audit;

/// <summary>Whoever owns the file of the database can change what was filed: the night finds it, and names it.</summary>
[TestClass]
public sealed class VersionVerifyTests
{
    [TestMethod]
    public async Task A_byte_flipped_in_the_file_is_found_named_and_entered_once()
    {
        await using var test = await TestDatabase.CreateAsync();
        var code = Enterprises.NewCreditCode();
        await using (var app = TestApp.On(test))
        {
            var filer = await Filer.SignedInAsync(app, creditCode: code);
            await (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Lec("3", "6", "15")).SubmitAsync(filer.Client);
            var other = await Filer.SignedInAsync(app);
            await (await ReportForm.OpenAsync(other.Client)).Nil().SubmitAsync(other.Client);
            await app.Services.GetRequiredService<AuditKeeper>().RunOneAsync(CancellationToken.None);
            var auditor = await app.SignedInAsync(Role.Auditor);
            StringAssert.Contains((await auditor.PageAsync("/audit")).QuerySelectorAll(".alert-success")[1].TextContent, "已提交的 2 个报告版本，内容都与提交时的散列值相符");
        }

        var sound = await CommandRun.OfAsync(test, ["audit", "verify"]);
        await FlipAsync(test, Convert.FromHexString(await test.ScalarAsync<string>("SELECT hex(Content) FROM DeclarationVersion WHERE Id = 1")));
        var broken = await CommandRun.OfAsync(test, ["audit", "verify"]);

        Assert.AreEqual(CommandLine.Good, sound.Status, sound.Output + sound.Error);
        StringAssert.Contains(sound.Output, "2 个版本都与提交时的散列值相符");
        Assert.AreEqual(1, broken.Status);
        StringAssert.Contains(broken.Output, $"2 个版本中 1 个与提交时的散列值不符，第一个是第 1 号版本：{code} 的 2026 年度第 1 版");
        await using (var app = TestApp.On(test))
        {
            var watch = new AuditWatch(test);
            await watch.PassAsync();
            var keeper = app.Services.GetRequiredService<AuditKeeper>();
            await keeper.RunOneAsync(CancellationToken.None);
            await keeper.RunOneAsync(CancellationToken.None);
            var entry = await watch.OneAsync(AuditAction.ReportDamaged);
            Assert.AreEqual(($"{code}/2026/1", "320583100", "系统"), (entry.Subject, entry.Region, entry.Account));
            Assert.AreNotEqual(entry.HashBefore, entry.HashAfter);
            var auditor = await app.SignedInAsync(Role.Auditor);
            StringAssert.Contains((await auditor.PageAsync("/audit")).QuerySelector(".alert-danger")!.TextContent, "2 个报告版本中，1 个的内容与提交时的散列值不符，第一个是第 1 号版本");
        }
    }

    /// <summary>In the middle of what is stored, behind the back of the database.</summary>
    private static async Task FlipAsync(TestDatabase test, byte[] content)
    {
        await test.ScalarAsync<int>("PRAGMA wal_checkpoint(TRUNCATE)");
        await using (var connection = new SqliteConnection(test.Database.ConnectionString))
            SqliteConnection.ClearPool(connection);
        var file = new SqliteConnectionStringBuilder(test.Database.ConnectionString).DataSource;
        var bytes = await File.ReadAllBytesAsync(file);
        var at = bytes.AsSpan().IndexOf(content.AsSpan(0, 100));
        Assert.IsGreaterThan(0, at);
        bytes[at + 60] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
    }
}
