using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Imports;

/// <summary>A workbook that does not ask for what the form asks must not empty it.</summary>
[TestClass]
public sealed class KeptDetailsTests
{
    [TestMethod]
    public async Task What_the_workbook_has_no_column_for_stays_and_the_second_time_nothing_changes()
    {
        await using var app = await TestApp.StartAsync();
        var code = Enterprises.NewCreditCode();
        await Filer.SignedInAsync(app, creditCode: code);
        await app.Database.ScalarAsync<int>("""
            UPDATE Enterprise SET SpecialWorkers = 7, UsableArea = 1200.5, LithiumBattery = 1, Sheets = '{"ByKey":{"BatteryWork":"储存","BatteryRooms":"1"}}'; SELECT 0
            """);
        var office = await app.SignedInAsync(Role.Township);

        await office.ImportAsync(app, ImportFile.OfNil(code));
        var again = await office.ImportAsync(app, ImportFile.OfNil(code));

        Assert.AreEqual("7 1200.5 1 {\"ByKey\":{\"BatteryRooms\":\"1\",\"BatteryWork\":\"储存\"}}",
            await app.Database.ScalarAsync<string>("SELECT CONCAT(SpecialWorkers, ' ', UsableArea, ' ', LithiumBattery, ' ', Sheets) FROM Enterprise"));
        StringAssert.Contains(await app.Database.ScalarAsync<string>("SELECT Basics FROM Declaration"), "储存");
        StringAssert.Contains((await office.PageAsync(again)).QuerySelector(".alert")!.TextContent, "没有任何变化");
    }

    [TestMethod]
    public async Task What_a_workbook_denies_takes_its_answers_along()
    {
        await using var app = await TestApp.StartAsync();
        var code = Enterprises.NewCreditCode();
        await Filer.SignedInAsync(app, creditCode: code);
        await app.Database.ScalarAsync<int>("""UPDATE Enterprise SET LithiumBattery = 1, Sheets = '{"ByKey":{"BatteryWork":"储存"}}'; SELECT 0""");

        await (await app.SignedInAsync(Role.Township)).ImportAsync(app, new ImportFile().Enterprise(code, cells: ("锂电", "否")).Bytes());

        Assert.AreEqual("0", await app.Database.ScalarAsync<string>("SELECT CONCAT(LithiumBattery, Sheets) FROM Enterprise"));
    }

    [TestMethod]
    public async Task The_new_columns_are_read_where_a_workbook_has_them()
    {
        await using var app = await TestApp.StartAsync();
        var code = Enterprises.NewCreditCode();
        var office = await app.SignedInAsync(Role.Township);

        await office.ImportAsync(app, new ImportFile().Enterprise(code, cells: [("特种作业人数", 5), ("使用面积(平方米)", "1,200.5"), ("污水处理", "否"), ("上年在职人数", 40), ("上年进入人数", 5), ("上年离开人数", 9)]).Bytes());

        Assert.AreEqual("5 1200.5 0", await app.Database.ScalarAsync<string>("SELECT CONCAT(SpecialWorkers, ' ', UsableArea, ' ', Wastewater) FROM Enterprise"));
        var report = await office.PageAsync("/enterprises/1/declarations/2026");
        StringAssert.Contains(report.Body!.TextContent, "-10%", "more left than came");
    }
}
