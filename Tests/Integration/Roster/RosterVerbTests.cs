using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Roster;

/// <summary>The roster from the command line.</summary>
[TestClass]
public sealed class RosterVerbTests
{
    [TestMethod]
    [DataRow("xlsx")]
    [DataRow("csv")]
    [DataRow("pdf")]
    public async Task The_verb_writes_each_format_and_records_it(string format)
    {
        await using var test = await TestDatabase.CreateAsync();
        await CommandRun.OfAsync(test, ["seed", "city", "--enterprises", "30", "--year", "2026"]);
        var file = Path.Combine(test.Folder, "名册." + format);

        var run = await CommandRun.OfAsync(test, ["export", "roster", "--out", file, "--year", "2026", "--status", "submitted,accepted"]);

        Assert.AreEqual(0, run.Status, run.Error);
        Assert.IsGreaterThan(500, new FileInfo(file).Length);
        Assert.AreEqual(
            await test.ScalarAsync<int>("SELECT COUNT(*) FROM Declaration WHERE Status IN (2, 4)"),
            await test.ScalarAsync<int>("SELECT RowsMade FROM RosterExport"));
    }

    [TestMethod]
    [DataRow("名册.docx", "--year", "2026", "不支持扩展名")]
    [DataRow("名册.csv", "--year", "1999", "年度“1999”无效")]
    [DataRow("名册.csv", "--region", "999999", "地区“999999”无效")]
    [DataRow("名册.csv", "--colour", "purple", "企业风险等级“purple”无效")]
    [DataRow("名册.csv", "--status", "lost", "状态“lost”无效")]
    public async Task The_verb_refuses_what_it_does_not_know(string name, string option, string value, string sentence)
    {
        await using var test = await TestDatabase.CreateAsync();
        var file = Path.Combine(test.Folder, name);

        var run = await CommandRun.OfAsync(test, ["export", "roster", "--out", file, option, value]);

        Assert.AreEqual(2, run.Status);
        StringAssert.Contains(run.Error, sentence);
        Assert.IsFalse(File.Exists(file));
    }
}
