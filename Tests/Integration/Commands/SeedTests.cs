using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Commands;

[TestClass]
public sealed class SeedTests
{
    [TestMethod]
    public async Task The_demonstration_has_everything_and_a_second_time_changes_nothing()
    {
        await using var test = await TestDatabase.CreateAsync();
        var first = await CommandRun.OfAsync(test, ["seed", "demo"]);
        var enterprises = await test.ScalarAsync<int>("SELECT COUNT(*) FROM Enterprise");
        var versions = await test.ScalarAsync<int>("SELECT SUM(Version) FROM Declaration");

        var second = await CommandRun.OfAsync(test, ["seed", "demo"]);

        Assert.AreEqual(0, first.Status, first.Error);
        Assert.AreEqual(0, second.Status, second.Error);
        Assert.AreEqual(361, enterprises);
        Assert.AreEqual(4, await test.ScalarAsync<int>("SELECT COUNT(DISTINCT Colour) FROM Declaration"));
        Assert.AreEqual(6, await test.ScalarAsync<int>("SELECT COUNT(DISTINCT Status) FROM Declaration"));
        Assert.AreEqual(10, await test.ScalarAsync<int>("SELECT COUNT(DISTINCT r.ParentCode) FROM Declaration d JOIN Region r ON r.Code = d.TownshipCode"));
        Assert.AreEqual(7, await test.ScalarAsync<int>("SELECT COUNT(DISTINCT Role) FROM Account"));
        Assert.AreEqual(3, await test.ScalarAsync<int>("SELECT COUNT(*) FROM AccountEnterprise m JOIN Account a ON a.Id = m.AccountId WHERE a.UserName = 'demo-agent' AND m.Capacity = 2"));
        Assert.AreEqual(2, await test.ScalarAsync<int>("SELECT COUNT(DISTINCT SUBSTR(e.TownshipCode, 1, 6)) FROM AccountEnterprise m JOIN Enterprise e ON e.Id = m.EnterpriseId"));
        Assert.AreEqual(4, await test.ScalarAsync<int>("SELECT COUNT(*) FROM AccountEnterpriseEvent"));
        Assert.AreEqual(enterprises, await test.ScalarAsync<int>("SELECT COUNT(*) FROM Enterprise"));
        Assert.AreEqual(versions, await test.ScalarAsync<int>("SELECT SUM(Version) FROM Declaration"));
        Assert.DoesNotContain("Suzhou@2026demo", first.Output, "outside Development no password is known beforehand");
    }

    [TestMethod]
    public async Task The_same_seed_gives_the_same_city()
    {
        await using var one = await TestDatabase.CreateAsync();
        await using var two = await TestDatabase.CreateAsync();
        const string City = "SELECT group_concat(CreditCode || Name || COALESCE(Colour, 0) || Status, ';') FROM (SELECT * FROM Declaration ORDER BY CreditCode)";

        foreach (var test in new[] { one, two })
            Assert.AreEqual(0, (await CommandRun.OfAsync(test, ["seed", "city", "--enterprises", "120", "--seed", "7"])).Status);

        Assert.AreEqual(await one.ScalarAsync<string>(City), await two.ScalarAsync<string>(City));
        Assert.AreEqual(120, await one.ScalarAsync<int>("SELECT COUNT(*) FROM Enterprise"));
    }

    [TestMethod]
    [DataRow("0")]
    [DataRow("-5")]
    [DataRow("many")]
    public async Task A_city_of_nobody_is_refused(string enterprises)
    {
        await using var test = await TestDatabase.CreateAsync();

        Assert.AreEqual(2, (await CommandRun.OfAsync(test, ["seed", "city", "--enterprises", enterprises])).Status);
    }
}
