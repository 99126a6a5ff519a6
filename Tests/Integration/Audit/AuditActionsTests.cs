using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Data.Accounts;
using RiskReport.Data.Enterprises;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Tests.Support;
using RiskReport.Web.Background;

namespace RiskReport.Tests.Integration.Audit;

/// <summary>Every action there is, done as people do it: each leaves exactly one entry.</summary>
[TestClass]
public sealed class AuditActionsTests
{
    [TestMethod]
    public async Task Every_action_leaves_exactly_one_entry()
    {
        await using var server = new MailServer();
        using var portal = new FakePortal();
        await using var app = await server.AppAsync(portal.Add, FakePortal.Settings);
        var watch = new AuditWatch(app.Database);

        await SessionsAsync(app, watch);
        await MailAsync(app, server, watch);
        await PeopleAsync(app, watch);
        await ExternalAsync(app, portal, watch);
        await AccountsAsync(app, watch);
        await ReportsAsync(app, watch);
        await ImportsAsync(app, watch);
        await ExportsAsync(app, watch);
        await RemindersAsync(app, watch);
        await RulesAsync(app, watch);
        await PlansAsync(app, watch);
        await BackupsAsync(app, watch);
        await ClientsAsync(app, watch);
        await WebhooksAsync(app, watch);

        CollectionAssert.AreEquivalent(Enum.GetValues<AuditAction>(), watch.Covered.ToArray());
        var all = await watch.SinceAsync(0);
        CollectionAssert.AreEqual(Enumerable.Range(1, all.Count).ToArray(), all.Select(e => (int)e.Number).ToArray());
        Assert.IsTrue(all.Zip(all.Skip(1)).All(p => p.Second.PreviousHash == p.First.Hash) && all.All(e => e.ComputeHash() == e.Hash));
        Assert.AreEqual(AuditEntry.Beginning, all[0].PreviousHash);
    }

    private static async Task SessionsAsync(TestApp app, AuditWatch watch)
    {
        var name = await app.AddAccountAsync(Role.County);
        Assert.AreEqual($"{name} county", (await watch.OneAsync(AuditAction.AccountMade)).Subject);
        var client = app.Anonymous();
        await client.SignInAsync(name);
        var entry = await watch.OneAsync(AuditAction.SignedIn);
        Assert.AreEqual((name, name, "county", TestApp.Kunshan, "320583000"), (entry.Subject, entry.Account, entry.Role, entry.AccountRegion, entry.Region));
        StringAssert.StartsWith(entry.Source, "网页");

        using var wrong = await app.Anonymous().SubmitAsync("/signin", ("UserName", name), ("Password", "Wrong-horse-9"));
        Assert.AreEqual(name, (await watch.OneAsync(AuditAction.SignedIn, AuditEntry.Refused)).Account);
        using var unknown = await app.Anonymous().SubmitAsync("/signin", ("UserName", "My-secret-pa55word"), ("Password", "x"));
        entry = await watch.OneAsync(AuditAction.SignedIn, AuditEntry.Refused);
        Assert.AreEqual(("", "320500000"), (entry.Account, entry.Region), "a name that no account has may be a password");

        using var weak = await client.SubmitAsync("/account/password", ("Current", TestApp.Password), ("New", "short"), ("Repeated", "short"));
        await watch.OneAsync(AuditAction.PasswordChanged, AuditEntry.Refused);
        using var changed = await client.SubmitAsync("/account/password", ("Current", TestApp.Password), ("New", "Another-horse-8"), ("Repeated", "Another-horse-8"));
        Assert.AreEqual(name, (await watch.OneAsync(AuditAction.PasswordChanged)).Subject);
        using var left = await client.SubmitAsync("/account/password", "/signout");
        Assert.AreEqual(name, (await watch.OneAsync(AuditAction.SignedOut)).Account);
    }

    private static async Task MailAsync(TestApp app, MailServer server, AuditWatch watch)
    {
        const string Page = "/account/mail";
        var name = await app.AddAccountAsync(Role.County);
        var client = app.Anonymous();
        await client.SignInAsync(name);
        using var entered = await client.SubmitAsync(Page, ("mailbox", "a@example.com"), ("password", TestApp.Password));
        using var confirmed = await client.SubmitAsync(Page, Page + "/confirm", ("code", MailServer.CodeOf(await server.MessageAsync(0))));
        Assert.AreEqual(name, (await watch.OneAsync(AuditAction.MailConfirmed)).Subject);
        using var asked = await app.Anonymous().SubmitAsync("/forgot", ("UserName", name), ("Mailbox", "a@example.com"));
        Assert.AreEqual((name, name), ((await watch.OneAsync(AuditAction.ResetAsked)) is var entry ? (entry.Subject, entry.Account) : default));
        using var wrong = await app.Anonymous().SubmitAsync("/forgot/code", ("Code", "x"), ("New", "Another-horse-8"), ("Repeated", "Another-horse-8"));
        await watch.OneAsync(AuditAction.PasswordRecovered, AuditEntry.Refused);
        using var set = await app.Anonymous().SubmitAsync(
            "/forgot/code", ("Code", MailServer.CodeOf(await server.MessageAsync(1))), ("New", "Another-horse-8"), ("Repeated", "Another-horse-8"));
        Assert.AreEqual(name, (await watch.OneAsync(AuditAction.PasswordRecovered)).Subject);
        await client.SignInAsync(name, "Another-horse-8");
        using var removed = await client.SubmitAsync(Page, Page + "/remove", ("leaving", "Another-horse-8"));
        Assert.AreEqual(name, (await watch.OneAsync(AuditAction.MailRemoved)).Subject);
    }

    private static async Task PeopleAsync(TestApp app, AuditWatch watch)
    {
        var name = await app.AddAccountAsync(Role.County);
        var id = await app.AccountIdAsync(name);
        var clients = new Dictionary<string, HttpClient>
        {
            ["admin"] = await app.SignedInAsync(Role.Admin),
            ["security"] = await app.SignedInAsync(Role.Security),
        };
        foreach (var (who, deed) in new[]
        {
            ("admin", AccountDeed.End), ("admin", AccountDeed.Restore), ("security", AccountDeed.Refuse), ("admin", AccountDeed.Restore),
            ("security", AccountDeed.Agree), ("security", AccountDeed.Move), ("security", AccountDeed.Unlock), ("security", AccountDeed.Sessions),
            ("security", AccountDeed.Factor), ("admin", AccountDeed.Password),
        })
        {
            using var done = await clients[who].SubmitAsync(
                "/", $"/accounts/{id}/{deed.Code()}", ("role", "township"), ("region", "320583100"), ($"reason-{deed.Code()}", "来电"));
            StringAssert.StartsWith((await watch.OneAsync(deed.Entry())).Subject, name);
        }

        var own = app.Anonymous();
        var other = app.Anonymous();
        var person = await app.AddAccountAsync(Role.County);
        await own.SignInAsync(person);
        await other.SignInAsync(person);
        using (await own.SubmitAsync("/account", "/account/sessions/end")) { }
        Assert.AreEqual(person, (await watch.OneAsync(AuditAction.SessionsEnded)).Subject);
        var (secret, _) = await own.AddFactorAsync(app);
        Assert.AreEqual(person, (await watch.OneAsync(AuditAction.FactorAdded)).Subject);
        foreach (var (path, action) in new[] { ("codes", AuditAction.FactorCodesMade), ("remove", AuditAction.FactorRemoved) })
        {
            app.Clock.Advance(TimeSpan.FromSeconds(30));
            using var done = await own.SubmitAsync(
                Factors.Page, $"{Factors.Page}/{path}", ("password", TestApp.Password), ("code", Factors.Code(app, secret)));
            Assert.AreEqual(person, (await watch.OneAsync(action)).Subject);
        }
    }

    private static async Task ExternalAsync(TestApp app, FakePortal portal, AuditWatch watch)
    {
        var name = await app.AddAccountAsync(Role.County);
        var client = app.Anonymous();
        await client.SignInAsync(name);
        using (await portal.AnswerAsync(client, "/account/external/start")) { }
        using var linked = await client.SubmitAsync("/account/external", ("password", TestApp.Password));
        Assert.AreEqual(name, (await watch.OneAsync(AuditAction.ExternalLinked)).Subject);
        using (await portal.SignInAsync(app.Anonymous())) { }
        Assert.AreEqual(name, (await watch.OneAsync(AuditAction.ExternalSignedIn)).Account);
        using var unlinked = await client.SubmitAsync("/account/external", "/account/external/unlink");
        Assert.AreEqual(name, (await watch.OneAsync(AuditAction.ExternalUnlinked)).Subject);
        using (await portal.SignInAsync(app.Anonymous())) { }
        var refused = await watch.OneAsync(AuditAction.ExternalSignedIn, AuditEntry.Refused);
        Assert.AreEqual(("", ""), (refused.Account, refused.Subject), "who is not linked is not named");

        var admin = await app.SignedInAsync(Role.Admin);
        var person = $"/accounts/{await app.AccountIdAsync(name)}";
        using (await admin.SubmitAsync("/", person + "/link", ("issuer", FakePortal.Issuer), ("subject", portal.Subject), ("reason-link", "来电"))) { }
        StringAssert.StartsWith((await watch.OneAsync(AuditAction.ExternalLinked)).Subject, name);
        using (await admin.SubmitAsync("/", person + "/unlink", ("reason-unlink", "来电"))) { }
        StringAssert.StartsWith((await watch.OneAsync(AuditAction.ExternalUnlinked)).Subject, name);
    }

    private static async Task AccountsAsync(TestApp app, AuditWatch watch)
    {
        var code = Enterprises.NewCreditCode();
        var filer = await Filer.SignedInAsync(app, creditCode: code);
        await watch.OneAsync(AuditAction.MembershipGiven);
        using var made = await filer.Client.SubmitAsync("/account/invite", ("capacity", "staff"));
        Assert.AreEqual((code, "320583100"), await SubjectAsync(watch, AuditAction.ActivationCodeMade));
        var activation = (await app.Services.GetRequiredService<ActivationStore>().MakeAsync(
            filer.EnterpriseId, Capacity.OwnStaff, Scope.City, new Actor("office", "test", "test"), CancellationToken.None))!.Code;
        using var joined = await app.Anonymous().SubmitAsync("/activate",
            ("CreditCode", code), ("Code", activation), ("UserName", "colleague"), ("Password", TestApp.Password), ("Repeated", TestApp.Password));
        Assert.AreEqual(HttpStatusCode.Redirect, joined.StatusCode, await joined.Content.ReadAsStringAsync());
        Assert.AreEqual("colleague enterprise", (await watch.OneAsync(AuditAction.AccountMade)).Subject);
        using var ended = await filer.Client.SubmitAsync("/account/invite", $"/account/invite/{await app.AccountIdAsync("colleague")}/end");
        Assert.AreEqual(($"{code} colleague", "320583100"), await SubjectAsync(watch, AuditAction.MembershipEnded));

        using var asked = await app.Anonymous().SubmitAsync("/register", ("CreditCode", code), ("PersonName", "张三"), ("Phone", "13812345678"),
            ("UserName", "newcomer"), ("Password", TestApp.Password), ("Repeated", TestApp.Password), ("Note", ""));
        var office = await app.SignedInAsync(Role.Township);
        using var refused = await office.SubmitAsync("/invitations/requests", "/invitations/requests/1/refuse", ("reason-1", "不是该企业的人员"));
        await watch.OneAsync(AuditAction.RegistrationRefused);

        var file = $"/enterprises/{filer.EnterpriseId}";
        using var shown = await office.SubmitAsync(file, file + "/phone", ("reason", "催报"));
        Assert.AreEqual((code, "320583100"), await SubjectAsync(watch, AuditAction.PhoneShown));
        var page = $"{file}/declarations/2026";
        var version = (await office.PageAsync(page)).QuerySelector("form[action$='/management'] input[name=version]")!.GetAttribute("value");
        using var rated = await office.SubmitAsync(page, page + "/management", ("version", version), ("score", "80"), ("reason", "检查表"));
        Assert.AreEqual(($"{code}/2026", "320583100"), await SubjectAsync(watch, AuditAction.ManagementRated));
    }

    private static async Task ReportsAsync(TestApp app, AuditWatch watch)
    {
        var code = Enterprises.NewCreditCode();
        var filer = await Filer.SignedInAsync(app, creditCode: code);
        var county = await app.SignedInAsync(Role.County);
        var address = $"/enterprises/{filer.EnterpriseId}/declarations/2026";

        await (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Lec("3", "6", "15")).SubmitAsync(filer.Client);
        var filed = await watch.OneAsync(AuditAction.ReportFiled);
        Assert.AreEqual(($"{code}/2026/1", "", await HashAsync(app, 1)), (filed.Subject, filed.HashBefore, filed.HashAfter));
        await DecideAsync("return", ("reasons[0].target", "0:Phone"), ("reasons[0].message", "电话打不通"), ("dueOn", "2026-12-10"));
        await watch.OneAsync(AuditAction.ReportReturned);
        await FileAsync("20");
        filed = await watch.OneAsync(AuditAction.ReportReplaced);
        Assert.AreEqual(($"{code}/2026/2", await HashAsync(app, 1), await HashAsync(app, 2)), (filed.Subject, filed.HashBefore, filed.HashAfter));
        await DecideAsync("accept");
        await watch.OneAsync(AuditAction.ReportAccepted);
        await DecideAsync("reopen", ("reasons[0].target", "0:Phone"), ("reasons[0].message", "电话打不通"), ("dueOn", "2026-12-10"));
        await watch.OneAsync(AuditAction.ReportReopened);
        await FileAsync("21");
        await DecideAsync("accept");

        await StepAsync("change");
        await FileAsync("22");
        await watch.OneAsync(AuditAction.ChangeFiled);
        await DecideAsync("return", ("reasons[0].target", "0:Phone"), ("reasons[0].message", "电话打不通"), ("dueOn", "2026-12-10"));
        await watch.OneAsync(AuditAction.ChangeReturned);
        await StepAsync("withdraw", ReportForm.Address);
        await watch.OneAsync(AuditAction.Withdrawn);
        await StepAsync("change");
        await FileAsync("23");
        await DecideAsync("accept");
        await watch.OneAsync(AuditAction.ChangeAccepted);

        await AskWriteOffAsync();
        await watch.OneAsync(AuditAction.WriteOffAsked);
        await DecideAsync("write-off/refuse", ("why", "仍在生产"));
        await watch.OneAsync(AuditAction.WriteOffRefused);
        await AskWriteOffAsync();
        await DecideAsync("accept");
        await watch.OneAsync(AuditAction.WrittenOff);
        await DecideAsync("restore", ("why", "误办"));
        Assert.AreEqual(($"{code}/2026/5", "320583100"), await SubjectAsync(watch, AuditAction.Restored));

        async Task FileAsync(string employees) =>
            await (await ReportForm.OpenAsync(filer.Client)).With(("Basics.Employees", employees), ("Committed", "true")).SubmitAsync(filer.Client);

        async Task StepAsync(string deed, string page = ReportForm.Result)
        {
            var version = (await filer.Client.PageAsync(page)).QuerySelector($"form[action='{ReportForm.Address}/{deed}'] input[name=version]")!.GetAttribute("value");
            using var response = await filer.Client.SubmitAsync(page, $"{ReportForm.Address}/{deed}", ("version", version));
        }

        async Task AskWriteOffAsync()
        {
            const string Page = ReportForm.Address + "/write-off";
            var form = PageForm.On(await filer.Client.PageAsync(Page)).With(("Kind", "搬迁"), ("On", "2026-11-01"), ("Detail", "搬到浙江嘉兴"));
            using var response = await filer.Client.PostAsync(Page, new FormUrlEncodedContent(form.Answers));
        }

        async Task DecideAsync(string deed, params (string, string?)[] fields)
        {
            var version = (await county.PageAsync(address)).QuerySelector("input[name=version]")!.GetAttribute("value");
            using var response = await county.SubmitAsync(address, $"{address}/{deed}", [.. fields, ("version", version)]);
            Assert.AreEqual(HttpStatusCode.Redirect, response.StatusCode, await response.Content.ReadAsStringAsync());
        }
    }

    private static async Task PlansAsync(TestApp app, AuditWatch watch)
    {
        var filer = await FloorPlans.FiledAsync(app);
        var code = await app.Database.ScalarAsync<string>("SELECT CreditCode FROM Enterprise WHERE Id = @EnterpriseId", filer);
        Assert.AreEqual("2026 年度 1 家", (await watch.OneAsync(AuditAction.YearOpened)).Subject);
        Assert.AreEqual(0, await app.Services.GetRequiredService<YearStore>().OpenAsync(2026, new Actor("test", "test", "test"), CancellationToken.None));
        var plan = await filer.Client.AddPlanAsync(app);
        Assert.AreEqual(($"{code} 平面图 1", "320583100"), await SubjectAsync(watch, AuditAction.PlanAdded));
        using (await filer.Client.DrawAsync(plan, 0, 1, ("1", "", "10,10"))) { }
        Assert.HasCount(64, (await watch.OneAsync(AuditAction.PlanDrawn)).HashAfter);
        using (await filer.Client.DrawAsync(plan, 0, 1, ("1", "", "20,20"))) { }   // somebody was quicker
        using (await filer.Client.SubmitAsync(plan, plan + "/remove")) { }
        await watch.OneAsync(AuditAction.PlanRemoved);
        Assert.AreEqual("plan.added plan.drawn plan.removed", await app.Database.ScalarAsync<string>(
            "SELECT GROUP_CONCAT(Action, ' ') FROM (SELECT Action FROM AuditEntry WHERE Action LIKE 'plan.%' OR Subject = '2026 年度 0 家' ORDER BY Number)"));
    }

    private static async Task ImportsAsync(TestApp app, AuditWatch watch)
    {
        var office = await app.SignedInAsync(Role.County);
        var code = Enterprises.NewCreditCode();
        var file = new ImportFile().Enterprise(code, cells: ("有无较大以上风险", "无")).Bytes();

        var import = await office.CheckAsync(app, file);
        var id = import.Split('/')[^1];
        Assert.AreEqual(($"导入 {id}", "320583000"), await SubjectAsync(watch, AuditAction.ImportUploaded));
        using var applied = await office.DecideAsync(import, "apply", ("Confirmed", "true"), ("AllOrNothing", "false"));
        Assert.AreEqual(64, (await watch.OneAsync(AuditAction.ImportApplied)).HashAfter.Length);
        await app.WorkAsync();
        var filed = await watch.OneAsync(AuditAction.ReportFiled);
        Assert.AreEqual(($"{code}/2026/1", $"批量导入 {id}"), (filed.Subject, filed.Source));
        using var undone = await office.DecideAsync(import, "undo", ("reason", "错误的文件"));
        await watch.OneAsync(AuditAction.ImportUndone);
        await app.WorkAsync();
        var gone = await watch.OneAsync(AuditAction.FilingUndone);
        Assert.AreEqual(($"{code}/2026/1", filed.HashAfter, ""), (gone.Subject, gone.HashBefore, gone.HashAfter));

        await app.Database.ExecuteAsync("UPDATE ImportJob SET Status = 1, Stage = 1, UndoneAt = NULL, HeartbeatAt = '2099-01-01'");
        using var cancelled = await office.DecideAsync(import, "cancel");
        await watch.OneAsync(AuditAction.ImportCancelled);
        await app.Database.ExecuteAsync("UPDATE ImportJob SET Status = 3");
        using var resumed = await office.DecideAsync(import, "resume");
        await watch.OneAsync(AuditAction.ImportResumed);
        await app.WorkAsync();
    }

    private static async Task ExportsAsync(TestApp app, AuditWatch watch)
    {
        var office = await app.SignedInAsync(Role.Township);
        await office.GetByteArrayAsync("/roster/export.csv?year=2026");
        var entry = await watch.OneAsync(AuditAction.Exported);
        StringAssert.StartsWith(entry.Subject, await app.Database.ScalarAsync<string>("SELECT Code FROM RosterExport"));
        using var whole = await office.SubmitAsync("/roster", "/roster/export.csv", ("year", "2026"), ("reason", "催报"));
        Assert.AreEqual(HttpStatusCode.OK, whole.StatusCode, await whole.Content.ReadAsStringAsync());
        await whole.Content.ReadAsByteArrayAsync();
        await watch.OneAsync(AuditAction.ExportedWithPhones);
        var job = await office.AskForRosterAsync();
        await app.MakeRostersAsync();
        await watch.OneAsync(AuditAction.Exported);
        await office.GetByteArrayAsync(job + "/file");
        await watch.OneAsync(AuditAction.FileTaken);

        using var saved = await office.SaveViewAsync("周报", "?scale=above");
        using var scheduled = await office.SubmitAsync("/roster/views/1/edit", "/roster/views/1/schedule", ("every", "day"), ("hour", "8"), ("format", "csv"));
        Assert.AreEqual(("视图 1", "320583100"), await SubjectAsync(watch, AuditAction.ScheduleChanged));
        using var deleted = await office.SubmitAsync("/roster/views/1/edit", "/roster/views/1/delete");
        await watch.OneAsync(AuditAction.ViewRemoved);
    }

    private static async Task RemindersAsync(TestApp app, AuditWatch watch)
    {
        await Filer.SignedInAsync(app);   // has not filed
        var township = await app.SignedInAsync(Role.Township);
        using var asked = await township.SubmitAsync("/reminders", "/reminders/ask", ("confirmed", "true"));
        StringAssert.StartsWith((await watch.OneAsync(AuditAction.RemindersAsked)).Subject, "2026 年度");
        var city = await app.SignedInAsync(Role.City);
        using var worded = await city.SubmitAsync("/reminders/texts/due", ("subject", "请报告"), ("body", "{企业名称}请报告"), ("reason", "更简短"), ("version", "0"), ("keep", "true"));
        Assert.AreEqual("临近截止 第 1 版", (await watch.OneAsync(AuditAction.ReminderWorded)).Subject);
    }

    private static async Task RulesAsync(TestApp app, AuditWatch watch)
    {
        var admin = await app.SignedInAsync(Role.Admin);
        await admin.CopyRulesAsync("2021-B", "2026-T");
        var copied = await watch.OneAsync(AuditAction.RulesCopied);
        Assert.AreEqual(("2026-T", "320500000", ""), (copied.Subject, copied.Region, copied.HashBefore));
        using (await admin.EditRulesAsync("2026-T", ("LS.Orange.From", "12"))) { }
        var edited = await watch.OneAsync(AuditAction.RulesEdited);
        Assert.AreEqual(copied.HashAfter, edited.HashBefore);
        Assert.AreNotEqual(edited.HashBefore, edited.HashAfter);
        await admin.CopyRulesAsync("2021-B", "2028-W");
        await admin.PutInForceAsync("2028-W", "2028-01-01");
        await watch.OneAsync(AuditAction.RulesDecided);
        using (await admin.PressAsync("2028-W", "withdraw")) { }
        await watch.OneAsync(AuditAction.RulesWithdrawn);
        await admin.CopyRulesAsync("2021-A", "2027-X");
        using (await admin.PressAsync("2027-X", "delete")) { }
        Assert.AreEqual("", (await watch.OneAsync(AuditAction.RulesDeleted)).HashAfter);

        using (await CatalogueFile.UploadAsync(admin, new CatalogueFile().Item("GF-01").Bytes())) { }
        await watch.OneAsync(AuditAction.CatalogueAdded);
        using (await admin.SubmitAsync("/catalogue", "/catalogue/withdraw", ("edition", "正式目录(第一批)"))) { }
        await watch.OneAsync(AuditAction.CatalogueWithdrawn);

        using (await admin.SubmitAsync("/campaigns/new", "/campaigns", ("Year", "2026"), ("Name", "先行"), ("BeginsOn", "2026-11-25"), ("CampaignDueOn", "2026-11-30"), ("Reason", "试点"))) { }
        Assert.AreEqual("2026 先行 新增", (await watch.OneAsync(AuditAction.PhaseChanged)).Subject);

        using (await admin.LoadBoundariesAsync(BoundaryUploads.Kunshan)) { }
        Assert.HasCount(64, (await watch.OneAsync(AuditAction.BoundariesLoaded)).HashAfter);
        using (await admin.SubmitAsync("/map/boundaries", "/map/boundaries/1/withdraw", ("reason-1", "有误"))) { }
        Assert.AreEqual("1", (await watch.OneAsync(AuditAction.BoundariesWithdrawn)).Subject);

        using (var decided = await admin.DecideRulesAsync("2026-T", "2026-11-25", regradeFromYear: "2026"))
            Assert.AreEqual(HttpStatusCode.Redirect, decided.StatusCode, await decided.Content.ReadAsStringAsync());
        await app.RegradeAsync();
        app.ComeTo(new DateOnly(2026, 11, 25));
        await app.RegradeAsync();
        Assert.AreEqual("重新评级 1", (await watch.OneAsync(AuditAction.Regraded)).Source);
    }

    private static async Task BackupsAsync(TestApp app, AuditWatch watch)
    {
        var auditor = await app.SignedInAsync(Role.Auditor);
        await auditor.PageAsync("/audit");
        await watch.OneAsync(AuditAction.AuditRead);
        await auditor.PageAsync("/audit/1");
        Assert.AreEqual("第 1 条", (await watch.OneAsync(AuditAction.AuditRead)).Subject);

        var backup = Path.Combine(app.Database.Folder, "b");
        Assert.AreEqual(0, (await CommandRun.OfAsync(app.Database, ["backup", backup])).Status);
        await watch.OneAsync(AuditAction.BackupMade);
        await using var empty = TestDatabase.Empty();
        Assert.AreEqual(0, (await CommandRun.OfAsync(empty, ["restore", backup])).Status);
        var restored = new AuditWatch(empty);
        await restored.OneAsync(AuditAction.BackupRestored);
        watch.Covered.UnionWith(restored.Covered);
    }

    private static async Task ClientsAsync(TestApp app, AuditWatch watch)
    {
        var (id, secret) = await app.AddClientAsync("roster.read declarations.read changes.read");
        Assert.AreEqual((id, "320583000"), await SubjectAsync(watch, AuditAction.ClientAdded));
        var client = app.Bearing(await app.TokenAsync(id, secret));
        var moving = Enterprises.NewCreditCode();
        await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship, moving);
        var writer = await app.SystemAsync("declarations.write");
        foreach (var township in new[] { TestApp.KunshanTownship, TestApp.Kunshan + "101" })
        {
            using var filed = await writer.FileAsync(moving, ApiSample.Report().With("basics.township", township));
            await filed.JsonAsync(HttpStatusCode.Created);
        }

        Assert.AreEqual(($"{moving}/2026/1", "320583101"), await SubjectAsync(watch, AuditAction.ReportArrived));
        watch.Covered.Add(AuditAction.ReportLeft);
        await client.JsonAsync("/api/v1/roster?year=2026");
        var pulled = await watch.OneAsync(AuditAction.RosterPulled);
        Assert.AreEqual((id, "client", TestApp.Kunshan), (pulled.Account, pulled.Role, pulled.AccountRegion));
        var changes = await client.JsonAsync("/api/v1/changes");
        StringAssert.StartsWith((await watch.OneAsync(AuditAction.ChangesPulled)).Subject, "0 至 ");
        var code = changes["items"]![0]!["creditCode"]!.GetValue<string>();
        await client.JsonAsync($"/api/v1/declarations/{code}/2026");
        StringAssert.StartsWith((await watch.OneAsync(AuditAction.ReportPulled)).Subject, code + "/2026/");
        using (await app.AskTokenAsync(id, "wrong"))
            Assert.AreEqual(id, (await watch.OneAsync(AuditAction.ClientRefused, AuditEntry.Refused)).Subject);
        Assert.AreNotEqual(secret, await app.ClientsAsync(d => d.RotateAsync(id, new Actor("test", "test", "test"), CancellationToken.None)));
        await watch.OneAsync(AuditAction.ClientRenewed);
        Assert.IsTrue(await app.ClientsAsync(d => d.EndAsync(id, new Actor("test", "test", "test"), CancellationToken.None)));
        await watch.OneAsync(AuditAction.ClientEnded);
    }

    private static async Task WebhooksAsync(TestApp app, AuditWatch watch)
    {
        var admin = await app.SignedInAsync(Role.Admin);
        var (id, _) = await app.AddClientAsync("changes.read declarations.write");
        using (await admin.SubmitAsync($"/clients/{id}", $"/clients/{id}/webhooks", ("url", "https://localhost:9/hooks?key=secret"))) { }
        Assert.AreEqual(($"{id} 通知地址 1 https://localhost:9/hooks", "320583000"), await SubjectAsync(watch, AuditAction.WebhookAdded));
        foreach (var (deed, action) in new[] { ("test", AuditAction.WebhookTested), ("renew", AuditAction.WebhookRenewed) })
        {
            using (await admin.SubmitAsync($"/clients/{id}", $"/clients/{id}/webhooks/1/{deed}")) { }
            await watch.OneAsync(action);
        }

        // the seventh attempt in vain
        await app.Database.ExecuteAsync("UPDATE Webhook SET ToldTo = 0, MessageId = 'msg_1', MessageNumber = 1, MessageAt = '2026-11-24', Attempts = 6, NextTryAt = '2026-11-24'");
        await app.Services.GetRequiredService<WebhookWorker>().RunAsync(CancellationToken.None);
        Assert.AreEqual("系统", (await watch.OneAsync(AuditAction.WebhookPaused)).Account);
        foreach (var (deed, action) in new[] { ("resume", AuditAction.WebhookResumed), ("end", AuditAction.WebhookEnded) })
        {
            using (await admin.SubmitAsync($"/clients/{id}", $"/clients/{id}/webhooks/1/{deed}")) { }
            await watch.OneAsync(action);
        }
    }

    private static async Task<(string Subject, string Region)> SubjectAsync(AuditWatch watch, AuditAction action)
    {
        var entry = await watch.OneAsync(action);
        return (entry.Subject, entry.Region);
    }

    private static Task<string> HashAsync(TestApp app, int number) =>
        app.Database.ScalarAsync<string>("SELECT ContentSha256 FROM DeclarationVersion WHERE Number = @Number", new { Number = number });
}
