using System.Net;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Commands;

[TestClass]
public sealed class UserResetTests
{
    [TestMethod]
    public async Task The_only_administrator_comes_back_in_with_what_is_printed_and_must_change_it()
    {
        await using var app = await TestApp.StartAsync();
        var name = await app.AddAccountAsync(Role.Admin);
        var session = app.Anonymous();
        await session.SignInAsync(name);
        await session.AddFactorAsync(app);

        var kept = await CommandRun.OfAsync(app.Database, ["user", "reset", name.ToUpperInvariant()]);
        Assert.AreEqual(0, kept.Status, kept.Error);
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM SecondFactor"), "a lost password takes no second factor away");
        var run = await CommandRun.OfAsync(app.Database, ["user", "reset", name, "--second-factor"]);

        Assert.AreEqual(0, run.Status, run.Error);
        Assert.AreEqual(HttpStatusCode.Redirect, (await session.GetAsync("/account")).StatusCode);
        var person = app.Anonymous();
        await person.SignInAsync(name, run.Output.Trim());
        Assert.AreEqual("/account/password", (await person.GetAsync("/")).Headers.Location!.OriginalString);
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM SecondFactor") + await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RecoveryCode"));
        Assert.AreEqual("account.password-reset,factor.reset,account.password-reset", await app.Database.ScalarAsync<string>(
            "SELECT GROUP_CONCAT(Action) FROM (SELECT Action FROM AuditEntry WHERE Account = '命令行' AND Source = '命令行' ORDER BY Number)"));
    }

    [TestMethod]
    public async Task Who_is_not_there_or_has_ended_is_not_reset()
    {
        await using var app = await TestApp.StartAsync();
        var name = await app.AddAccountAsync(Role.Admin);
        await app.Database.ExecuteAsync("UPDATE Account SET State = 3");

        foreach (var (who, sentence) in new[] { ("nobody", "没有用户名为"), (name, "已停用") })
        {
            var run = await CommandRun.OfAsync(app.Database, ["user", "reset", who]);
            Assert.AreEqual((2, ""), (run.Status, run.Output));
            StringAssert.Contains(run.Error, sentence);
        }
    }
}
