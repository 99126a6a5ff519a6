using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Regrading;

/// <summary>A report that is filed anew after a simulation has other risks than the simulation saw.</summary>
[TestClass]
public sealed class ReplacedItemTests
{
    [TestMethod]
    public async Task A_reason_never_speaks_of_another_colour_than_its_row()
    {
        await using var app = await TestApp.StartAsync();
        var code = Enterprises.NewCreditCode();
        var client = await app.SignedInAsync(Role.County);
        await client.ImportAsync(app, new ImportFile().Enterprise(code).Risk(code, ("评估方法", "LS"), ("L", 3), ("S", 4)).Bytes());
        var simulation = await client.SimulateAsync(app, "2021-B");
        Assert.HasCount(1, (await client.PageAsync(simulation)).Changes());

        await client.ImportAsync(app, new ImportFile().Enterprise(code).Risk(code, ("评估方法", "LS"), ("L", 1), ("S", 1)).Bytes(), "更正.xlsx");

        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT Colour FROM Declaration WHERE CreditCode = @Code", new { Code = code }));
        foreach (var line in (await client.PageAsync(simulation)).Changes())
            Assert.DoesNotContain("判定为低(蓝)", line);
    }
}
