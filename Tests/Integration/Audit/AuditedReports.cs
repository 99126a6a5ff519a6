using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Data.Enterprises;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Audit;

/// <summary>Reports and what is made of them.</summary>
internal static class AuditedReports
{
    public static async Task AllAsync(TestApp app, AuditWatch watch)
    {
        await ReportsAsync(app, watch);
        await ImportsAsync(app, watch);
        await ExportsAsync(app, watch);
        await RemindersAsync(app, watch);
        await RulesAsync(app, watch);
        await PlansAsync(app, watch);
    }

    private static async Task ReportsAsync(TestApp app, AuditWatch watch)
    {
        var code = Enterprises.NewCreditCode();
        var filer = await Filer.SignedInAsync(app, creditCode: code);
        var county = await app.SignedInAsync(Role.County);
        var address = $"/enterprises/{filer.EnterpriseId}/declarations/2026";
        await watch.PassAsync();

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
        await watch.PassAsync();
        await FileAsync("22");
        await watch.OneAsync(AuditAction.ChangeFiled);
        await DecideAsync("return", ("reasons[0].target", "0:Phone"), ("reasons[0].message", "电话打不通"), ("dueOn", "2026-12-10"));
        await watch.OneAsync(AuditAction.ChangeReturned);
        await StepAsync("withdraw", ReportForm.Address);
        await watch.OneAsync(AuditAction.Withdrawn);
        await StepAsync("change");
        await FileAsync("23");
        await watch.PassAsync();
        await DecideAsync("accept");
        await watch.OneAsync(AuditAction.ChangeAccepted);

        await AskWriteOffAsync();
        await watch.OneAsync(AuditAction.WriteOffAsked);
        await DecideAsync("write-off/refuse", ("why", "仍在生产"));
        await watch.OneAsync(AuditAction.WriteOffRefused);
        await AskWriteOffAsync();
        await watch.PassAsync();
        await DecideAsync("accept");
        await watch.OneAsync(AuditAction.WrittenOff);
        await DecideAsync("restore", ("why", "误办"));
        Assert.AreEqual(($"{code}/2026/5", "320583100"), await watch.SubjectAsync(AuditAction.Restored));

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

    private static async Task ImportsAsync(TestApp app, AuditWatch watch)
    {
        var office = await app.SignedInAsync(Role.County);
        await watch.PassAsync();
        var code = Enterprises.NewCreditCode();
        var file = new ImportFile().Enterprise(code, cells: ("有无较大以上风险", "无")).Bytes();

        var import = await office.CheckAsync(app, file);
        var id = import.Split('/')[^1];
        Assert.AreEqual(($"导入 {id}", "320583000"), await watch.SubjectAsync(AuditAction.ImportUploaded));
        using var applied = await office.DecideAsync(import, "apply", ("Confirmed", "true"), ("AllOrNothing", "false"));
        Assert.AreEqual(64, (await watch.OneAsync(AuditAction.ImportApplied)).HashAfter.Length);
        await app.WorkAsync();
        var filed = await watch.OneAsync(AuditAction.ReportFiled);
        Assert.AreEqual(($"{code}/2026/1", $"批量导入 {id}"), (filed.Subject, filed.Source));
        using var undone = await office.DecideAsync(import, "undo", ("reason", "错误的文件"));
        await watch.OneAsync(AuditAction.ImportUndone);
        await watch.WorkAsync(async () =>
        {
            await app.Database.ExecuteAsync("UPDATE ImportJob SET Status = 0 WHERE Status = 1");
            await app.WorkAsync();
        }, "ImportJob");
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
        await watch.PassAsync();
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
        entry = await watch.OneAsync(AuditAction.ScheduleChanged);
        Assert.AreEqual(("视图 1", "320583100"), (entry.Subject, entry.Region));
        Assert.AreNotEqual(entry.HashBefore, entry.HashAfter);
        using var deleted = await office.SubmitAsync("/roster/views/1/edit", "/roster/views/1/delete");
        Assert.AreEqual((entry.HashAfter, ""), (await watch.OneAsync(AuditAction.ViewRemoved)) is var gone ? (gone.HashBefore, gone.HashAfter) : default);
    }

    private static async Task RemindersAsync(TestApp app, AuditWatch watch)
    {
        await Filer.SignedInAsync(app);   // has not filed
        var township = await app.SignedInAsync(Role.Township);
        await watch.PassAsync();
        using var asked = await township.SubmitAsync("/reminders", "/reminders/ask", ("confirmed", "true"));
        StringAssert.StartsWith((await watch.OneAsync(AuditAction.RemindersAsked)).Subject, "2026 年度");
        var city = await app.SignedInAsync(Role.City);
        await watch.PassAsync();
        using var worded = await city.SubmitAsync("/reminders/texts/due", ("subject", "请报告"), ("body", "{企业名称}请报告"), ("reason", "更简短"), ("version", "0"), ("keep", "true"));
        var wording = await watch.OneAsync(AuditAction.ReminderWorded);
        Assert.AreEqual(("临近截止 第 1 版", 64, 64), (wording.Subject, wording.HashBefore.Length, wording.HashAfter.Length));
        Assert.AreNotEqual(wording.HashBefore, wording.HashAfter);
    }

    private static async Task RulesAsync(TestApp app, AuditWatch watch)
    {
        var admin = await app.SignedInAsync(Role.Admin);
        await watch.PassAsync();
        await admin.CopyRulesAsync("2021-B", "2026-T");
        var copied = await watch.OneAsync(AuditAction.RulesCopied);
        Assert.AreEqual(("2026-T", "320500000", ""), (copied.Subject, copied.Region, copied.HashBefore));
        using (await admin.EditRulesAsync("2026-T", ("LS.Orange.From", "12"))) { }
        var edited = await watch.OneAsync(AuditAction.RulesEdited);
        Assert.AreEqual(copied.HashAfter, edited.HashBefore);
        Assert.AreNotEqual(edited.HashBefore, edited.HashAfter);
        await admin.CopyRulesAsync("2021-B", "2028-W");
        await watch.PassAsync();
        await admin.PutInForceAsync("2028-W", "2028-01-01");
        await watch.OneAsync(AuditAction.RulesDecided);
        using (await admin.PressAsync("2028-W", "withdraw")) { }
        await watch.OneAsync(AuditAction.RulesWithdrawn);
        await admin.CopyRulesAsync("2021-A", "2027-X");
        await watch.PassAsync();
        using (await admin.PressAsync("2027-X", "delete")) { }
        Assert.AreEqual("", (await watch.OneAsync(AuditAction.RulesDeleted)).HashAfter);

        using (await CatalogueFile.UploadAsync(admin, new CatalogueFile().Item("GF-01").Bytes())) { }
        await watch.OneAsync(AuditAction.CatalogueAdded);
        using (await admin.SubmitAsync("/catalogue", "/catalogue/withdraw", ("edition", "正式目录(第一批)"))) { }
        await watch.OneAsync(AuditAction.CatalogueWithdrawn);

        using (await admin.SubmitAsync("/campaigns/new", "/campaigns", ("Year", "2026"), ("Name", "先行"), ("BeginsOn", "2026-11-25"), ("CampaignDueOn", "2026-11-30"), ("Reason", "试点"))) { }
        var phase = await watch.OneAsync(AuditAction.PhaseChanged);
        Assert.AreEqual(("2026 先行 新增", "", 64), (phase.Subject, phase.HashBefore, phase.HashAfter.Length));

        using (await admin.LoadBoundariesAsync(BoundaryUploads.Kunshan)) { }
        Assert.HasCount(64, (await watch.OneAsync(AuditAction.BoundariesLoaded)).HashAfter);
        using (await admin.SubmitAsync("/map/boundaries", "/map/boundaries/1/withdraw", ("reason-1", "有误"))) { }
        Assert.AreEqual("1", (await watch.OneAsync(AuditAction.BoundariesWithdrawn)).Subject);

        using (var decided = await admin.DecideRulesAsync("2026-T", "2026-11-25", regradeFromYear: "2026"))
            Assert.AreEqual(HttpStatusCode.Redirect, decided.StatusCode, await decided.Content.ReadAsStringAsync());
        await watch.PassAsync();
        await app.RegradeAsync();
        app.ComeTo(new DateOnly(2026, 11, 25));
        await watch.WorkAsync(async () =>
        {
            await app.Database.ExecuteAsync("UPDATE RegradingRun SET Status = 0 WHERE Status = 1");
            await app.RegradeAsync();
        }, "RegradingRun");
        Assert.AreEqual("重新评级 1", (await watch.OneAsync(AuditAction.Regraded)).Source);
    }

    private static async Task PlansAsync(TestApp app, AuditWatch watch)
    {
        await watch.PassAsync();
        Assert.AreNotEqual(0, await watch.DoAsync(() => OpenAsync(2025)));
        await watch.OneAsync(AuditAction.YearOpened);
        var filer = await FloorPlans.FiledAsync(app);
        var code = await app.Database.ScalarAsync<string>("SELECT CreditCode FROM Enterprise WHERE Id = @EnterpriseId", filer);
        Assert.AreEqual("2026 年度 1 家", (await watch.OneAsync(
            AuditAction.YearOpened, AuditEntry.Done, AuditAction.AccountMade, AuditAction.MembershipGiven, AuditAction.SignedIn, AuditAction.ReportFiled)).Subject);
        Assert.AreEqual(0, await OpenAsync(2026));
        var plan = await filer.Client.AddPlanAsync(app);
        Assert.AreEqual(($"{code} 平面图 1", "320583100"), await watch.SubjectAsync(AuditAction.PlanAdded));
        using (await filer.Client.DrawAsync(plan, 0, 1, ("1", "", "10,10"))) { }
        Assert.HasCount(64, (await watch.OneAsync(AuditAction.PlanDrawn)).HashAfter);
        using (await filer.Client.DrawAsync(plan, 0, 1, ("1", "", "20,20"))) { }   // somebody was quicker
        await PapersAsync(app, watch, filer, code);
        using (await filer.Client.SubmitAsync(plan, plan + "/remove")) { }
        await watch.OneAsync(AuditAction.PlanRemoved);
        Assert.AreEqual("plan.added plan.drawn plan.removed", await app.Database.ScalarAsync<string>(
            "SELECT GROUP_CONCAT(Action, ' ') FROM (SELECT Action FROM AuditEntry WHERE Action LIKE 'plan.%' OR Subject = '2026 年度 0 家' ORDER BY Number)"));

        Task<int> OpenAsync(int year) => app.Services.GetRequiredService<YearStore>().OpenAsync(year, new Actor("test", "test", "test"), CancellationToken.None);
    }

    /// <summary>What leaves with an office is entered, what an enterprise takes of its own is not.</summary>
    private static async Task PapersAsync(TestApp app, AuditWatch watch, Filer filer, string code)
    {
        var office = await app.SignedInAsync(Role.Township);
        await watch.PassAsync();
        await filer.Client.GetByteArrayAsync("/declarations/2026/report.pdf");
        await filer.Client.GetByteArrayAsync("/declarations/2026/versions/1.json");
        await filer.Client.GetByteArrayAsync("/outputs/2026/list.xlsx");
        Assert.IsEmpty(await watch.PassAsync());
        foreach (var (file, about) in new[]
        {
            ("declarations/2026/report.pdf", $"工业企业安全生产风险报告 pdf {code}/2026/1"),
            ("outputs/2026/board.pdf", $"企业安全风险公示文件 pdf {code}/2026 安全风险公告栏"),
            ("outputs/2026/cards.pdf", $"企业安全风险公示文件 pdf {code}/2026 岗位安全风险告知卡"),
            ("outputs/2026/list.pdf", $"企业安全风险公示文件 pdf {code}/2026 安全风险管控清单"),
            ("outputs/2026/list.xlsx", $"企业安全风险公示文件 xlsx {code}/2026 安全风险管控清单"),
            ("outputs/2026/plans/1/plan.pdf", $"企业安全风险公示文件 pdf {code}/2026 四色安全风险分布图"),
        })
        {
            await office.GetByteArrayAsync($"/enterprises/{filer.EnterpriseId}/{file}");
            StringAssert.EndsWith((await watch.OneAsync(AuditAction.Exported)).Subject, about);
        }

        var versions = $"/enterprises/{filer.EnterpriseId}/declarations/2026/versions";
        using (await office.SubmitAsync(versions, versions + "/1.json", ("reason", "核对回执"))) { }
        StringAssert.EndsWith((await watch.OneAsync(AuditAction.ExportedWithPhones)).Subject, $"报告原文 json {code}/2026/1");
    }

    private static Task<string> HashAsync(TestApp app, int number) =>
        app.Database.ScalarAsync<string>("SELECT ContentSha256 FROM DeclarationVersion WHERE Number = @Number", new { Number = number });
}
