using System.Net;
using System.Text.Json;
using AngleSharp.Html.Dom;
using Dapper;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Api;
using RiskReport.Domain.Fields;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Web;

/// <summary>Whatever is posted beyond the fields of a form changes nothing: one and the same day of work, with such fields and without, leaves the same rows.</summary>
[TestClass]
public sealed class ForgedFieldsTests
{
    private static readonly Dictionary<string, string> Columns = new()
    {
        ["Id"] = "2",
        ["EnterpriseId"] = "2",
        ["DeclarationId"] = "2",
        ["AccountId"] = "1",
        ["TownshipCode"] = "320581001",
        ["Township"] = "320581001",
        ["Region"] = "320581",
        ["RegionCode"] = "320581",
        ["RegionFrom"] = "320581000",
        ["Role"] = "admin",
        ["Capacity"] = "agent",
        ["Year"] = "2025",
        ["Status"] = "4",
        ["State"] = "1",
        ["Stage"] = "2",
        ["Colour"] = "1",
        ["Score"] = "0",
        ["Grade"] = "blue",
        ["RuleSet"] = "2021-B",
        ["CatalogueEdition"] = "forged",
        ["Version"] = "77",
        ["AcceptedVersion"] = "77",
        ["Number"] = "77",
        ["Source"] = "2",
        ["Type"] = "3",
        ["Origin"] = "0",
        ["ChangedBy"] = "forged",
        ["ChangedAt"] = "2020-01-01",
        ["ChangedFrom"] = "forged",
        ["CreatedBy"] = "forged",
        ["CreatedAt"] = "2020-01-01",
        ["MadeBy"] = "forged",
        ["FiledAt"] = "2020-01-01",
        ["FiledBy"] = "forged",
        ["OwedSince"] = "2020-01-01",
        ["OwnerName"] = "forged",
        ["OwnerId"] = "1",
        ["PreparedBy"] = "forged",
        ["IsAdmin"] = "true",
        ["MustChangePassword"] = "false",
        ["TwoFactorEnabled"] = "false",
        ["PasswordHash"] = "forged",
        ["SecurityStamp"] = "forged",
    };

    /// <summary>Where code that reads the form might look for them. Not the binder's own, such as form.Role: with one of these it looks for all fields by that name.</summary>
    private static readonly string[] Prefixes = ["", "Basics.", "Item.", "Items[0].", "Shapes[0].", "Declaration.", "Enterprise.", "Account."];

    /// <summary>Drawn by lot.</summary>
    private static readonly string[] Random =
    [
        "Account.PasswordHash", "Account.SecurityStamp", "Account.ConcurrencyStamp", "AccountSession.Id", "ActivationCode.CodeSha256", "ApiClient.ClientSecret",
        "ApiClient.ConcurrencyToken", "DeclarationVersion.Code", "PasswordUsed.PasswordHash", "ReportChange.Code",
        // of a client's row its secret is a part, and the chain goes on from there; what else they are hashes of is compared itself
        "AuditEntry.HashBefore", "AuditEntry.HashAfter", "AuditEntry.PreviousHash", "AuditEntry.Hash", "AuditHead.Hash",
    ];

    private static readonly byte[] Workbook = new ImportFile().Enterprise(Code(3), cells: ("有无较大以上风险", "有")).Risk(Code(3)).Bytes();

    [TestMethod]
    public async Task What_no_form_asks_for_changes_no_row()
    {
        var forged = Prefixes.SelectMany(p => Columns.Select(c => (Name: p + c.Key, c.Value))).ToDictionary(f => f.Name, f => f.Value);

        var (plain, routes) = await DayAsync([]);
        var (rows, taken) = await DayAsync(forged);

        Assert.AreEqual(string.Join('\n', routes), string.Join('\n', taken));
        Assert.IsGreaterThan(30, taken.Count);
        Assert.AreEqual(string.Join('\n', plain), string.Join('\n', rows));
    }

    /// <summary>A system is told of each of them, at every level, and nothing is filed; what it may send back as it has read it counts for nothing.</summary>
    [TestMethod]
    public async Task What_no_report_has_is_refused_by_the_api()
    {
        await using var app = await TestApp.StartAsync();
        var code = Enterprises.NewCreditCode();
        await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship, code);
        var system = await app.SystemAsync("declarations.write");
        var report = ApiSample.Report(ApiSample.Risk());
        var expected = new List<string>();
        foreach (var (name, value) in Columns.Select(c => (JsonNamingPolicy.CamelCase.ConvertName(c.Key), c.Value)))
        {
            foreach (var (at, path) in new[] { (report, ""), (report["basics"]!.AsObject(), "basics."), (report["risks"]![0]!.AsObject(), "risks[0].") })
            {
                if (!IsIgnored(path + name) && at.TryAdd(name, value))
                    expected.Add($"UNKNOWN_FIELD {path}{name}");
            }
        }

        using var response = await system.FileAsync(code, report, "key");

        var refused = await response.JsonAsync(HttpStatusCode.UnprocessableEntity);
        Assert.AreEqual(
            string.Join('\n', expected.Order(StringComparer.Ordinal)),
            string.Join('\n', refused["problems"]!.AsArray().Select(p => $"{p!["code"]} {p["field"]}").Order(StringComparer.Ordinal)));
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM DeclarationVersion"));

        var back = ApiSample.Report(ApiSample.Risk().With(FilingRequest.Grade, "blue"));
        foreach (var (name, value) in Columns.Select(c => (JsonNamingPolicy.CamelCase.ConvertName(c.Key), c.Value)).Where(c => IsIgnored(c.Item1)))
            back.Add(name, value);
        using var filed = await system.FileAsync(code, back, "key-2");
        await filed.JsonAsync(HttpStatusCode.Created);
        Assert.AreEqual("2026 2 2 2021-A 1", await app.Database.ScalarAsync<string>("SELECT Year || ' ' || Status || ' ' || Colour || ' ' || RuleSet || ' ' || (CatalogueEdition <> 'forged') FROM Declaration"));

        static bool IsIgnored(string path) => FilingRequest.ReadOnly.Contains(path) || path == "risks[0]." + FilingRequest.Grade;
    }

    /// <summary>The rows that a day of work leaves, and the routes that took a form.</summary>
    private static async Task<(List<string> Rows, List<string> Routes)> DayAsync(Dictionary<string, string> forged)
    {
        var fields = new ForgedFields(forged);
        await using var app = await TestApp.StartAsync(configure: services =>
        {
            services.AddSingleton<IStartupFilter>(fields);
            Workers.Remove(services);
        });
        var filer = await Filer.SignedInAsync(app, creditCode: Code(1));
        await Filer.SignedInAsync(app, creditCode: Code(2));

        await AccountsAsync(app);
        await ReportAsync(app, filer);
        await OfficeAsync(app, filer);
        await CityAsync(app);
        return (await RowsAsync(app.Database), [.. fields.Taken.Order(StringComparer.Ordinal)]);
    }

    private static async Task AccountsAsync(TestApp app)
    {
        await DoAsync(app.Anonymous(), "/register", "/register", ("CreditCode", Code(1)), ("PersonName", "张三"), ("Phone", "13812345678"),
            ("UserName", "zhang.san"), ("Password", TestApp.Password), ("Repeated", TestApp.Password), ("Note", ""));
        var township = await app.SignedInAsync(Role.Township);
        await DoAsync(township, "/invitations/requests", "/invitations/requests/1/agree");
        await DoAsync(township, "/invitations", "/invitations/one", ("creditCode", Code(2)), ("capacity", "staff"));

        var admin = await app.SignedInAsync(Role.Admin);
        await DoAsync(admin, "/accounts/new", "/accounts/new", ("UserName", "li.si"), ("Role", "county"), ("Region", "320583"), ("Reason", "李四，科长"));
        var person = await app.AccountIdAsync("li.si");
        await DoAsync(await app.SignedInAsync(Role.Security), "/", $"/accounts/{person}/agree", ("reason-agree", "已核实"), ("role", ""), ("region", ""));
        await DoAsync(admin, "/clients", "/clients", ("ClientId", "platform"), ("Scope", "grade"), ("Region", "320583"));
        await DoAsync(admin, "/account/password", "/account/password", ("Current", TestApp.Password), ("New", "Another-horse-8"), ("Repeated", "Another-horse-8"));
    }

    private static async Task ReportAsync(TestApp app, Filer filer)
    {
        await (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Lec("3", "6", "15")).SubmitAsync(filer.Client);
        var county = await app.SignedInAsync(Role.County);
        await DecideAsync("management", ("score", "80"), ("reason", "检查表"));
        await DecideAsync("return", ("reasons[0].target", "0:Phone"), ("reasons[0].message", "电话打不通"), ("dueOn", "2026-12-10"));
        var basics = PageForm.On(await filer.Client.PageAsync(ReportForm.Part("basics"))).With(("Basics.Employees", "20"));
        await TakenAsync(await filer.SendAsync(ReportForm.Part("basics") + "/autosave", basics));
        await (await ReportForm.OpenAsync(filer.Client)).With(("Basics.Employees", "21"), ("Committed", "true")).SubmitAsync(filer.Client);
        await DecideAsync("accept");
        await DoAsync(filer.Client, ReportForm.Result, ReportForm.Address + "/change", ("version", VersionOn(await filer.Client.PageAsync(ReportForm.Result))));
        await (await ReportForm.OpenAsync(filer.Client)).With(("Basics.Employees", "22"), ("Committed", "true")).SubmitAsync(filer.Client);
        await DecideAsync("accept");
        const string Ask = ReportForm.Address + "/write-off";
        await TakenAsync(await filer.SendAsync(Ask, PageForm.On(await filer.Client.PageAsync(Ask)).With(("Kind", "搬迁"), ("On", "2026-11-01"), ("Detail", "搬到浙江嘉兴"))));
        await DecideAsync("write-off/refuse", ("why", "仍在生产"));

        var plan = await filer.Client.AddPlanAsync(app);
        await TakenAsync(await filer.Client.DrawAsync(plan, 0, 3, ("1", "", "10,10")));
        await DoAsync(filer.Client, "/account/invite", "/account/invite", ("capacity", "staff"));

        async Task DecideAsync(string deed, params (string, string?)[] typed)
        {
            var address = $"/enterprises/{filer.EnterpriseId}/declarations/2026";
            await DoAsync(county, address, $"{address}/{deed}", [.. typed, ("version", deed == "management" ? "0" : VersionOn(await county.PageAsync(address)))]);
        }
    }

    private static async Task OfficeAsync(TestApp app, Filer filer)
    {
        var township = await app.SignedInAsync(Role.Township);
        var file = $"/enterprises/{filer.EnterpriseId}";
        await DoAsync(township, file, file + "/phone", ("reason", "催报"));
        await DoAsync(township, "/reminders", "/reminders/ask", ("confirmed", "true"));
        await township.ImportAsync(app, Workbook);
        await township.AskForRosterAsync("?year=2026&colour=red");
        await TakenAsync(await township.SaveViewAsync("红色", "?colour=red", ("shared", "true"), ("thisYear", "true"), ("replaces", "")));
        await DoAsync(township, "/roster/views/1/edit", "/roster/views/1/rename", ("name", "每周红色"), ("shared", "false"));
        await DoAsync(township, "/roster/views/1/edit", "/roster/views/1/schedule", ("every", "week"), ("weekday", "2"), ("hour", "8"), ("format", "csv"));
        await DoAsync(township, "/roster", "/roster/columns", ("column", "name"), ("column", "colour"), ("year", "2026"), ("region", ""), ("status", "submitted"), ("colour", "red"), ("type", ""));
        await DoAsync(township, "/inbox", "/inbox/read", ("upTo", "1"));
        var county = await app.SignedInAsync(Role.County);
        await county.SimulateAsync(app, "2021-B");
    }

    private static async Task CityAsync(TestApp app)
    {
        var city = await app.SignedInAsync(Role.City);
        await DoAsync(city, "/reminders/texts/due", "/reminders/texts/due", ("subject", "请报告"), ("body", "{企业名称}请报告"), ("reason", "更简短"), ("version", "0"), ("keep", "true"));
        (string, string?)[] phase = [("Year", "2026"), ("Name", "先行"), ("BeginsOn", "2026-11-25"), ("CampaignDueOn", "2026-11-30"), ("Reason", "试点")];
        await DoAsync(city, "/campaigns/new", "/campaigns", phase);
        var address = (await city.PageAsync("/campaigns")).QuerySelectorAll("a").First(a => a.TextContent == "先行").GetAttribute("href")!;
        await DoAsync(city, address, address, [.. phase.Skip(2), ("Name", "试点"), ("Version", "1"), ("Scale", ""), ("Regions", ""), ("Industries", "")]);
        await DoAsync(city, "/account", "/account/sessions/end");

        var admin = await app.SignedInAsync(Role.Admin);
        await admin.DraftRulesAsync("2027-A", ("LS.Orange.From", "12"));
        await TakenAsync(await admin.DecideRulesAsync("2027-A", "2027-01-01"));
        await TakenAsync(await admin.LoadBoundariesAsync(BoundaryUploads.Kunshan));
    }

    private static async Task DoAsync(HttpClient client, string page, string address, params (string, string?)[] fields) => await TakenAsync(await client.SubmitAsync(page, address, fields));

    private static async Task TakenAsync(HttpResponseMessage answer)
    {
        using (answer)
            Assert.IsLessThan(400, (int)answer.StatusCode, $"{answer.RequestMessage!.RequestUri} {await answer.Content.ReadAsStringAsync()}");
    }

    private static string VersionOn(IHtmlDocument page) => page.QuerySelector("input[name=version]")!.GetAttribute("value")!;

    private static string Code(int number)
    {
        var first17 = $"91320583MB{number:D7}";
        return first17 + CreditCode.CheckCharacter(first17);
    }

    /// <summary>Every row of every table, in the order of its text.</summary>
    private static async Task<List<string>> RowsAsync(TestDatabase test)
    {
        await using var connection = await test.Database.OpenAsync(CancellationToken.None);
        var rows = new List<string>();
        foreach (var table in await connection.QueryAsync<string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"))
        {
            rows.AddRange((await connection.QueryAsync($"SELECT * FROM \"{table}\"")).Select(r => (IDictionary<string, object?>)r)
                .Select(r => $"{table}: {string.Join('|', r.Where(c => !Random.Contains($"{table}.{c.Key}")).Select(c => $"{c.Key}={(c.Value is byte[] bytes ? Convert.ToHexString(bytes) : c.Value)}"))}")
                .Order(StringComparer.Ordinal));
        }

        return rows;
    }
}
