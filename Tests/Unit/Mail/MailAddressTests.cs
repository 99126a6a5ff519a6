using RiskReport.Domain.Mail;

namespace RiskReport.Tests.Unit.Mail;

[TestClass]
public sealed class MailAddressTests
{
    [TestMethod]
    [DataRow("anquan@example.com")]
    [DataRow("zhang.san+risk@mail.suzhou-factory.cn")]
    public void A_plain_address_can_be_written_to(string address) => Assert.IsNull(MailAddress.Problem(address));

    [TestMethod]
    [DataRow("")]
    [DataRow("anquan")]
    [DataRow("@example.com")]
    [DataRow("anquan@localhost")]
    [DataRow("anquan@example..com")]
    [DataRow("an..quan@example.com")]
    [DataRow("anquan@-example.com")]
    [DataRow("张三@example.com")]
    [DataRow("a b@example.com")]
    [DataRow("a@b@example.com")]
    [DataRow("安全 <anquan@example.com>")]
    [DataRow("anquan@example.com,b@example.com")]
    [DataRow("anquan@example.com\r\nBcc: b@example.com")]
    [DataRow("anquan@example.com\n")]
    public void Anything_else_is_refused(string address) => Assert.IsNotNull(MailAddress.Problem(address));
}
