using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RiskReport.Data.Accounts;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;
using RiskReport.Tests.Unit.Pdf;
using RiskReport.Web.Background;
using RiskReport.Web.Mail;

namespace RiskReport.Tests.Integration.Access;

/// <summary>What is known of persons is shown to whom it must be, cleared in time, and never written into a log.</summary>
[TestClass]
public sealed class PrivacyTests
{
    private const string Phone = "13862871234";
    private const string Masked = "138****1234";
    private const string OtherPhone = "13915558765";
    private const string OtherMasked = "139****8765";

    [TestMethod]
    public async Task An_office_gets_the_report_and_its_history_with_masked_telephones_and_the_enterprise_its_own_whole()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var form = (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Lec("3", "6", "15"));
        await form.With(("Basics.Phone", OtherPhone), ("Items[0].Phone", OtherPhone)).SubmitAsync(filer.Client);
        var office = await app.SignedInAsync(Role.Township);
        var address = $"/enterprises/{filer.EnterpriseId}/declarations/2026";
        var version = (await office.PageAsync(address)).QuerySelector("input[name=version]")!.GetAttribute("value");
        using (await office.SubmitAsync(address, address + "/return", ("version", version), ("reasons[0].target", "0:Phone"),
            ("reasons[0].message", "电话打不通"), ("dueOn", "2026-12-10"))) { }
        await (await ReportForm.OpenAsync(filer.Client)).With(("Basics.Phone", Phone), ("Items[0].Phone", Phone), ("Committed", "true")).SubmitAsync(filer.Client);

        foreach (var page in new[] { address, address + "/versions" })
        {
            var text = (await office.PageAsync(page)).DocumentElement.TextContent;
            StringAssert.Contains(text, Masked, page);
            Assert.DoesNotContain(Phone, text, page);
            Assert.DoesNotContain(OtherPhone, text, page);
        }

        var paper = await PaperAsync(office, address + "/report.pdf");
        StringAssert.Contains(paper, Masked);
        Assert.DoesNotContain(Phone, paper);
        StringAssert.Contains(await PaperAsync(filer.Client, "/declarations/2026/report.pdf"), Phone);
        StringAssert.Contains((await filer.Client.PageAsync("/declarations/2026/versions")).DocumentElement.TextContent, OtherPhone);
    }

    [TestMethod]
    public async Task Documents_to_hang_out_are_whole_for_the_enterprise_and_masked_for_whoever_looks_from_above()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var form = (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Lec("3", "6", "15"), Risk.Lec("3", "6", "15", "喷漆房火灾"));
        await form.With(("Basics.Phone", Phone), ("Items[0].Phone", OtherPhone)).SubmitAsync(filer.Client);
        var above = $"/enterprises/{filer.EnterpriseId}/outputs/2026";

        foreach (var role in new[] { Role.Enterprise, Role.Township, Role.City, Role.Auditor })
        {
            var isOwn = role == Role.Enterprise;
            var (client, address) = isOwn ? (filer.Client, "/outputs/2026") : (await app.SignedInAsync(role), above);
            var cards = OutputSample.Plain(await PaperAsync(client, address + "/cards.pdf"));   // the second risk names the enterprise's own telephone
            var list = OutputSample.Plain(await PaperAsync(client, address + "/list.pdf"));
            var workbook = string.Join(' ', SheetText.Rows(await client.GetByteArrayAsync(address + "/list.xlsx")).SelectMany(r => r));

            foreach (var (text, whole, masked) in new[] { (cards, Phone, Masked), (cards, OtherPhone, OtherMasked), (list, OtherPhone, OtherMasked), (workbook, OtherPhone, OtherMasked) })
            {
                Assert.AreEqual(isOwn, text.Contains(whole, StringComparison.Ordinal), $"{role} {text}");
                Assert.AreEqual(!isOwn, text.Contains(masked, StringComparison.Ordinal), $"{role} {text}");
            }
        }
    }

    [TestMethod]
    public async Task What_has_outlived_its_purpose_is_cleared_and_nothing_else()
    {
        await using var app = await TestApp.StartAsync();
        var name = await app.AddAccountAsync(Role.City);
        await app.Anonymous().SignInAsync(name);
        await app.Database.ExecuteAsync($"""
            INSERT INTO AccountRequest (CreditCode, PersonName, Phone, UserName, NormalizedUserName, PasswordHash, Status, AskedAt, AskedFrom, DecidedAt) VALUES
                ('1', '张三', '{Phone}', 'old', 'OLD', NULL, 2, '2026-01-01', 'x', '2026-02-01'),
                ('1', '李四', '{Phone}', 'recent', 'RECENT', NULL, 2, '2026-01-01', 'x', '2026-11-01'),
                ('1', '王五', '{Phone}', 'waits', 'WAITS', 'x', 0, '2026-01-01', 'x', NULL);
            INSERT INTO Attempt (Who, Purpose, Network, Failures, LastAt) VALUES ('a', 'signin', '', 3, '2026-11-22'), ('b', 'signin', '', 3, '2026-11-24 01:00:00');
            UPDATE Account SET PhoneNumber = '{Phone}', State = 3;
            INSERT INTO Reminder (Id, EnterpriseId, DeclarationId, Year, TownshipCode, Kind, DueOn, OnDay, Subject, Body, CreatedAt, CreatedBy, CreatedFrom) VALUES
                (1, 1, 1, 2024, '320583100', 1, '2024-11-01', '2024-11-01', 's', 'b', '2024-11-01', 'x', 'x'),
                (2, 1, 1, 2026, '320583100', 1, '2026-05-01', '2026-05-01', 's', 'b', '2026-05-01', 'x', 'x'),
                (3, 1, 1, 2026, '320583100', 4, '2026-11-23', '2026-11-23', 's', 'b', '2026-11-23', 'x', 'x');
            INSERT INTO ReminderMail (Id, AccountId, Address, OnDay, Round, Reminders, Subject, Body, Status, NextTryAt, CreatedAt)
            SELECT 1, MIN(Id), 'old@example.com', '2026-05-01 00:00:00', 1, 1, 's', 'b', 2, '2026-05-01', '2026-05-01' FROM Account;
            INSERT INTO ReminderMail (Id, AccountId, Address, OnDay, Round, Reminders, Subject, Body, Status, NextTryAt, CreatedAt)
            SELECT 2, MIN(Id), 'new@example.com', '2026-11-23 00:00:00', 2, 1, 's', 'b', 2, '2026-11-23', '2026-11-23' FROM Account;
            INSERT INTO ReminderReceiver (ReminderId, AccountId, MailId) SELECT r.Id, MIN(a.Id), CASE r.Id WHEN 2 THEN 1 WHEN 3 THEN 2 END FROM Reminder r, Account a GROUP BY r.Id;
            """);
        var retention = app.Services.GetRequiredService<Retention>();

        await retention.RunAsync(TimeSpan.FromDays(1095), CancellationToken.None);
        var requests = await app.Database.ScalarAsync<string>("SELECT GROUP_CONCAT(PersonName || Phone || UserName) FROM AccountRequest");
        Assert.AreEqual($",李四{Phone}recent,王五{Phone}waits", requests);
        Assert.AreEqual("b", await app.Database.ScalarAsync<string>("SELECT GROUP_CONCAT(Who) FROM Attempt"));
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Account WHERE PhoneNumber IS NOT NULL"));
        Assert.AreEqual("2,3 new@example.com 3", await app.Database.ScalarAsync<string>("""
            SELECT (SELECT GROUP_CONCAT(Id) FROM Reminder) || ' ' || (SELECT GROUP_CONCAT(Address) FROM ReminderMail) || ' ' || (SELECT GROUP_CONCAT(ReminderId) FROM ReminderReceiver)
            """), "a message for half a year, that an enterprise was reminded for two");

        app.Clock.Advance(TimeSpan.FromDays(181));
        await retention.RunAsync(TimeSpan.FromDays(1095), CancellationToken.None);
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Account WHERE PhoneNumber IS NOT NULL"));
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM AccountSession"));
        Assert.AreEqual(0, await retention.RunAsync(TimeSpan.FromDays(1095), CancellationToken.None), "again");
    }

    [TestMethod]
    public async Task An_enterprise_is_nameless_when_it_has_been_off_the_roll_for_long_and_not_if_it_was_restored()
    {
        await using var app = await TestApp.StartAsync(settings: new() { ["Retention:WrittenOffDays"] = "100" });
        var (gone, back, reports) = (Enterprises.NewCreditCode(), Enterprises.NewCreditCode(), Enterprises.NewCreditCode());
        foreach (var code in new[] { gone, back, reports })
        {
            var life = await ReportLife.BeginAsync(app, code);
            await life.FileFirstAsync();
            await life.AcceptAsync();
            if (code == reports)
                continue;
            await life.AskWriteOffAsync();
            await life.AcceptAsync();
            if (code == back)
                await life.RestoreAsync();
        }

        var filed = await FiledAsync();
        var worker = app.Services.GetRequiredService<RetentionWorker>();
        app.Clock.Advance(TimeSpan.FromDays(99));
        await worker.ClearAsync(CancellationToken.None);
        Assert.AreEqual(3, await NamedAsync(""));
        app.Clock.Advance(TimeSpan.FromDays(2));
        await worker.ClearAsync(CancellationToken.None);

        Assert.AreEqual(2, await NamedAsync(""));
        Assert.AreEqual(0, await NamedAsync($"AND CreditCode = '{gone}'"));
        Assert.AreEqual("", await app.Database.ScalarAsync<string>($"SELECT LegalRepresentative || SafetyOfficer || Phone FROM Enterprise WHERE CreditCode = '{gone}'"));
        Assert.AreEqual(filed, await FiledAsync(), "what was filed stays as it was filed");

        Task<string> FiledAsync() => app.Database.ScalarAsync<string>("SELECT GROUP_CONCAT(HEX(Content)) FROM DeclarationVersion");

        Task<int> NamedAsync(string which) => app.Database.ScalarAsync<int>($"SELECT COUNT(*) FROM Enterprise WHERE Phone <> '' AND SafetyOfficer <> '' AND LegalRepresentative <> '' {which}");
    }

    [TestMethod]
    public async Task Nothing_of_a_person_goes_into_the_logs()
    {
        var log = new ListeningLog();
        await using var mail = new MailServer();
        await using var app = await mail.AppAsync(services =>
        {
            ProbeController.Add(services);
            services.AddLogging(l => l.AddProvider(log).SetMinimumLevel(LogLevel.Trace));
        });
        var filer = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Lec("3", "6", "15")).With(("Basics.Phone", Phone), ("Basics.SafetyOfficer", "标记人甲")).SubmitAsync(filer.Client);
        using (await app.Anonymous().SubmitAsync("/register", ("CreditCode", Enterprises.NewCreditCode()), ("PersonName", "标记人乙"), ("Phone", OtherPhone),
            ("UserName", "marker-name"), ("Password", "Marked-secret-9"), ("Repeated", "Marked-secret-9"), ("Note", "标记说明"))) { }
        using (await app.Anonymous().SubmitAsync("/signin", ("UserName", "marker-name"), ("Password", "Marked-secret-9"))) { }
        using (await app.Anonymous().SubmitAsync("/activate", ("CreditCode", "x"), ("Code", "MARKEDCODE23"), ("UserName", "marker-name"), ("Password", "Marked-secret-9"))) { }
        using (await filer.Client.SubmitAsync("/", "/probe/throw", ("Phone", Phone))) { }
        foreach (var (answer, outcome) in new[] { ("550", MailOutcome.Refused), ("451", MailOutcome.Failed) })
        {
            mail.Recipient = _ => $"{answer} <marker-box@example.com> is not here";
            Assert.AreEqual(outcome, await app.Services.GetRequiredService<Mailer>().SendAsync(new OutgoingMail("marker-box@example.com", "提醒", "正文"), CancellationToken.None));
        }

        var text = log.Text;
        StringAssert.Contains(text, "ProbeController.Throw", "the log is listened to");
        foreach (var marker in new[] { Phone, OtherPhone, "标记", "marker-name", "marker-box", "Marked-secret", "MARKEDCODE" })
            Assert.DoesNotContain(marker, text);
    }

    private static async Task<string> PaperAsync(HttpClient client, string address) => new PdfFile(await client.GetByteArrayAsync(address)).AllText;
}
