using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;
using RiskReport.Tests.Support;
using RiskReport.Web.Mail;

namespace RiskReport.Tests.Integration.Mail;

[TestClass]
public sealed class MailerTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task The_server_gets_the_very_message()
    {
        await using var server = new MailServer();
        var mailer = Mailer(server.Settings);

        var outcome = await mailer.SendAsync(new OutgoingMail("anquan@example.com", "年度报告提醒", "昆山某某厂：\r\n.第一行以点开头\r\n请于 3 月 31 日前报告。", "reminder-7"), TestContext.CancellationToken);

        Assert.AreEqual(MailOutcome.Sent, outcome);
        var message = server.Messages.Single();
        Assert.AreEqual("年度报告提醒", message.Subject);
        Assert.AreEqual("report@example.gov.cn", message.From.Mailboxes.Single().Address);
        Assert.AreEqual("anquan@example.com", message.To.Mailboxes.Single().Address);
        Assert.AreEqual("reminder-7@example.gov.cn", message.MessageId);
        Assert.AreEqual("auto-generated", message.Headers["Auto-Submitted"]);
        Assert.AreEqual("昆山某某厂：\n.第一行以点开头\n请于 3 月 31 日前报告。", ((TextPart)message.Body!).Text.ReplaceLineEndings("\n").TrimEnd());
    }

    [TestMethod]
    public async Task Refused_for_good_is_told_from_failed()
    {
        var server = new MailServer();
        var mailer = Mailer(server.Settings);
        Task<MailOutcome> SendAsync() => mailer.SendAsync(new OutgoingMail("nobody@example.com", "提醒", "正文"), TestContext.CancellationToken);

        server.Recipient = _ => "550 no such user";
        var refused = await SendAsync();
        server.Recipient = _ => "451 try later";
        var later = await SendAsync();
        await server.DisposeAsync();
        var away = await SendAsync();

        Assert.AreEqual((MailOutcome.Refused, MailOutcome.Failed, MailOutcome.Failed), (refused, later, away));
        Assert.IsEmpty(server.Messages);
    }

    [TestMethod]
    public async Task What_the_server_took_is_sent_though_it_never_says_farewell()
    {
        await using var server = new MailServer { IsSilentAtTheEnd = true };

        var outcome = await Mailer(server.Settings).SendAsync(new OutgoingMail("a@example.com", "提醒", "正文"), TestContext.CancellationToken);

        Assert.AreEqual(MailOutcome.Sent, outcome);
        Assert.HasCount(1, server.Messages);
    }

    [TestMethod]
    [DataRow("a@example.com", "提醒\r\nBcc: b@example.com")]
    [DataRow("a@example.com\r\nBcc: b@example.com", "提醒")]
    [DataRow("a@example.com, b@example.com", "提醒")]
    public async Task Nothing_becomes_a_second_header(string to, string subject)
    {
        await using var server = new MailServer();
        var mailer = Mailer(server.Settings);

        await Assert.ThrowsExactlyAsync<ArgumentException>(() => mailer.SendAsync(new OutgoingMail(to, subject, "正文"), TestContext.CancellationToken));

        Assert.IsEmpty(server.Messages);
    }

    [TestMethod]
    public void Half_a_configuration_ends_the_start()
    {
        Assert.IsFalse(Mailer([]).IsConfigured);
        Assert.Throws<InvalidOperationException>(() => Mailer([("Mail:Host", "mail.example.com")]));
        Assert.Throws<InvalidOperationException>(() => Mailer([("Mail:Host", "mail.example.com"), ("Mail:From", "a@example.com"), ("Mail:Security", "ssl")]));
    }

    private static Mailer Mailer(IEnumerable<(string Key, string Value)> settings) => new(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build(),
        TimeProvider.System, NullLogger<Mailer>.Instance);
}
