using System.Text.Json;
using System.Text.Json.Nodes;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Imports;

/// <summary>The real-shaped workbook of a district office, through the command line, held against what must come out.</summary>
[TestClass]
public sealed class SampleImportTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Samples");

    private static readonly string Workbook = Path.Combine(Folder, "kunshan-2026.xlsx");

    private static readonly JsonNode Expected = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "kunshan-2026.expected.json")))!;

    [TestMethod]
    public async Task The_sample_gives_exactly_what_is_expected()
    {
        await using var test = await TestDatabase.CreateAsync();

        var (status, answer) = await ImportAsync(test);

        Assert.AreEqual(1, status);
        Assert.AreEqual((int)Expected["enterprises"]!, (int)answer["enterprises"]!["total"]!);
        Assert.AreEqual((int)Expected["accepted"]!, (int)answer["enterprises"]!["new"]!);
        Assert.AreEqual((int)Expected["refused"]!, (int)answer["enterprises"]!["refused"]!);
        Assert.AreEqual(await test.ScalarAsync<int>("SELECT COUNT(*) FROM RiskItem"), (int)answer["risks"]!["accepted"]!);
        foreach (var (code, expected) in Expected["perEnterprise"]!.AsObject())
            await AssertEnterpriseAsync(test, code, expected!);
    }

    [TestMethod]
    public async Task Each_fault_is_found_where_it_is()
    {
        await using var test = await TestDatabase.CreateAsync();

        var (_, answer) = await ImportAsync(test);

        var problems = answer["problems"]!.AsArray();
        Assert.AreEqual((int)Expected["orphanRiskRows"]!, problems.Count(p => (string)p!["code"]! == "UNKNOWN_ENTERPRISE"));
        foreach (var (code, count) in Expected["refusedByCode"]!.AsObject().Where(c => c.Key != "RANGE"))
            Assert.AreEqual((int)count!, problems.Count(p => (string)p!["code"]! == code && (string)p["sheet"]! == "企业信息"), code);
        Assert.AreEqual((int)Expected["refusedByCode"]!["RANGE"]!, problems.Count(p => (string)p!["code"]! == "RANGE" && (string)p["column"]! == "L"));

        var phone = problems.Single(p => (int)p!["row"]! == 206)!;
        Assert.AreEqual("联系电话", (string)phone["column"]!);
        Assert.AreEqual("“联系电话”不能为空，请填写。", (string)phone["message"]!);
    }

    [TestMethod]
    public async Task A_second_time_changes_nothing_and_says_so()
    {
        await using var test = await TestDatabase.CreateAsync();
        await ImportAsync(test);
        var before = await StateAsync(test);

        var (status, answer) = await ImportAsync(test);

        Assert.AreEqual(1, status);
        Assert.AreEqual((int)Expected["accepted"]!, (int)answer["enterprises"]!["unchanged"]!);
        Assert.AreEqual(0, (int)answer["enterprises"]!["new"]! + (int)answer["enterprises"]!["changed"]!);
        Assert.AreEqual(before, await StateAsync(test));
        StringAssert.Contains(await test.ScalarAsync<string>("SELECT Message FROM ImportJob WHERE Id = 2"), "没有写入任何变化");
    }

    [TestMethod]
    public async Task A_dry_run_tells_the_same_and_writes_nothing()
    {
        await using var test = await TestDatabase.CreateAsync();

        var (status, answer) = await ImportAsync(test, "--dry-run");

        Assert.AreEqual(1, status);
        Assert.AreEqual((int)Expected["accepted"]!, (int)answer["enterprises"]!["new"]!);
        Assert.AreEqual(0, await test.ScalarAsync<int>("SELECT COUNT(*) FROM Enterprise"));
        Assert.AreEqual(0, await test.ScalarAsync<int>("SELECT COUNT(*) FROM Declaration"));
    }

    [TestMethod]
    public async Task All_or_nothing_takes_nothing_where_something_is_wrong()
    {
        await using var test = await TestDatabase.CreateAsync();

        var (status, answer) = await ImportAsync(test, "--accept", "all");

        Assert.AreEqual(1, status);
        Assert.AreEqual((int)Expected["enterprises"]!, (int)answer["enterprises"]!["refused"]!);
        Assert.AreEqual(0, await test.ScalarAsync<int>("SELECT COUNT(*) FROM Enterprise"));
    }

    [TestMethod]
    public async Task What_the_enterprise_filed_itself_is_not_overwritten()
    {
        await using var test = await TestDatabase.CreateAsync();
        await ImportAsync(test);
        const string Code = "91320583MAKLL90D8F";
        await test.ScalarAsync<int>("UPDATE Declaration SET Source = 1, HasMajorRisk = 0 WHERE CreditCode = @Code; SELECT 0", new { Code });

        var (_, answer) = await ImportAsync(test);

        var problem = answer["problems"]!.AsArray().Single(p => (string)p!["value"]! == Code)!;
        Assert.AreEqual("ALREADY_FILED", (string)problem["code"]!);
        Assert.AreEqual(1, await test.ScalarAsync<int>("SELECT Source FROM Declaration WHERE CreditCode = @Code", new { Code }));
    }

    [TestMethod]
    public async Task Another_county_takes_none_of_it()
    {
        await using var test = await TestDatabase.CreateAsync();

        var run = await CommandRun.OfAsync(test, ["import", Workbook, "--region", "320581", "--json"]);

        Assert.AreEqual(1, run.Status, run.Error);
        Assert.AreEqual(0, await test.ScalarAsync<int>("SELECT COUNT(*) FROM Enterprise"));
    }

    [TestMethod]
    [DataRow("--region", "999999", "没有代码为“999999”的地区")]
    [DataRow("--region", "320583", "年度 1999 无效", "--year", "1999")]
    public async Task Bad_arguments_are_answered_and_leave_no_job(string option, string value, string sentence, params string[] more)
    {
        await using var test = await TestDatabase.CreateAsync();

        var run = await CommandRun.OfAsync(test, ["import", Workbook, option, value, .. more]);

        Assert.AreEqual(2, run.Status);
        StringAssert.Contains(run.Error, sentence);
        Assert.AreEqual(0, await test.ScalarAsync<int>("SELECT COUNT(*) FROM ImportJob"));
    }

    private static async Task AssertEnterpriseAsync(TestDatabase test, string code, JsonNode expected)
    {
        var colour = (string?)expected["colour"] switch { "blue" => 1, "yellow" => 2, "orange" => 3, "red" => 4, _ => 0 };
        var stored = await test.ScalarAsync<int?>("SELECT Colour FROM Declaration WHERE CreditCode = @Code AND Year = 2026 AND Status = 2", new { Code = code }) ?? 0;
        Assert.AreEqual(colour, stored, code);
        if (colour == 0)
            return;

        var risks = await test.ScalarAsync<int>(
            "SELECT COUNT(*) FROM RiskItem i JOIN Declaration d ON d.Id = i.DeclarationId WHERE d.CreditCode = @Code AND i.Reason <> '' AND i.RuleName LIKE '2021-A/%'", new { Code = code });
        Assert.AreEqual((int)expected["risks"]!, risks, code);
    }

    private static async Task<(int Status, JsonNode Answer)> ImportAsync(TestDatabase test, params string[] more)
    {
        var run = await CommandRun.OfAsync(test, ["import", Workbook, "--region", "320583", "--year", "2026", "--json", .. more]);
        return (run.Status, JsonNode.Parse(run.Output) ?? throw new JsonException(run.Error));
    }

    /// <summary>Everything an import could touch.</summary>
    private static async Task<string> StateAsync(TestDatabase test) => string.Join(' ',
        await test.ScalarAsync<int>("SELECT COUNT(*) FROM Enterprise"),
        await test.ScalarAsync<string>("SELECT MAX(ChangedAt) FROM Enterprise"),
        await test.ScalarAsync<int>("SELECT SUM(Version) FROM Declaration"),
        await test.ScalarAsync<string>("SELECT MAX(ChangedAt) FROM Declaration"),
        await test.ScalarAsync<int>("SELECT COUNT(*) FROM RiskItem"),
        await test.ScalarAsync<int>("SELECT COUNT(*) FROM DeclarationEvent"));
}
