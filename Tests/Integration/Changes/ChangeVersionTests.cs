using RiskReport.Data;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Changes;

/// <summary>Status, colour, number and hash of an entry belong to one and the same version: that in force, but where the change itself is told of.</summary>
[TestClass]
public sealed class ChangeVersionTests
{
    private const string Last = """
        SELECT CONCAT(c.Kind, ' ', c.Version, ' ', c.Status, ' ', c.Colour, ' ', (SELECT v.Number FROM DeclarationVersion v WHERE v.ContentSha256 = c.ContentSha256 AND v.Code = c.Code))
        FROM ReportChange c ORDER BY c.Number DESC LIMIT 1
        """;

    private const string Change = "SELECT CONCAT(COALESCE(PendingType, '-'), ' ', COALESCE(PendingStatus, '-'), ' ', COALESCE(Pending, '-')) FROM Declaration";

    [TestMethod]
    public async Task A_change_that_waits_or_was_given_up_lends_its_number_to_nothing_else()
    {
        await using var app = await TestApp.StartAsync();
        var watch = new AuditWatch(app.Database);
        var life = await ReportLife.BeginAsync(app, Enterprises.NewCreditCode());
        await life.FileFirstAsync();
        await life.AcceptAsync();
        await life.BeginChangeAsync();

        await life.FileWorseAsync();
        await LastIsAsync("6 2 4 3 2");   // changeFiled: the change, while the orange report is in force
        await life.ReturnAsync();
        await LastIsAsync("7 2 4 3 2");
        await life.AskWriteOffAsync();
        await LastIsAsync("10 1 4 3 1");
        Assert.AreEqual(await HashAsync(1), (await watch.SinceAsync(0))[^1].HashAfter);
        await life.RefuseWriteOffAsync();
        await LastIsAsync("11 1 4 3 1");
        Assert.AreEqual("3 3 3 1", await app.Database.ScalarAsync<string>(
            "SELECT CONCAT(PendingType, ' ', PendingStatus, ' ', PendingColour - 1, ' ', Pending LIKE '{\"Facts%') FROM Declaration"), "the change that was returned goes on");
        await life.FileWorseAsync();
        await LastIsAsync("6 3 4 3 3");
        await life.ReturnAsync();
        await life.WithdrawAsync();
        await LastIsAsync("9 1 4 3 1");
        await life.BeginChangeAsync();
        await life.FileWorseAsync();
        await life.AcceptAsync();
        await LastIsAsync("8 4 4 4 4");

        // what entries said before this held is put right where nothing later says so
        await app.Database.ExecuteAsync("UPDATE ReportChange SET Version = 9, Code = 'X', ContentSha256 = 'Y' WHERE Kind IN (4, 6, 9)");
        await app.Database.ExecuteAsync(await ScriptAsync("0032-feed-versions"));
        Assert.AreEqual("4:4:4 6:9: 6:9: 6:9: 9:4:4", await app.Database.ScalarAsync<string>("""
            SELECT GROUP_CONCAT(Line, ' ') FROM (
                SELECT CONCAT(c.Kind, ':', c.Version, ':', (SELECT v.Number FROM DeclarationVersion v WHERE v.ContentSha256 = c.ContentSha256 AND v.Code = c.Code)) AS Line
                FROM ReportChange c WHERE c.Kind IN (4, 6, 9) ORDER BY c.Kind, c.Number)
            """));

        async Task LastIsAsync(string expected) => Assert.AreEqual(expected, await app.Database.ScalarAsync<string>(Last));

        Task<string> HashAsync(int number) => app.Database.ScalarAsync<string>("SELECT ContentSha256 FROM DeclarationVersion WHERE Number = @Number", new { Number = number });
    }

    [TestMethod]
    public async Task What_is_reopened_is_what_was_accepted_whatever_change_was_given_up_before()
    {
        await using var app = await TestApp.StartAsync();
        var life = await ReportLife.BeginAsync(app, Enterprises.NewCreditCode());
        await life.FileFirstAsync();
        await life.AcceptAsync();
        await life.BeginChangeAsync();
        await life.FileWorseAsync();
        await life.ReturnAsync();
        await life.WithdrawAsync();
        Assert.AreEqual("有效；变更已放弃，原报告有效", await WordsAsync());

        await life.ReopenAsync();
        await LastIsAsync("5 1 3 3 1");
        Assert.AreEqual("已退回，尚未重新提交；变更已放弃，原报告已退回", await WordsAsync());
        var page = (await (await app.SignedInAsync(Role.County)).PageAsync(life.Address)).QuerySelector("main")!.InnerHtml;
        StringAssert.Contains(page, await CodeAsync(1));

        await life.FileWorseAsync();
        await LastIsAsync("2 3 2 4 3");
        await life.AcceptAsync();
        await LastIsAsync("4 3 4 4 3");
        Assert.AreEqual("已被新报告替代；已被新报告替代；有效", await WordsAsync());

        await life.ReopenAsync();
        await life.AskWriteOffAsync();
        await life.AcceptAsync();
        await LastIsAsync("12 3 5 4 3");
        await life.RestoreAsync();
        await LastIsAsync("13 3 3 4 3");

        async Task LastIsAsync(string expected) => Assert.AreEqual(expected, await app.Database.ScalarAsync<string>(Last));

        Task<string> CodeAsync(int number) => app.Database.ScalarAsync<string>("SELECT Code FROM DeclarationVersion WHERE Number = @Number", new { Number = number });

        async Task<string> WordsAsync()
        {
            var words = new List<string>();
            for (var number = 1; number <= await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM DeclarationVersion"); number++)
                words.Add((await app.Anonymous().PageAsync($"/verify/{await CodeAsync(number)}")).QuerySelector(".verdict strong")!.TextContent);
            return string.Join('；', words);
        }
    }

    [TestMethod]
    public async Task A_write_off_that_comes_to_nothing_leaves_the_change_that_was_under_way()
    {
        await using var app = await TestApp.StartAsync();
        var life = await ReportLife.BeginAsync(app, Enterprises.NewCreditCode());
        await life.FileFirstAsync();
        await life.AcceptAsync();
        await life.BeginChangeAsync();
        await life.TypeAsync("21");

        await life.AskWriteOffAsync();
        await life.WithdrawWriteOffAsync();
        await StandsAsync();
        await life.AskWriteOffAsync();
        await life.RefuseWriteOffAsync();
        await StandsAsync();

        await life.WithdrawAsync();
        Assert.AreEqual("- - -", await app.Database.ScalarAsync<string>(Change));

        async Task StandsAsync()
        {
            Assert.AreEqual("3 1 -", await app.Database.ScalarAsync<string>(Change));
            StringAssert.Contains(await app.Database.ScalarAsync<string>("SELECT Draft FROM Declaration"), "\"Employees\":\"21\"");
        }
    }

    [TestMethod]
    public async Task What_an_undone_import_leaves_unfiled_has_no_hash_and_is_filed_for_the_first_time_again()
    {
        await using var app = await TestApp.StartAsync();
        var watch = new AuditWatch(app.Database);
        var code = Enterprises.NewCreditCode();
        var filer = await Filer.SignedInAsync(app, creditCode: code);
        var office = await app.SignedInAsync(Role.County);
        var import = await office.ImportAsync(app, new ImportFile().Enterprise(code, cells: ("有无较大以上风险", "无")).Bytes());
        await LastIsAsync("1 1 2 1 1");
        using var undone = await office.DecideAsync(import, "undo", ("reason", "错误的文件"));
        await app.WorkAsync();

        await LastIsAsync("14 1 0  ");
        var entry = (await watch.SinceAsync(0))[^1];
        Assert.AreEqual(($"{code}/2026/1", await app.Database.ScalarAsync<string>("SELECT ContentSha256 FROM DeclarationVersion"), ""), (entry.Subject, entry.HashBefore, entry.HashAfter));

        await (await ReportForm.OpenAsync(filer.Client)).Nil().SubmitAsync(filer.Client);
        await LastIsAsync("1 2 2 1 2");
        Assert.AreEqual("", (await watch.SinceAsync(0))[^1].HashBefore, "the void version was not there before it");

        async Task LastIsAsync(string expected) => Assert.AreEqual(expected, await app.Database.ScalarAsync<string>(Last));
    }

    private static async Task<string> ScriptAsync(string name)
    {
        using var reader = new StreamReader(typeof(Migrations).Assembly.GetManifestResourceStream($"migrations/{name}.sql")!);
        return await reader.ReadToEndAsync();
    }
}
