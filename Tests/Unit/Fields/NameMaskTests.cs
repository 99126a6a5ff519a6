using RiskReport.Data.Seeding;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Privacy;

namespace RiskReport.Tests.Unit.Fields;

[TestClass]
public sealed class NameMaskTests
{
    [TestMethod]
    [DataRow("张三", "张*")]
    [DataRow("欧阳小明", "欧***")]
    [DataRow("𠮷田三", "𠮷**", DisplayName = "a first character of two code units")]
    [DataRow("张𠮷", "张*", DisplayName = "a second one of two")]
    [DataRow("é́mile", "é́****", DisplayName = "a letter with its marks")]
    [DataRow("阿卜杜拉·买买提", "阿***·***")]
    [DataRow("John Smith", "J*** *****")]
    [DataRow("张三、李四", "张*、**", DisplayName = "two persons")]
    [DataRow("张三(13812345678)", "张*(***********)", DisplayName = "a number behind it")]
    [DataRow("张", "张")]
    [DataRow("", "")]
    [DataRow(null, null)]
    public void Nobody_is_named(string? name, string? expected) => Assert.AreEqual(expected, NameMask.Of(name));

    [TestMethod]
    [DataRow(Role.Enterprise, "13812345678 张三")]
    [DataRow(Role.Township, "138****5678 张三")]
    [DataRow(Role.County, "138****5678 张三")]
    [DataRow(Role.City, "138****5678 张三")]
    [DataRow(Role.Auditor, "138****5678 张*")]
    [DataRow(Role.Admin, "138****5678 张*")]
    [DataRow(Role.Security, "138****5678 张*")]
    [DataRow((Role)99, "138****5678 张*")]
    public void What_is_seen_is_said_by_role(Role role, string expected)
    {
        var sight = Sight.Of(role);

        Assert.AreEqual(expected, $"{sight.Of(EnterpriseFields.Phone, "13812345678")} {sight.Of(RiskFields.Owner, "张三")}");
        Assert.AreEqual("zhang.san", sight.Doer("zhang.san"));
        Assert.AreEqual(sight.Names ? "张三（承诺链接）" : "张*（承诺链接）", sight.Doer("张三（承诺链接）"));
    }

    [TestMethod]
    public void Facts_are_masked_in_every_field_of_a_person_and_in_no_other()
    {
        var (risk, basics) = (DemonstrationCity.LastYear[0], DemonstrationCity.Unfiled);
        foreach (var (whole, masked) in new[] { (ReportText.Of(risk), ReportText.Of(Sight.Masked.Of(risk))), (ReportText.Of(basics, true), ReportText.Of(Sight.Masked.Of(basics), true)) })
        {
            Assert.IsTrue(whole.Keys.Any(f => f.Kind == FieldKind.PersonName));
            foreach (var (field, text) in whole)
            {
                Assert.AreEqual(Sight.IsOfPerson(field), masked[field] != text, field.Heading);
                Assert.AreEqual(Sight.Masked.Of(field, text), masked[field], field.Heading);
            }
        }
    }
}
