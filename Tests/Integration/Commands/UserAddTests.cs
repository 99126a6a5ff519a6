using Microsoft.AspNetCore.Identity;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Commands;

[TestClass]
public sealed class UserAddTests
{
    private const string Good = "Correct-horse-9\n";

    [TestMethod]
    public async Task A_one_time_password_is_the_whole_output_and_must_be_changed()
    {
        await using var database = await TestDatabase.CreateAsync();

        var run = await CommandRun.OfAsync(database, ["user", "add", "zhang", "--role", "county", "--region", "320583"]);

        Assert.AreEqual(0, run.Status, run.Error);
        var password = run.Output.TrimEnd('\n', '\r');
        Assert.IsEmpty(PasswordProfile.Dengbao.Broken("zhang", password, _ => false));
        var hash = await database.ScalarAsync<string>("SELECT PasswordHash FROM Account WHERE UserName = 'zhang' AND MustChangePassword = 1");
        Assert.AreNotEqual(PasswordVerificationResult.Failed, new PasswordHasher<object>().VerifyHashedPassword(new object(), hash, password));
    }

    [TestMethod]
    [DataRow("township", "320583100")]
    [DataRow("city", "3205")]
    [DataRow("auditor", "3205")]
    [DataRow("admin", "3205")]
    [DataRow("security", "3205")]
    public async Task A_password_from_standard_input_is_kept_and_not_printed(string role, string region)
    {
        await using var database = await TestDatabase.CreateAsync();
        string[] place = role == "township" ? ["--region", region] : [];

        var run = await CommandRun.OfAsync(database, ["user", "add", "lili", "--role", role, "--password-stdin", .. place], Good);

        Assert.AreEqual(0, run.Status, run.Error);
        Assert.AreEqual("", run.Output);
        Assert.AreEqual(region, await database.ScalarAsync<string>("SELECT RegionCode FROM Account WHERE MustChangePassword = 0"));
    }

    [TestMethod]
    public async Task An_enterprise_account_stands_in_the_township_of_its_enterprise()
    {
        await using var database = await TestDatabase.CreateAsync();
        var code = Enterprises.NewCreditCode();
        var id = await Enterprises.AddAsync(database, "320583100", code);

        var run = await CommandRun.OfAsync(database, ["user", "add", "qiye", "--role", "enterprise", "--enterprise", code.ToLowerInvariant()]);

        Assert.AreEqual(0, run.Status, run.Error);
        Assert.AreEqual(id, await database.ScalarAsync<long>("SELECT EnterpriseId FROM Account WHERE RegionCode = '320583100'"));
        Assert.AreEqual(id, await database.ScalarAsync<long>("SELECT EnterpriseId FROM AccountEnterprise WHERE Capacity = 1 AND GrantedBy = '命令行'"));
    }

    [TestMethod]
    public async Task An_agent_is_one_by_the_flag()
    {
        await using var database = await TestDatabase.CreateAsync();
        var code = Enterprises.NewCreditCode();
        await Enterprises.AddAsync(database, "320583100", code);

        var run = await CommandRun.OfAsync(database, ["user", "add", "daili", "--role", "enterprise", "--enterprise", code, "--agent"]);

        Assert.AreEqual(0, run.Status, run.Error);
        Assert.AreEqual(2, await database.ScalarAsync<int>("SELECT Capacity FROM AccountEnterprise"));
    }

    [TestMethod]
    [DataRow("ZHANG")]
    [DataRow("ｚｈａｎｇ")]
    [DataRow(" zhang ")]
    public async Task A_name_that_looks_like_another_is_refused(string name)
    {
        await using var database = await TestDatabase.CreateAsync();
        await CommandRun.OfAsync(database, ["user", "add", "zhang", "--role", "city"]);

        var run = await CommandRun.OfAsync(database, ["user", "add", name, "--role", "city"]);

        Assert.AreEqual(2, run.Status);
        StringAssert.Contains(run.Error, "已经存在");
        Assert.AreEqual("", run.Output);
    }

    [TestMethod]
    [DataRow("user add lili --role county", "必须用 --region 指定 6 位地区代码")]
    [DataRow("user add lili --role county --region 320583100", "应为 6 位")]
    [DataRow("user add lili --role township --region 320583", "应为 9 位")]
    [DataRow("user add lili --role county --region 999999", "不存在")]
    [DataRow("user add lili --role enterprise", "必须用 --enterprise")]
    [DataRow("user add lili --role enterprise --enterprise 913205830000000000", "无效")]
    [DataRow("user add lili --role enterprise --enterprise 91320583MA99999992", "不在名册中")]
    [DataRow("user add lili --role city --enterprise 91320583MA99999992", "只有 enterprise 角色可以带 --enterprise")]
    [DataRow("user add lili --role city --agent", "只有 enterprise 角色可以带 --agent")]
    [DataRow("user add l --role city", "用户名应为 3 至 64 个字符")]
    [DataRow("user add li/li --role city", "用户名只能使用")]
    [DataRow("user add lili --role king", "king")]
    [DataRow("user add lili", "--role")]
    [DataRow("user add lili --role city --bogus", "--bogus")]
    [DataRow("nosuch", "nosuch")]
    [DataRow("--bogus", "--bogus")]
    public async Task Bad_arguments_exit_2_and_say_why(string line, string sentence)
    {
        await using var database = await TestDatabase.CreateAsync();

        var run = await CommandRun.OfAsync(database, line.Split(' '));

        Assert.AreEqual(2, run.Status);
        StringAssert.Contains(run.Error, sentence);
        Assert.AreEqual("", run.Output);
        Assert.AreEqual(0, await database.ScalarAsync<int>("SELECT COUNT(*) FROM Account"));
    }

    [TestMethod]
    public async Task A_weak_password_from_standard_input_is_refused_with_every_broken_rule()
    {
        await using var database = await TestDatabase.CreateAsync();

        var run = await CommandRun.OfAsync(database, ["user", "add", "wang", "--role", "city", "--password-stdin"], "wang1\n");

        Assert.AreEqual(2, run.Status);
        foreach (var sentence in PasswordProfile.Dengbao.Sentences.Take(4))
            StringAssert.Contains(run.Error, sentence);
    }

    [TestMethod]
    [DataRow("--help")]
    [DataRow("migrate --help")]
    [DataRow("user --help")]
    [DataRow("user add --help")]
    public async Task Help_is_a_result_and_touches_nothing(string line)
    {
        await using var database = TestDatabase.Empty();

        var run = await CommandRun.OfAsync(database, line.Split(' '));

        Assert.AreEqual(0, run.Status);
        Assert.AreNotEqual("", run.Output);
        Assert.AreEqual("", run.Error);
        Assert.IsEmpty(Directory.GetFiles(database.Folder));
    }

    [TestMethod]
    public async Task A_verb_migrates_an_empty_database_first_unless_told_not_to()
    {
        await using var database = TestDatabase.Empty();

        var refused = await CommandRun.OfAsync(database, ["user", "add", "zhang", "--role", "city", "--Database:Migrate=false"]);
        var made = await CommandRun.OfAsync(database, ["user", "add", "zhang", "--role", "city"]);

        Assert.AreEqual(3, refused.Status);
        Assert.AreEqual(0, made.Status, made.Error);
    }
}
