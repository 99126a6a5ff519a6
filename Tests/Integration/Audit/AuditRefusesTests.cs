using System.Net;
using Microsoft.Data.Sqlite;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Audit;

/// <summary>What cannot be entered is not done, and what was entered stays.</summary>
[TestClass]
public sealed class AuditRefusesTests
{
    [TestMethod]
    public async Task Where_the_trail_cannot_be_written_nothing_is_filed_and_nobody_comes_in()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var form = await (await ReportForm.OpenAsync(filer.Client)).Nil().SaveAsync(filer.Client);
        var name = await app.AddAccountAsync(Role.City);
        var entries = await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM AuditEntry");
        await app.Database.ExecuteAsync("CREATE TRIGGER Full BEFORE INSERT ON AuditEntry BEGIN SELECT RAISE(ABORT, 'disk full'); END");

        using var filed = await form.PressAsync(filer.Client);
        using var signedIn = await app.Anonymous().SubmitAsync("/signin", ("UserName", name), ("Password", TestApp.Password));

        Assert.AreEqual(HttpStatusCode.InternalServerError, filed.StatusCode);
        Assert.AreEqual("1 0 0", await app.Database.ScalarAsync<string>(
            "SELECT CONCAT(Status, ' ', (SELECT COUNT(*) FROM DeclarationVersion), ' ', (SELECT COUNT(*) FROM ReportChange)) FROM Declaration"));
        Assert.AreEqual(HttpStatusCode.InternalServerError, signedIn.StatusCode);
        Assert.IsFalse(signedIn.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(c => c.StartsWith("riskreport=", StringComparison.Ordinal)));

        await app.Database.ExecuteAsync("DROP TRIGGER Full");
        using var again = await form.PressAsync(filer.Client);
        Assert.AreEqual(HttpStatusCode.Redirect, again.StatusCode);
        Assert.AreEqual($"{entries + 1} {entries + 1}", await app.Database.ScalarAsync<string>(
            "SELECT CONCAT(COUNT(*), ' ', (SELECT Number FROM AuditHead)) FROM AuditEntry"), "a rollback leaves no gap");
    }

    [TestMethod]
    [DataRow("UPDATE AuditEntry SET Subject = 'x'")]
    [DataRow("DELETE FROM AuditEntry")]
    public async Task An_entry_is_neither_changed_nor_deleted(string sql)
    {
        await using var app = await TestApp.StartAsync();
        await app.AddAccountAsync(Role.City);

        var error = await Assert.ThrowsExactlyAsync<SqliteException>(() => app.Database.ExecuteAsync(sql));

        StringAssert.Contains(error.Message, "an audit entry");
    }

    [TestMethod]
    public void No_value_can_pass_for_another_line()
    {
        var actor = new Actor("a\r\nresult=ok", "网页 \u001b[31m1.2.3.4", "") { Role = "city", RegionCode = "3205" };
        var deed = new AuditDeed(AuditAction.PhoneShown, "x\n\\u000a\u202e" + new string('长', 300), "3205");

        var entry = AuditEntry.Of(deed, actor, 7, new DateTime(2026, 11, 28, 1, 2, 3, 456, DateTimeKind.Utc).AddTicks(99), AuditEntry.Beginning);

        Assert.HasCount(14, entry.Canonical().TrimEnd('\n').Split('\n'));
        Assert.AreEqual("a\\u000d\\u000aresult=ok", entry.Account);
        Assert.AreEqual("网页 \\u001b[31m1.2.3.4", entry.Source);
        StringAssert.StartsWith(entry.Subject, "x\\u000a\\u005cu000a\\u202e长");
        Assert.AreEqual(200, entry.Subject.Length);
        StringAssert.Contains(entry.Canonical(), "\ntime=2026-11-28T01:02:03.456Z\n");
    }

    [TestMethod]
    public void The_published_entry_has_the_published_hash()
    {
        var actor = new Actor("demo-enterprise", "网页 192.0.2.7", "") { Role = "enterprise", RegionCode = "320583100" };
        var deed = new AuditDeed(AuditAction.ReportFiled, "91320583MA0000001X/2026/1", "320583100") { HashAfter = new string('a', 64) };

        var entry = AuditEntry.Of(deed, actor, 1, new DateTime(2026, 11, 28, 1, 2, 3, 456, DateTimeKind.Utc), AuditEntry.Beginning);

        Assert.AreEqual("0b831d9f6858d48a91957173c1bc4c56bc6cbfcaa1e4553908faf68db600e55e", entry.Hash);
    }
}
