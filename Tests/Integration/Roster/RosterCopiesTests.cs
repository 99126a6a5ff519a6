using Dapper;
using RiskReport.Data.Roster;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Roster;

/// <summary>What the roster repeats of the roll and of the risks, and what it has counted, is what a recount says.</summary>
[TestClass]
public sealed class RosterCopiesTests
{
    private const string Recount = """
        SELECT COUNT(*) FROM (
            SELECT Year, TownshipCode, Status, Colour, Scale, Type, DivisionCode, OwedSince, COUNT(*) AS n, SUM(RedItems) AS r, SUM(OrangeItems) AS o, SUM(YellowItems) AS y, SUM(BlueItems) AS b
            FROM Declaration GROUP BY Year, TownshipCode, Status, Colour, Scale, Type, DivisionCode, OwedSince
            EXCEPT
            SELECT Year, TownshipCode, Status, Colour, Scale, Type, DivisionCode, OwedSince, Enterprises, RedItems, OrangeItems, YellowItems, BlueItems FROM TownshipSummary) d
        """;

    private const string Counted = "SELECT SUM(Enterprises) FROM TownshipSummary";

    private const string RecountOfDays = """
        SELECT COUNT(*) FROM (
            SELECT Year, TownshipCode, FiledOn, Scale, OwedSince, COUNT(*) AS n FROM Declaration WHERE Status IN (2, 4) GROUP BY Year, TownshipCode, FiledOn, Scale, OwedSince
            EXCEPT
            SELECT Year, TownshipCode, FiledOn, Scale, OwedSince, Enterprises FROM DailyFiling) d
        """;

    private const string CountedDays = "SELECT SUM(Enterprises) FROM DailyFiling";
    private const string Filed = "SELECT COUNT(*) FROM Declaration WHERE Status IN (2, 4)";

    private const string Differing = """
        SELECT COUNT(*) FROM Declaration d JOIN Enterprise e ON e.Id = d.EnterpriseId
        WHERE d.TownshipCode <> e.TownshipCode OR d.Name <> e.Name OR d.CreditCode <> e.CreditCode
           OR ((d.Scale <> e.Scale OR d.IndustryCode <> e.IndustryCode OR d.DivisionCode <> e.DivisionCode)
            AND NOT EXISTS (SELECT 1 FROM Declaration n WHERE n.EnterpriseId = d.EnterpriseId AND n.Year > d.Year)) OR d.SafetyOfficer <> e.SafetyOfficer
           OR d.SpecialSubjects <> (CASE WHEN e.CombustibleDust = 1 THEN 1 ELSE 0 END + CASE WHEN e.AmmoniaRefrigeration = 1 THEN 2 ELSE 0 END
            + CASE WHEN e.MetalSmelting = 1 THEN 4 ELSE 0 END + CASE WHEN e.DeepWellCasting = 1 THEN 8 ELSE 0 END
            + CASE WHEN e.ConfinedSpace = 1 THEN 16 ELSE 0 END + CASE WHEN e.SprayPainting = 1 THEN 32 ELSE 0 END
            + CASE WHEN e.Wastewater = 1 THEN 64 ELSE 0 END + CASE WHEN e.LithiumBattery = 1 THEN 128 ELSE 0 END)
           OR d.CellX IS NOT CASE WHEN e.Latitude IS NULL THEN NULL ELSE CAST(ROUND(e.Longitude * 1000000, 0) AS BIGINT) / 10500 END
           OR d.CellY IS NOT CASE WHEN e.Longitude IS NULL THEN NULL ELSE CAST(ROUND(e.Latitude * 1000000, 0) AS BIGINT) / 9000 END
        """;

    [TestMethod]
    public async Task After_filing_importing_undoing_and_moving_they_are_equal()
    {
        await using var app = await TestApp.StartAsync();
        await CommandRun.OfAsync(app.Database, ["seed", "city", "--enterprises", "60", "--year", "2026"]);
        await AssertEqualAsync(app.Database);

        var office = await app.SignedInAsync(Role.County);
        var address = await office.ImportAsync(app, await File.ReadAllBytesAsync(Importing.Sample));
        await AssertEqualAsync(app.Database);
        using var undo = await office.DecideAsync(address, "undo", ("Reason", "测试撤销"));
        await app.WorkAsync();
        Assert.IsGreaterThan(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM ImportOutcome WHERE Undone = 1"));
        await AssertEqualAsync(app.Database);

        await using (var connection = await app.Database.Database.OpenAsync(CancellationToken.None))
        {
            await connection.ExecuteAsync("UPDATE Declaration SET TownshipCode = (SELECT MAX(Code) FROM Region), Status = 3, Colour = 4, RedItems = 5 WHERE Id IN (SELECT Id FROM Declaration WHERE Status = 2 LIMIT 3)");
            await connection.ExecuteAsync("UPDATE Declaration SET OwedSince = '2026-09-01 00:00:00', FiledOn = '2026-09-02 00:00:00' WHERE Id IN (SELECT Id FROM Declaration WHERE Status = 4 LIMIT 5)");
            await connection.ExecuteAsync("UPDATE Declaration SET Status = 5 WHERE Id IN (SELECT Id FROM Declaration WHERE Status = 4 LIMIT 2)");
            await connection.ExecuteAsync("DELETE FROM Declaration WHERE Id IN (SELECT d.Id FROM Declaration d WHERE d.Status = 0 AND d.Version = 0 LIMIT 2)");
        }

        await AssertCountedAsync(app.Database);
    }

    [TestMethod]
    public async Task What_was_filed_before_there_were_traits_is_read_once()
    {
        await using var test = await TestDatabase.CreateAsync();
        await CommandRun.OfAsync(test, ["seed", "city", "--enterprises", "40", "--year", "2026"]);
        const string sum = "SELECT SUM(Methods) + 1000 * SUM(AccidentTypes) FROM Declaration WHERE Status <> 1";
        var before = await test.ScalarAsync<long>(sum);
        await using (var connection = await test.Database.OpenAsync(CancellationToken.None))
            await connection.ExecuteAsync("UPDATE Declaration SET Methods = -1, AccidentTypes = -1 WHERE RedItems + OrangeItems + YellowItems + BlueItems > 0");

        await new RiskTraitsFill(test.Database).RunAsync(CancellationToken.None);

        Assert.AreEqual(before, await test.ScalarAsync<long>(sum));
        Assert.IsGreaterThan(0, before);
    }

    private static async Task AssertEqualAsync(TestDatabase test)
    {
        await AssertCountedAsync(test);
        Assert.AreEqual(0, await test.ScalarAsync<int>(Differing));
    }

    private static async Task AssertCountedAsync(TestDatabase test)
    {
        Assert.AreEqual(0, await test.ScalarAsync<int>(Recount));
        Assert.AreEqual(await test.ScalarAsync<long>("SELECT COUNT(*) FROM Declaration"), await test.ScalarAsync<long>(Counted));
        Assert.AreEqual(0, await test.ScalarAsync<int>(RecountOfDays));
        Assert.AreEqual(await test.ScalarAsync<long>(Filed), await test.ScalarAsync<long>(CountedDays));
    }
}
