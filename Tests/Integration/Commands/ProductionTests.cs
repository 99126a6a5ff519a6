using RiskReport.Tests.Support;
using RiskReport.Web.Commands;

namespace RiskReport.Tests.Integration.Commands;

/// <summary>An installation in earnest begins without any account that a stranger could know.</summary>
[TestClass]
public sealed class ProductionTests
{
    [TestMethod]
    public async Task In_production_there_is_no_account_that_nobody_made_and_no_demonstration()
    {
        await using var database = TestDatabase.Empty();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await using (var program = ProgramProcess.Start(database, environment: "Production"))
        {
            using var client = new HttpClient { BaseAddress = await program.AddressAsync(patience.Token) };
            Assert.IsNotNull((await client.PageAsync("/signin")).QuerySelector("[name=Password]"));
        }

        var error = new StringWriter();
        var status = await CommandLine.RunAsync(
            ["seed", "demo", "--environment=Production", $"--ConnectionStrings:RiskReport={database.Database.ConnectionString}", $"--Storage:Folder={database.Folder}"],
            TextReader.Null, TextWriter.Null, error);

        Assert.AreEqual(2, status);
        StringAssert.Contains(error.ToString(), "不能加入示例企业和示例账户");
        Assert.AreEqual(0, await database.ScalarAsync<int>("SELECT COUNT(*) FROM Account") + await database.ScalarAsync<int>("SELECT COUNT(*) FROM Enterprise"));
    }
}
