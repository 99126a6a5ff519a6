using System.Net;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Web;

/// <summary>What others do while a change is on its way: an import, an office elsewhere, one that is late, fifty at once.</summary>
[TestClass]
public sealed class ChangeMeanwhileTests
{
    [TestMethod]
    [DataRow("change", "该企业正在变更已接受的报告，导入不予覆盖")]
    [DataRow("write-off", "该企业已申请核销，导入不予覆盖")]
    [DataRow("written off", "该企业已核销，导入不予办理")]
    public async Task An_import_leaves_alone_what_is_on_its_way(string what, string sentence)
    {
        await using var app = await TestApp.StartAsync();
        var filer = await ChangedReport.AcceptedAsync(app);
        await app.Database.ScalarAsync<int>(what switch
        {
            "change" => "UPDATE Declaration SET PendingType = 3, PendingStatus = 1; SELECT 0",
            "write-off" => "UPDATE Declaration SET PendingType = 5, PendingStatus = 2; SELECT 0",
            _ => "UPDATE Declaration SET Status = 5; SELECT 0",
        });
        var office = await app.SignedInAsync(Role.Township);

        var import = await office.ImportAsync(app, ImportFile.OfNil(await app.Database.ScalarAsync<string>("SELECT CreditCode FROM Enterprise")));

        StringAssert.Contains((await office.PageAsync(import)).Body!.TextContent, sentence);
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM DeclarationVersion"));
        Assert.AreEqual("昆山样板机械有限公司", await app.Database.ScalarAsync<string>("SELECT Name FROM Enterprise"));
    }

    [TestMethod]
    public async Task An_unfinished_change_keeps_no_office_from_reopening_and_its_draft_goes_on()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await ChangedReport.AcceptedAsync(app);
        await filer.BeginChangeAsync();
        await (await ReportForm.OpenAsync(filer.Client)).With(("Basics.Address", "改到一半")).SaveAsync(filer.Client);
        var county = await app.SignedInAsync(Role.County);

        using var reopened = await county.DecideAsync(filer, "reopen", ("reasons[0].message", "抽查发现不实"), ("dueOn", "2026-12-10"));

        Assert.AreEqual(HttpStatusCode.Redirect, reopened.StatusCode);
        Assert.AreEqual("3", await app.Database.ScalarAsync<string>("SELECT CONCAT(Status, PendingType) FROM Declaration"));
        Assert.AreEqual("改到一半", (await ReportForm.OpenAsync(filer.Client))["Basics.Address"]);
        Assert.AreEqual("已退回，尚未重新提交", await app.VerifiedAsync(1));
    }

    [TestMethod]
    public async Task An_old_change_sets_back_neither_a_newer_roll_nor_the_township()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await ChangedReport.AcceptedAsync(app);
        await filer.BeginChangeAsync();
        await (await ReportForm.OpenAsync(filer.Client)).With(("Basics.Phone", "0512-57000001"), ("Committed", "true")).SubmitAsync(filer.Client);
        await app.Database.ScalarAsync<int>("""
            UPDATE Enterprise SET Phone = '0512-57999999', TownshipCode = '320583101';
            UPDATE Declaration SET TownshipCode = '320583101';
            INSERT INTO Declaration (EnterpriseId, Year, TownshipCode, Scale, Name, CreditCode, Status, Colour, RuleSet, SubmittedAt, Basics, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
            SELECT EnterpriseId, 2027, TownshipCode, Scale, Name, CreditCode, 2, Colour, RuleSet, SubmittedAt, Basics, ChangedAt, ChangedBy, ChangedFrom, ChangeReason FROM Declaration;
            SELECT 0
            """);
        var county = await app.SignedInAsync(Role.County);

        using var accepted = await county.DecideAsync(filer, "accept");

        Assert.AreEqual(HttpStatusCode.Redirect, accepted.StatusCode, await accepted.Content.ReadAsStringAsync());
        Assert.AreEqual("0512-57999999 320583101", await app.Database.ScalarAsync<string>("SELECT CONCAT(Phone, ' ', TownshipCode) FROM Enterprise"));
        StringAssert.Contains(await app.Database.ScalarAsync<string>("SELECT Basics FROM Declaration WHERE Year = 2026"), "0512-57000001");
    }

    [TestMethod]
    public async Task The_inbox_does_not_show_the_old_main_risk_beside_the_new_colour()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await ChangedReport.AcceptedAsync(app);
        await filer.BeginChangeAsync();
        await (await ReportForm.OpenAsync(filer.Client)).With(("Items[0].Name", "新的风险"), ("Items[0].LEC.C", "100"), ("Committed", "true")).SubmitAsync(filer.Client);

        var row = (await (await app.SignedInAsync(Role.Township)).PageAsync("/reviews")).QuerySelector(".waiting tbody tr")!;

        Assert.IsNotNull(row.QuerySelector(".risk-red"));
        Assert.DoesNotContain("行车吊物坠落", row.TextContent);
    }

    [TestMethod]
    public async Task Fifty_submits_of_one_change_leave_one_receipt_and_fifty_acceptances_one_report()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await ChangedReport.AcceptedAsync(app);
        await filer.BeginChangeAsync();
        var form = await (await ReportForm.OpenAsync(filer.Client)).With(("Items[0].LEC.C", "100"), ("Committed", "true")).SaveAsync(filer.Client);

        await form.PressAsync(filer.Client, 50);
        Assert.AreEqual(2, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM DeclarationVersion"));
        var office = await app.SignedInAsync(Role.Township);
        var token = await office.TokenAsync(ChangedReport.Address(filer));
        var version = await app.Database.ScalarAsync<int>("SELECT Version FROM Declaration");
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => office.PostAsync(ChangedReport.Address(filer) + "/accept",
            new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("version", $"{version}")]))));

        Assert.AreEqual("4 4 1800", await app.ChangedStateAsync());
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RiskItem"));
        Assert.AreEqual(2, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM DeclarationEvent WHERE Status = 4"));
    }

    [TestMethod]
    public async Task Neither_an_office_elsewhere_nor_one_with_an_old_page_decides_about_a_change()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await ChangedReport.AcceptedAsync(app);
        await filer.BeginChangeAsync();
        await (await ReportForm.OpenAsync(filer.Client)).With(("Items[0].LEC.C", "100"), ("Committed", "true")).SubmitAsync(filer.Client);
        var elsewhere = await app.SignedInAsync(Role.Township, "320581001");
        var version = await app.Database.ScalarAsync<int>("SELECT Version FROM Declaration");

        using var foreign = await elsewhere.SubmitAsync("/reviews", ChangedReport.Address(filer) + "/accept", ("version", $"{version}"));
        using var stale = await (await app.SignedInAsync(Role.Township)).SubmitAsync(ChangedReport.Address(filer), ChangedReport.Address(filer) + "/accept", ("version", $"{version - 1}"));

        Assert.AreEqual(HttpStatusCode.NotFound, foreign.StatusCode);
        Assert.AreEqual(HttpStatusCode.UnprocessableEntity, stale.StatusCode);
        Assert.AreEqual("4 3 270", await app.ChangedStateAsync());
    }
}
