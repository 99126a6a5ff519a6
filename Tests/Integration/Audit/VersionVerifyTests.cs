using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Data.Declarations;
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
        StringAssert.Contains(sound.Output, "2 个版本都与提交时的散列值相符，其中 2 个与审计记录对照过");
        Assert.AreEqual(1, broken.Status);
        StringAssert.Contains(broken.Output, $"2 个版本中 1 个与提交时的不符，第一个是第 1 号版本：{code} 的 2026 年度第 1 版，内容与它的散列值不符");
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
            StringAssert.Contains((await auditor.PageAsync("/audit")).QuerySelector(".alert-danger")!.TextContent, "2 个报告版本中，1 个与提交时的散列值或审计记录不符，或者名册和地图显示的等级与它不符。逐个查看记录：");
            var listed = (await auditor.PageAsync("/audit")).QuerySelector(".alert-danger a")!;
            StringAssert.Contains((await auditor.PageAsync(listed.GetAttribute("href")!)).QuerySelector("main table tbody tr")!.TextContent, $"{code}/2026/1");
            var (damaged, whole) = (await VerdictAsync(app, 1), await VerdictAsync(app, 2));
            StringAssert.StartsWith(damaged, "核验结果：系统中保存的内容与提交时不符，请联系企业所在镇（街道）办公室。");
            Assert.DoesNotContain("有效", damaged);
            StringAssert.StartsWith(whole, "核验结果：有效");

            // a later one is entered too, although the first is still the first
            await test.ExecuteAsync("UPDATE DeclarationVersion SET Content = x'00' WHERE Id = 2");
            await watch.PassAsync();
            await keeper.RunOneAsync(CancellationToken.None);
            await keeper.RunOneAsync(CancellationToken.None);
            Assert.AreNotEqual(entry.Subject, (await watch.OneAsync(AuditAction.ReportDamaged)).Subject);
        }
    }

    [TestMethod]
    public async Task Who_changes_the_hash_with_the_content_is_told_by_the_trail()
    {
        await using var test = await TestDatabase.CreateAsync();
        var codes = new List<string>();
        await using (var app = TestApp.On(test))
        {
            for (var i = 0; i < 3; i++)
            {
                codes.Add(Enterprises.NewCreditCode());
                var filer = await Filer.SignedInAsync(app, creditCode: codes[^1]);
                await (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Lec("3", "6", "15")).SubmitAsync(filer.Client);
            }

            await (await app.SignedInAsync(Role.Township)).ImportAsync(app, ImportFile.OfNil(Enterprises.NewCreditCode()));
            await app.Services.GetRequiredService<AuditKeeper>().RunOneAsync(CancellationToken.None);
        }

        await CheckAsync("", 4, 0);
        await test.ExecuteAsync("CREATE TABLE Kept AS SELECT * FROM DeclarationVersion");
        await test.ExecuteAsync("DROP TRIGGER AuditEntry_NotChanged; DROP TRIGGER AuditEntry_NotDeleted");

        await CheckAsync("UPDATE DeclarationVersion SET Content = (SELECT Content FROM Kept WHERE Id = 3), ContentSha256 = (SELECT ContentSha256 FROM Kept WHERE Id = 3) WHERE Id = 2", 4, 1, 2, VersionFaultKind.BothChanged);
        var verb = await CommandRun.OfAsync(test, ["audit", "verify"]);
        Assert.AreEqual(1, verb.Status);
        StringAssert.Contains(verb.Output, $"第一个是第 2 号版本：{codes[1]} 的 2026 年度第 1 版，内容和散列值一起被改动，与审计记录中的提交不符。");
        await using (var app = TestApp.On(test))
        {
            var watch = new AuditWatch(test);
            await watch.PassAsync();
            await app.Services.GetRequiredService<AuditKeeper>().RunOneAsync(CancellationToken.None);
            var entry = await watch.OneAsync(AuditAction.ReportDamaged);
            Assert.AreEqual(await test.ScalarAsync<string>("SELECT ContentSha256 FROM Kept WHERE Id = 2"), entry.HashBefore);
            Assert.AreEqual(await test.ScalarAsync<string>("SELECT ContentSha256 FROM Kept WHERE Id = 3"), entry.HashAfter);
            StringAssert.Contains(await VerdictAsync(app, 2), "内容与提交时不符");
            StringAssert.Contains(await VerdictAsync(app, 3), "有效");
        }

        // a review after the change says the changed hash; the filing is what counts
        await CheckAsync($"INSERT INTO AuditEntry SELECT 1000000, At, 'report.accepted', Result, Subject, Region, Account, Role, AccountRegion, Source, '', (SELECT ContentSha256 FROM Kept WHERE Id = 3), PreviousHash, Hash FROM AuditEntry WHERE Subject = '{codes[1]}/2026/1' AND Action = 'report.filed'", 4, 1, 2, VersionFaultKind.BothChanged);
        await CheckAsync("UPDATE DeclarationVersion SET Content = (SELECT k.Content FROM Kept k WHERE k.Id = DeclarationVersion.Id), ContentSha256 = (SELECT k.ContentSha256 FROM Kept k WHERE k.Id = DeclarationVersion.Id)", 4, 0);
        await CheckAsync("UPDATE DeclarationVersion SET ContentSha256 = (SELECT ContentSha256 FROM Kept WHERE Id = 3) WHERE Id = 2", 4, 1, 2, VersionFaultKind.HashChanged);
        await CheckAsync("UPDATE DeclarationVersion SET ContentSha256 = (SELECT ContentSha256 FROM Kept WHERE Id = 2) WHERE Id = 2", 4, 0);
        await CheckAsync("INSERT INTO DeclarationVersion SELECT 99, DeclarationId, 2, 'FORGED', Type, Source, Colour, Content, ContentSha256, FiledAt, FiledBy, FiledFrom FROM Kept WHERE Id = 2", 5, 1, 99, VersionFaultKind.NotEntered, entered: 4);
        await CheckAsync("DELETE FROM DeclarationVersion WHERE Id = 99", 4, 0);
        // filed before there was a trail
        await CheckAsync($"DELETE FROM AuditEntry WHERE Subject = '{codes[0]}/2026/1'", 4, 0, entered: 3);

        async Task CheckAsync(string sql, int versions, int faults, long? first = null, VersionFaultKind kind = default, int? entered = null)
        {
            if (sql.Length > 0)
                await test.ExecuteAsync(sql);
            var verdict = await new VersionVerifier(test.Database).RunAsync(CancellationToken.None);
            Assert.AreEqual((versions, entered ?? versions, faults, first, kind), ((int)verdict.Versions, (int)verdict.Entered, (int)verdict.Faults, verdict.First?.Id, verdict.First?.Kind ?? default), sql);
        }
    }

    [TestMethod]
    public async Task What_is_seeded_stands_in_the_trail_as_well()
    {
        await using var test = await TestDatabase.CreateAsync();
        var seeded = await CommandRun.OfAsync(test, ["seed", "city", "--enterprises", "60"]);
        Assert.AreEqual(CommandLine.Good, seeded.Status, seeded.Error);

        var verdict = await new VersionVerifier(test.Database).RunAsync(CancellationToken.None);

        Assert.IsGreaterThan(30, verdict.Versions);
        Assert.AreEqual((verdict.Versions, 0L), (verdict.Entered, verdict.Faults));
    }

    /// <summary>What whoever holds the receipt is told.</summary>
    private static async Task<string> VerdictAsync(TestApp app, int id)
    {
        var code = await app.Database.ScalarAsync<string>("SELECT Code FROM DeclarationVersion WHERE Id = @Id", new { Id = id });
        return (await app.Anonymous().PageAsync($"/verify/{code}")).QuerySelector(".verdict-card")!.TextContent.Trim();
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
