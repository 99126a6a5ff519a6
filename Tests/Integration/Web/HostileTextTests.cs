using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;
using Route = RiskReport.Tests.Support.Route;

namespace RiskReport.Tests.Integration.Web;

/// <summary>One hostile text goes in by the form, the workbook, the API and whatever persons write beside, and comes out of every page, file and letter as text.</summary>
[TestClass]
public sealed class HostileTextTests
{
    private const string Name = HostileText.Typed;

    /// <summary>As Excel writes what XML cannot hold.</summary>
    private static readonly string Cell = Name.Replace("\u001B", "_x001B_", StringComparison.Ordinal);

    /// <summary>Where it must be read, and every kind of file among them; a number is #.</summary>
    private static readonly string[] Places =
    [
        "/", "/accounts", "/analysis/movement", "/audit", "/declarations/#/result", "/declarations/#/report.pdf", "/declarations/#/versions/#.json",
        "/enterprises/#", "/enterprises/#/declarations/#", "/imports", "/imports/#", "/imports/#/annotated", "/imports/roll", "/inbox", "/map/companies", "/outputs/#", "/outputs/#/board.pdf",
        "/outputs/#/cards.pdf", "/outputs/#/list.pdf", "/outputs/#/list.xlsx", "/outputs/#/plans/#/plan.pdf", "/reminders/deliveries", "/reviews", "/roster", "/roster/export.csv",
        "/roster/export.xlsx", "/roster/exports/#/file", "/roster/views", "/api/v1/roster",
    ];

    [TestMethod]
    public async Task What_was_kept_comes_out_everywhere_as_text()
    {
        var faults = new ConcurrentQueue<string>();
        var shown = new List<HostileText>();
        await using var mail = new MailServer();
        await using var app = await mail.AppAsync(Workers.Remove);
        app.Between = () =>
        {
            var text = new HostileText(faults.Enqueue);
            shown.Add(text);
            return [new CookieContainerHandler(), text];
        };
        var township = await app.SignedInAsync(Role.Township);
        var county = await app.SignedInAsync(Role.County);
        var city = await app.SignedInAsync(Role.City);

        // by the workbook, of the year before and of this one, and once with something wrong
        var (owing, imported, refused) = (Enterprises.NewCreditCode(), Enterprises.NewCreditCode(), Enterprises.NewCreditCode());
        await county.ImportAsync(app, Workbook(owing).Bytes(), answers: ("Year", "2025"));
        await county.ImportAsync(app, Workbook(imported).Enterprise(refused, cells: [("企业名称", Cell), ("从业人数", Cell)]).Bytes(), "=cmd|<img src=x onerror=evil()>\u202E.xlsx");

        // by the form
        var filer = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).With([.. new[] { "Name", "Address", "LegalRepresentative", "SafetyOfficer", "MainProducts" }.Select(f => ($"Basics.{f}", Name))])
            .Filled(true, Texts.Aggregate(Risk.Lec("6", "6", "40"), (r, f) => r.With(f, Name))).SubmitAsync(filer.Client);

        // by the API
        var filed = Enterprises.NewCreditCode();
        await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship, filed);
        var system = await app.SystemAsync("grade roster.read declarations.read declarations.write changes.read");
        var risk = new[] { "name", "location", "consequence", "controls", "emergency", "department", "owner" }.Aggregate(ApiSample.Risk(), (r, f) => r.With(f, Name));
        using (var answer = await system.FileAsync(filed, ApiSample.Report(risk).With("basics.name", Name).With("basics.address", Name).With("basics.safetyOfficer", Name)))
            await answer.JsonAsync(HttpStatusCode.Created);
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(DISTINCT Name) FROM Declaration WHERE Status = 2 AND Year = 2026"), "however it came, it is kept alike");
        Assert.AreEqual(3, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Declaration WHERE Status = 2 AND Year = 2026"));

        // what persons write beside
        using (await filer.Client.UploadPlanAsync(TestPicture.Png(), Name)) { }
        var plan = await filer.Client.AddPlanAsync(app);
        using (await filer.Client.DrawAsync(plan, 0, 1, ("1", "", "5,5 20,5 20,15"))) { }
        using (await county.SaveViewAsync(Name, "?year=2026")) { }
        await county.AskForRosterAsync("?year=2026&q=" + Uri.EscapeDataString(Name.ReplaceLineEndings(" ")));
        await app.MakeRostersAsync();
        await ReturnAsync(app, township, imported);
        using (await city.SubmitAsync("/reminders/texts/asked", ("subject", "{企业名称}请报告"), ("body", "{企业名称}：\n请报告。"), ("reason", Name), ("version", "0"), ("keep", "true"))) { }
        var owner = await app.Database.ScalarAsync<long>("SELECT Id FROM Enterprise WHERE CreditCode = @owing", new { owing });
        await ReminderLife.MailboxAsync(app, await app.AddAccountAsync(Role.Enterprise, null, owner, name: "owing"), "owing@example.com");
        using (await township.SubmitAsync("/reminders", "/reminders/ask", ("confirmed", "true"))) { }
        await ReminderLife.WorkAsync(app);
        using (await app.Anonymous().SubmitAsync("/signin", ("UserName", Name), ("Password", Name))) { }
        var owed = app.Anonymous();
        await owed.SignInAsync("owing");

        var routes = Route.All(app);
        var auditor = await app.SignedInAsync(Role.Auditor);
        await Task.WhenAll(new[] { township, county, city, filer.Client, owed, auditor, await app.SignedInAsync(Role.Admin) }.Select(r => new SiteMap(routes, r).WalkAsync()));

        foreach (var (reader, address) in new[]
        {
            (county, "/roster/export.csv?year=2026&view=items"), (county, "/roster/export.pdf?year=2026"), (county, "/roster/export.xlsx?year=2026&view=items"), (auditor, "/audit/export.csv"), (auditor, "/audit/export.xlsx"), (filer.Client, plan + "/plan.pdf"),
            (system, "/api/v1/roster?year=2026"), (system, ApiSample.Declaration(filed)), (system, "/api/v1/changes"),
        })
        {
            (await reader.GetAsync(address)).Dispose();
        }

        Assert.IsEmpty(faults, string.Join('\n', faults.Distinct().Take(40)));
        Assert.IsEmpty(Places.Except(shown.SelectMany(s => s.Shown)), string.Join('\n', shown.SelectMany(s => s.Shown).Distinct().Order()));
        var letter = mail.Messages.Single();
        Assert.AreEqual("owing@example.com", letter.To.Mailboxes.Single().Address);
        Assert.IsFalse(letter.Headers.Contains("Bcc"));
        Assert.AreEqual(HostileText.Kept + "请报告", OutputSample.Plain(letter.Subject!));
        Assert.StartsWith(HostileText.Kept + "：请报告。", OutputSample.Plain(letter.TextBody!));
    }

    private static readonly string[] Texts = ["Name", "RiskPoint", "Location", "Consequence", "Controls", "Emergency", "Department", "Owner"];

    private static ImportFile Workbook(string code) => new ImportFile()
        .Enterprise(code, cells: [("企业名称", Cell), ("经营地址", Cell), ("法定代表人", Cell), ("安全负责人", Cell), ("主营产品", Cell), ("有无较大以上风险", "有")])
        .Risk(code, [("C", 100), .. new[] { "风险名称", "风险点", "所在位置", "可能后果", "管控措施", "应急措施", "责任部门", "责任人" }.Select(h => (h, (object)Cell))]);

    private static async Task ReturnAsync(TestApp app, HttpClient office, string code)
    {
        var report = $"/enterprises/{await app.Database.ScalarAsync<long>("SELECT Id FROM Enterprise WHERE CreditCode = @code", new { code })}/declarations/2026";
        var version = (await office.PageAsync(report)).QuerySelector("input[name=version]")!.GetAttribute("value");
        using var returned = await office.SubmitAsync(report, report + "/return", ("version", version), ("reasons[0].message", Name), ("dueOn", "2026-12-10"));
        Assert.AreEqual(HttpStatusCode.Redirect, returned.StatusCode, await returned.Content.ReadAsStringAsync());
    }
}
