using System.Net;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Web;

/// <summary>Nothing is made of a version that is kept otherwise than it was filed, and no page breaks on it.</summary>
[TestClass]
public sealed class DamagedVersionTests
{
    private const string Said = "系统中保存的内容与提交时";

    private static readonly (string What, string Content)[] Damages =
    [
        ("not packed", "X'00'"),
        ("emptied", "X''"),
        ("cut", "SUBSTR(Content, 1, LENGTH(Content) / 2)"),
        ("no JSON", "X'789cab000000790079'"),
        ("no report", "X'789cabae0500017500f9'"),
        ("another version's", "(SELECT w.Content FROM Whole w WHERE w.Id <> DeclarationVersion.Id)"),
    ];

    [TestMethod]
    public async Task What_is_damaged_is_said_at_every_door_and_breaks_none()
    {
        await using var app = await TestApp.StartAsync();
        var life = await ReportLife.BeginAsync(app, Enterprises.NewCreditCode());
        await life.FileFirstAsync();
        await life.ReturnAsync();
        await life.FileAsync("101");
        await life.AcceptAsync();
        await life.BeginChangeAsync();
        await app.Database.ExecuteAsync("CREATE TABLE Whole AS SELECT Id, Content FROM DeclarationVersion");

        foreach (var ((what, content), number) in Damages.SelectMany(d => new[] { (d, 1), (d, 2) }))
        {
            await app.Database.ExecuteAsync($"UPDATE DeclarationVersion SET Content = {content} WHERE Number = {number}");
            foreach (var (client, address) in new[] { (life.Enterprise, "/declarations/2026/versions"), (life.County, life.Address + "/versions") })
            {
                var versions = await client.PageAsync(address);
                StringAssert.Contains(versions.QuerySelectorAll("main section .alert-danger").Single().ParentElement!.TextContent, $"第 {number} 次提交", what);
                StringAssert.Contains(versions.QuerySelector("main")!.TextContent, Said + "不符，不能比较", what);
            }

            StringAssert.Contains((await life.County.PageAsync(life.Address)).QuerySelector("main")!.TextContent, Said + "不符，不能比较", what);
            var code = await app.Database.ScalarAsync<string>($"SELECT Code FROM DeclarationVersion WHERE Number = {number}");
            StringAssert.Contains((await app.Anonymous().PageAsync("/verify/" + code)).QuerySelector("main")!.TextContent, Said + "不符，请联系", what);
            foreach (var address in new[] { "/declarations/2026", "/declarations/2026/check", "/declarations/2026/result", "/" })
                await life.Enterprise.PageAsync(address);
            foreach (var (client, address) in new[] { (life.Enterprise, "/declarations/2026/report.pdf"), (life.County, life.Address + "/report.pdf") })
            {
                using var file = await client.GetAsync(address);
                Assert.AreEqual(HttpStatusCode.OK, file.StatusCode, $"{address}: {what}");
            }

            await app.Database.ExecuteAsync("UPDATE DeclarationVersion SET Content = (SELECT w.Content FROM Whole w WHERE w.Id = DeclarationVersion.Id)");
        }

        Assert.DoesNotContain(Said, (await life.County.PageAsync(life.Address + "/versions")).QuerySelector("main")!.TextContent);
    }
}
