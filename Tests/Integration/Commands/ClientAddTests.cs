using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Commands;

[TestClass]
public sealed class ClientAddTests
{
    [TestMethod]
    public async Task The_secret_is_the_whole_output_and_stands_nowhere_else()
    {
        await using var database = await TestDatabase.CreateAsync();

        var run = await CommandRun.OfAsync(database, ["client", "add", "kunshan-platform", "--scope", "grade roster.read", "--region", "320583"]);

        Assert.AreEqual(0, run.Status, run.Error);
        var secret = run.Output.TrimEnd('\n', '\r');
        Assert.AreEqual(43, secret.Length);
        Assert.AreEqual(1, await database.ScalarAsync<int>("SELECT COUNT(*) FROM ApiClient WHERE RegionCode = '320583' AND ClientSecret NOT LIKE '%' || @Secret || '%'", new { Secret = secret }));
        Assert.AreEqual("[\"scp:grade\",\"scp:roster.read\"]", await database.ScalarAsync<string>(
            "SELECT json_group_array(value) FROM (SELECT value FROM ApiClient, json_each(Permissions) WHERE value LIKE 'scp:%' ORDER BY value)"));

        var again = await CommandRun.OfAsync(database, ["client", "add", "kunshan-platform", "--scope", "grade"]);
        Assert.AreEqual((2, ""), (again.Status, again.Output));
        StringAssert.Contains(again.Error, "已存在");
    }

    [TestMethod]
    public async Task Every_bad_argument_is_told()
    {
        await using var database = await TestDatabase.CreateAsync();

        var run = await CommandRun.OfAsync(database, ["client", "add", "K", "--scope", "everything", "--region", "999", "--redirect", "http://elsewhere.example/back"]);

        Assert.AreEqual((2, ""), (run.Status, run.Output));
        foreach (var part in new[] { "客户端标识应为", "权限“everything”不能识别", "地区代码“999”不存在", "返回地址" })
            StringAssert.Contains(run.Error, part);
        Assert.AreEqual(2, (await CommandRun.OfAsync(database, ["client", "add", "kunshan-platform"])).Status);
        Assert.AreEqual(0, await database.ScalarAsync<int>("SELECT COUNT(*) FROM ApiClient"));
    }
}
