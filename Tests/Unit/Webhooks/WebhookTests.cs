using System.Net;
using System.Text;
using RiskReport.Domain.Webhooks;

namespace RiskReport.Tests.Unit.Webhooks;

[TestClass]
public sealed class WebhookTests
{
    /// <summary>The vector that the libraries of Standard Webhooks test themselves with.</summary>
    [TestMethod]
    public void Signatures_are_those_of_Standard_Webhooks()
    {
        const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        var at = DateTimeOffset.FromUnixTimeSeconds(1614265330);
        var body = Encoding.UTF8.GetBytes("""{"test": 2432232314}""");

        Assert.AreEqual("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", WebhookSecret.Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", at, body, [Secret]));
        var both = WebhookSecret.Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", at, body, [WebhookSecret.New(), Secret]).Split(' ');
        Assert.HasCount(2, both);
        Assert.AreEqual("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", both[1]);
        Assert.HasCount(32, Convert.FromBase64String(WebhookSecret.New()["whsec_".Length..]));
        Assert.AreNotEqual(WebhookSecret.New(), WebhookSecret.New());
    }

    [TestMethod]
    public void A_call_is_made_seven_times_over_a_day_and_a_half()
    {
        var pauses = Enumerable.Range(1, 8).Select(a => WebhookSchedule.PauseAfter(a, WebhookOutcome.Refused)?.TotalMinutes).ToArray();

        CollectionAssert.AreEqual(new double?[] { 1, 5, 30, 120, 360, 1440, null, null }, pauses);
        Assert.IsNull(WebhookSchedule.PauseAfter(1, WebhookOutcome.Gone), "never again");
        foreach (var (asked, share, seconds) in new (double?, double, double)[] { (null, 1, 54), (null, 0.5, 57), (30, 0, 60), (600, 1, 600), (-5, 0, 60), (9_000_000, 0, 86_400) })
            Assert.AreEqual(seconds, WebhookSchedule.PauseAfter(1, WebhookOutcome.Refused, asked is { } s ? TimeSpan.FromSeconds(s) : null, share)!.Value.TotalSeconds, $"{asked} {share}");
    }

    [TestMethod]
    [DataRow("8.8.8.8", true)]
    [DataRow("223.255.255.255", true)]
    [DataRow("172.15.255.255", true)]
    [DataRow("2400:3200::1", true)]
    [DataRow("0.0.0.0", false)]
    [DataRow("10.1.2.3", false)]
    [DataRow("100.64.0.1", false)]
    [DataRow("127.0.0.1", false)]
    [DataRow("127.255.0.1", false)]
    [DataRow("169.254.169.254", false)]
    [DataRow("172.16.0.1", false)]
    [DataRow("172.31.255.255", false)]
    [DataRow("192.168.1.1", false)]
    [DataRow("198.18.0.1", false)]
    [DataRow("224.0.0.1", false)]
    [DataRow("255.255.255.255", false)]
    [DataRow("::", false)]
    [DataRow("::1", false)]
    [DataRow("::ffff:10.0.0.1", false)]
    [DataRow("::ffff:8.8.8.8", true)]
    [DataRow("::127.0.0.1", false)]
    [DataRow("64:ff9b::a00:1", false)]
    [DataRow("fc00::1", false)]
    [DataRow("fe80::1", false)]
    [DataRow("ff02::1", false)]
    [DataRow("2001:0:1::1", false)]
    [DataRow("2001:db8::1", false)]
    [DataRow("2002:a00:1::1", false)]
    public void Only_public_addresses_are_called(string address, bool isPublic)
    {
        Assert.AreEqual(isPublic, new WebhookReach(false, []).Covers(IPAddress.Parse(address)));
        Assert.AreEqual(isPublic || address is "127.0.0.1" or "127.255.0.1" or "::1", new WebhookReach(true, []).Covers(IPAddress.Parse(address)), "while it is developed");
        Assert.AreEqual(isPublic || address is "10.1.2.3" or "::ffff:10.0.0.1", new WebhookReach(false, [IPNetwork.Parse("10.0.0.0/8")]).Covers(IPAddress.Parse(address)), "allowed");
    }

    [TestMethod]
    [DataRow("https://platform.example.gov.cn/hooks?key=1", true)]
    [DataRow("https://platform.example.gov.cn:8443/", true)]
    [DataRow("https://[2400:3200::1]/", true)]
    [DataRow("", false)]
    [DataRow("platform.example.gov.cn/hooks", false)]
    [DataRow("/hooks", false)]
    [DataRow("http://platform.example.gov.cn/hooks", false)]
    [DataRow("http://localhost/hooks", false)]
    [DataRow("ftp://platform.example.gov.cn/", false)]
    [DataRow("file:///etc/passwd", false)]
    [DataRow("https://user:secret@platform.example.gov.cn/", false)]
    [DataRow("https://platform.example.gov.cn/#part", false)]
    [DataRow("https://127.0.0.1/", false)]
    [DataRow("https://2130706433/", false)]
    [DataRow("https://0x7f.1/", false)]
    [DataRow("https://[::1]/", false)]
    [DataRow("https://169.254.169.254/latest", false)]
    public void Only_https_and_no_inner_address_can_be_entered(string url, bool isGood) => Assert.AreEqual(isGood, new WebhookReach(false, []).Problem(url) is null);
}
