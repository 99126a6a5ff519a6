using RiskReport.Domain.Reminders;

namespace RiskReport.Tests.Unit.Reminders;

[TestClass]
public sealed class ReminderTemplateTests
{
    private static readonly Reminder Reminder = new(ReminderLadderTests.Report, ReminderKind.Due, new DateOnly(2027, 3, 31), new DateOnly(2027, 3, 17));

    private static readonly DateOnly Day = new(2027, 3, 17);

    [TestMethod]
    public void What_the_program_comes_with_is_in_order_and_is_filled_in()
    {
        foreach (var kind in Enum.GetValues<ReminderKind>())
        {
            Assert.IsEmpty(ReminderTemplate.Shipped(kind).Problems(), kind.Word());
            var text = ReminderTemplate.Shipped(kind).Fill(Reminder with { Kind = kind });
            Assert.DoesNotContain("{", text.Subject + text.Body);
        }

        Assert.AreEqual(
            "苏州样板厂：贵单位2027年度安全生产风险报告尚未提交，截止日期为2027年3月31日，还有14天。请登录系统填写并提交；没有较大以上安全风险的，也应当登录确认。",
            ReminderTemplate.Shipped(ReminderKind.Due).Fill(Reminder).Body);
    }

    [TestMethod]
    public void Every_problem_is_told_at_once()
    {
        var problems = new ReminderTemplate(ReminderKind.Due, "报告\nBcc: a@example.com {逾期天数}", "{企业} 请{ 尽快").Problems();

        CollectionAssert.AreEqual(
            new[]
            {
                "Subject 标题只能有一行，请删去换行等控制字符。",
                "Subject 标题中的“{逾期天数}”不能使用，可用的有：{企业名称}、{镇街}、{年度}、{截止日期}、{剩余天数}。",
                "Body 正文中的“{企业}”不能使用，可用的有：{企业名称}、{镇街}、{年度}、{截止日期}、{剩余天数}。",
                "Body 正文中的大括号不成对，请写成 {企业名称} 的样子。",
            }, problems.Select(p => $"{p.Field} {p.Message}").ToArray());
        Assert.HasCount(2, new ReminderTemplate(ReminderKind.Due, " ", "").Problems());
        Assert.HasCount(2, new ReminderTemplate(ReminderKind.Due, new string('长', 81), new string('长', 1001)).Problems());
    }

    [TestMethod]
    public void A_name_is_put_in_as_it_is_and_never_read_again()
    {
        var text = new ReminderTemplate(ReminderKind.Due, "{企业名称}", "{企业名称}").Fill(Reminder with { Report = Reminder.Report with { Name = "甲{年度}\r\nBcc: x@example.com" } });

        Assert.AreEqual("甲{年度}  Bcc: x@example.com", text.Subject);
        Assert.IsFalse(text.Subject.Any(char.IsControl));
        var longest = new ReminderTemplate(ReminderKind.Due, "{企业名称}{企业名称}{没有}", "{没有}").Fill(Reminder with { Report = Reminder.Report with { Name = new string('长', 198) + "𠮷" } });
        Assert.AreEqual((new string('长', 198) + "…", "{没有}"), (longest.Subject, longest.Body), "half a character is none");
    }

    [TestMethod]
    public void A_digest_is_one_message_with_everything_in_it()
    {
        var one = new ReminderText("甲", "甲的正文");

        Assert.AreEqual("甲", ReminderDigest.Of([one], Day, null).Subject);
        var two = ReminderDigest.Of([one, new ReminderText("乙", "乙的正文")], Day, "https://risk.example.gov.cn");
        Assert.AreEqual("安全生产风险报告提醒（2 项）", two.Subject);
        Assert.AreEqual("甲的正文\n\n乙的正文\n\n以上是2027年3月17日的情况，此后已经提交的，无需再办。\n\n登录地址：https://risk.example.gov.cn\n本邮件由系统自动发出，请勿回复。", two.Body);
        StringAssert.Contains(ReminderDigest.Of([.. Enumerable.Repeat(one, 60)], Day, null).Body, "另有 10 项");
    }
}
