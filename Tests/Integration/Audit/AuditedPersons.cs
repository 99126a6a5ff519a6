using System.Net;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Audit;

/// <summary>Sign-ins, accounts and what persons do with their own.</summary>
internal static class AuditedPersons
{
    public static async Task AllAsync(TestApp app, MailServer server, FakePortal portal, AuditWatch watch)
    {
        await SessionsAsync(app, watch);
        await MailAsync(app, server, watch);
        await PeopleAsync(app, watch);
        await ExternalAsync(app, portal, watch);
        await AccountsAsync(app, watch);
    }

    private static async Task SessionsAsync(TestApp app, AuditWatch watch)
    {
        var name = await watch.DoAsync(() => app.AddAccountAsync(Role.County, name: "counted"));
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
        await watch.PassAsync();
        using var entered = await client.SubmitAsync(Page, ("mailbox", "a@example.com"), ("password", TestApp.Password));
        Assert.AreEqual((name, "320583000"), await watch.SubjectAsync(AuditAction.MailAsked));
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
        await watch.PassAsync();
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
        await watch.PassAsync();
        foreach (var (who, deed) in new[]
        {
            ("admin", AccountDeed.End), ("admin", AccountDeed.Restore), ("security", AccountDeed.Refuse), ("admin", AccountDeed.Restore),
            ("security", AccountDeed.Agree), ("security", AccountDeed.Move), ("security", AccountDeed.Unlock), ("security", AccountDeed.Sessions),
            ("security", AccountDeed.Factor), ("admin", AccountDeed.Password),
        })
        {
            using var done = await clients[who].SubmitAsync(
                "/", $"/accounts/{id}/{deed.Code()}", ("role", "township"), ("region", "320583100"), ($"reason-{deed.Code()}", "来电"));
            var entry = await watch.OneAsync(deed.Entry());
            StringAssert.StartsWith(entry.Subject, name);
            Assert.AreEqual((64, 64), (entry.HashBefore.Length, entry.HashAfter.Length));
            if (deed is AccountDeed.Move)
                Assert.AreEqual(($"{name} county 320583 → township 320583100", "320583100"), (entry.Subject, entry.Region));
            if (deed is not (AccountDeed.Unlock or AccountDeed.Sessions or AccountDeed.Factor))
                Assert.AreNotEqual(entry.HashBefore, entry.HashAfter, $"{deed}");
        }

        using (await clients["admin"].SubmitAsync("/accounts/new", ("UserName", "li.si"), ("Role", "county"), ("Region", "320583"), ("Reason", "科长"))) { }
        var made = await watch.OneAsync(AuditAction.AccountMade);
        Assert.AreEqual(("li.si county", "admin", "3205", "320583000"), (made.Subject, made.Role, made.AccountRegion, made.Region));

        // who left a region stands there too
        using (await clients["security"].SubmitAsync("/", $"/accounts/{id}/move", ("role", "county"), ("region", "320581"), ("reason-move", "来电"))) { }
        var moved = await watch.PassAsync();
        CollectionAssert.AreEqual(new[] { "320583100", "320581000" }, moved.Select(e => e.Region).ToArray());
        Assert.AreEqual(1, moved.Select(e => (e.Action, e.Subject, e.HashAfter)).Distinct().Count());

        var own = app.Anonymous();
        var other = app.Anonymous();
        var person = await app.AddAccountAsync(Role.County);
        await own.SignInAsync(person);
        await other.SignInAsync(person);
        await watch.PassAsync();
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
        await watch.PassAsync();
        using (await portal.AnswerAsync(client, "/account/external/start")) { }
        using var linked = await client.SubmitAsync("/account/external", ("password", TestApp.Password));
        Assert.AreEqual(name, (await watch.OneAsync(AuditAction.ExternalLinked)).Subject);
        using (await portal.SignInAsync(app.Anonymous())) { }
        Assert.AreEqual(name, (await watch.OneAsync(AuditAction.ExternalSignedIn)).Account);
        using var unlinked = await client.SubmitAsync("/account/external", "/account/external/unlink", ("leaving", TestApp.Password));
        Assert.AreEqual(name, (await watch.OneAsync(AuditAction.ExternalUnlinked)).Subject);
        using (await portal.SignInAsync(app.Anonymous())) { }
        var refused = await watch.OneAsync(AuditAction.ExternalSignedIn, AuditEntry.Refused);
        Assert.AreEqual(("", ""), (refused.Account, refused.Subject), "who is not linked is not named");

        var admin = await app.SignedInAsync(Role.Admin);
        await watch.PassAsync();
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
        await watch.OneAsync(AuditAction.MembershipGiven, AuditEntry.Done, AuditAction.YearOpened, AuditAction.AccountMade, AuditAction.SignedIn);
        using var made = await filer.Client.SubmitAsync("/account/invite", ("capacity", "staff"));
        Assert.AreEqual((code, "320583100"), await watch.SubjectAsync(AuditAction.ActivationCodeMade));
        await WrongCodesAsync(app, watch, code);
        var activation = (await made.PageAsync()).QuerySelector(".issued")!.TextContent;
        using var joined = await app.Anonymous().SubmitAsync("/activate",
            ("CreditCode", code), ("Code", activation), ("UserName", "colleague"), ("Password", TestApp.Password), ("Repeated", TestApp.Password));
        Assert.AreEqual(HttpStatusCode.Redirect, joined.StatusCode, await joined.Content.ReadAsStringAsync());
        Assert.AreEqual("colleague enterprise", (await watch.OneAsync(AuditAction.AccountMade, AuditEntry.Done, AuditAction.MembershipGiven, AuditAction.SignedIn)).Subject);
        using var ended = await filer.Client.SubmitAsync("/account/invite", $"/account/invite/{await app.AccountIdAsync("colleague")}/end");
        Assert.AreEqual(($"{code} colleague", "320583100"), await watch.SubjectAsync(AuditAction.MembershipEnded));

        using var asked = await AskAsync(app, code);
        Assert.AreEqual((code, "320583100"), await watch.SubjectAsync(AuditAction.RegistrationAsked));
        var (office, city) = (await app.SignedInAsync(Role.Township), await app.SignedInAsync(Role.City));
        await watch.PassAsync();
        using var refused = await city.SubmitAsync("/invitations/requests", "/invitations/requests/1/refuse", ("reason-1", "不是该企业的人员"));
        Assert.AreEqual((code, "320583100"), await watch.SubjectAsync(AuditAction.RegistrationRefused), "the county's auditors see what the city refuses");
        await AgreedAsync(app, watch, office, code);

        var file = $"/enterprises/{filer.EnterpriseId}";
        using var shown = await office.SubmitAsync(file, file + "/phone", ("reason", "催报"));
        Assert.AreEqual((code, "320583100"), await watch.SubjectAsync(AuditAction.PhoneShown));
        var page = $"{file}/declarations/2026";
        var version = (await office.PageAsync(page)).QuerySelector("form[action$='/management'] input[name=version]")!.GetAttribute("value");
        using var rated = await office.SubmitAsync(page, page + "/management", ("version", version), ("score", "80"), ("reason", "检查表"));
        Assert.AreEqual(($"{code}/2026", "320583100"), await watch.SubjectAsync(AuditAction.ManagementRated));
        using (await office.SubmitAsync(page, page + "/management", ("version", "1"), ("score", "70"), ("reason", "复核"))) { }
        var again = await watch.OneAsync(AuditAction.ManagementRated);
        Assert.AreEqual((64, 64), (again.HashBefore.Length, again.HashAfter.Length));
        Assert.AreNotEqual(again.HashBefore, again.HashAfter);
    }

    /// <summary>Those that were tried; after five from one place none is.</summary>
    private static async Task WrongCodesAsync(TestApp app, AuditWatch watch, string code)
    {
        for (var i = 0; i < 7; i++)
        {
            using var wrong = await app.Anonymous().SubmitAsync("/activate", ("CreditCode", code), ("Code", "AAAA-AAAA-AAAA-AAAA"));
            StringAssert.Contains(await wrong.Content.ReadAsStringAsync(), "激活码不相符");
        }

        var entries = await watch.PassAsync();
        CollectionAssert.AreEqual(
            Enumerable.Repeat((AuditAction.MembershipGiven.Code(), AuditEntry.Refused, code, "320583100"), entries.Count).ToArray(),
            entries.Select(e => (e.Action, e.Result, e.Subject, e.Region)).ToArray());
        Assert.IsTrue(entries.Count is > 0 and < 6, $"{entries.Count}");
        app.Clock.Advance(TimeSpan.FromMinutes(2));
    }

    /// <summary>The office stands as who made the account, and its yes as why.</summary>
    private static async Task AgreedAsync(TestApp app, AuditWatch watch, HttpClient office, string code)
    {
        using (await AskAsync(app, code)) { }
        await watch.PassAsync();
        using (await office.SubmitAsync("/invitations/requests", "/invitations/requests/2/agree")) { }
        var entries = await watch.PassAsync();
        CollectionAssert.AreEqual(
            new[] { ("account.membership-given", $"{code} newcomer"), ("account.made", "newcomer enterprise") }, entries.Select(e => (e.Action, e.Subject)).ToArray());
        foreach (var entry in entries)
            Assert.AreEqual(("township", "320583100", "320583100"), (entry.Role, entry.AccountRegion, entry.Region), entry.Action);
        Assert.AreEqual("同意注册申请", await app.Database.ScalarAsync<string>(
            "SELECT e.ChangeReason FROM AccountEvent e JOIN Account a ON a.Id = e.AccountId WHERE a.UserName = 'newcomer'"));
    }

    private static Task<HttpResponseMessage> AskAsync(TestApp app, string code) => app.Anonymous().SubmitAsync(
        "/register", ("CreditCode", code), ("PersonName", "张三"), ("Phone", "13812345678"), ("UserName", "newcomer"), ("Password", TestApp.Password),
        ("Repeated", TestApp.Password), ("Note", ""));
}
