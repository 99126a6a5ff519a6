using System.Net;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Access;

/// <summary>Whoever sits down at a session that somebody left open and guesses: entered each time, and held off as at the sign-in.</summary>
[TestClass]
public sealed class PersonProofTests
{
    private const string Wrong = "Wrong-horse-9";

    [TestMethod]
    public async Task A_wrong_password_or_code_within_a_session_is_entered_and_counted()
    {
        await using var server = new MailServer();
        using var portal = new FakePortal();
        await using var app = await server.AppAsync(portal.Add, FakePortal.Settings);
        var name = await app.AddAccountAsync(Role.County);
        var person = app.Anonymous();
        await person.SignInAsync(name);
        var watch = new AuditWatch(app.Database);
        await watch.PassAsync();
        using (await portal.AnswerAsync(person, "/account/external/start")) { }

        await RefusedAsync(AuditAction.PasswordChanged, "/account/password", "", ("Current", Wrong), ("New", "Another-horse-8"), ("Repeated", "Another-horse-8"));
        await RefusedAsync(AuditAction.MailConfirmed, "/account/mail", "", ("mailbox", "a@example.com"), ("password", Wrong));
        await RefusedAsync(AuditAction.ExternalLinked, "/account/external", "", ("password", Wrong));
        await RefusedAsync(AuditAction.FactorAdded, Factors.Page, "", ("password", Wrong), ("code", "123456"));
        using (await person.SubmitAsync(Factors.Page, ("password", ""), ("code", ""))) { }
        Assert.IsEmpty(await watch.PassAsync(), "a field left empty is no guess");
        await RefusedAsync(AuditAction.PasswordChanged, "/account/password", "", ("Current", Wrong), ("New", "Another-horse-8"), ("Repeated", "Another-horse-8"));

        // five in all: the right one is held off too, here and at the sign-in, and a pause later it is not
        await RefusedAsync(AuditAction.PasswordChanged, "/account/password", "", ("Current", TestApp.Password), ("New", "Another-horse-8"), ("Repeated", "Another-horse-8"));
        using (var held = await app.Anonymous().SubmitAsync("/signin", ("UserName", name), ("Password", TestApp.Password)))
            Assert.AreEqual(HttpStatusCode.OK, held.StatusCode);
        app.Clock.Advance(TimeSpan.FromSeconds(61));
        await watch.OneAsync(AuditAction.SignedIn, AuditEntry.Refused);

        using (await person.SubmitAsync("/account/mail", ("mailbox", "a@example.com"), ("password", TestApp.Password))) { }
        await watch.OneAsync(AuditAction.MailAsked);
        var code = MailServer.CodeOf(await server.MessageAsync(0));
        for (var tries = 0; tries < 5; tries++)
            await RefusedAsync(AuditAction.MailConfirmed, "/account/mail", "/confirm", ("code", "AAAA-BBBB-CCCC-DDDD"));
        await RefusedAsync(AuditAction.MailConfirmed, "/account/mail", "/confirm", ("code", code));
        app.Clock.Advance(TimeSpan.FromSeconds(61));
        using (await person.SubmitAsync("/account/mail", "/account/mail/confirm", ("code", code))) { }
        await watch.OneAsync(AuditAction.MailConfirmed);
        await RefusedAsync(AuditAction.MailRemoved, "/account/mail", "/remove", ("leaving", Wrong));
        using (await portal.AnswerAsync(person, "/account/external/start")) { }
        using (await person.SubmitAsync("/account/external", ("password", TestApp.Password))) { }
        await watch.OneAsync(AuditAction.ExternalLinked);
        await RefusedAsync(AuditAction.ExternalUnlinked, "/account/external", "/unlink", ("leaving", Wrong));
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM ExternalIdentity"));

        await RefusedAsync(AuditAction.FactorAdded, Factors.Page, "", ("password", TestApp.Password), ("code", "123456"));
        var (secret, _) = await person.AddFactorAsync(app);
        await watch.OneAsync(AuditAction.FactorAdded);
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        foreach (var (path, action) in new[] { ("/codes", AuditAction.FactorCodesMade), ("/remove", AuditAction.FactorRemoved) })
        {
            await RefusedAsync(action, Factors.Page, path, ("password", Wrong), ("code", Factors.Code(app, secret)));
            await RefusedAsync(action, Factors.Page, path, ("password", TestApp.Password), ("code", "123456"));
        }

        async Task RefusedAsync(AuditAction action, string page, string step, params (string, string?)[] fields)
        {
            using var response = await person.SubmitAsync(page, page + step, fields);
            Assert.IsNotNull((await response.PageAsync(response.StatusCode)).QuerySelector(".error-summary"), action.ToString());
            var entry = await watch.OneAsync(action, AuditEntry.Refused);
            Assert.AreEqual((name, name, "320583000"), (entry.Subject, entry.Account, entry.Region));
        }
    }
}
