using RiskReport.Domain.Privacy;
using RiskReport.Domain.Roster;
using RiskReport.Domain.Tables;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Roster;

[TestClass]
public sealed class RosterColumnsTests
{
    [TestMethod]
    public void Without_a_choice_the_columns_are_those_others_rely_on() => CollectionAssert.AreEqual(
        "统一社会信用代码 企业名称 县(市、区) 镇(街道) 行业代码 行业名称 规模 报告年度 报告类型 状态 提交时间 企业风险等级 最高分值 重大风险数 较大风险数 一般风险数 低风险数 主要风险 安全负责人 联系电话".Split(' '),
        RosterColumns.All.Chosen([]).Select(c => c.Heading).ToArray());

    [TestMethod]
    public void Chosen_columns_stand_in_the_order_of_the_choice_and_once() => CollectionAssert.AreEqual(
        new[] { "联系电话", "企业名称", "企业风险等级" },
        RosterColumns.All.Chosen(["phone", "name", "colour", "name"]).Select(c => c.Heading).ToArray());

    [TestMethod]
    public void A_column_that_is_none_is_refused() =>
        Assert.ThrowsExactly<ArgumentException>(() => RosterColumns.All.Chosen(["name", "secret"]));

    [TestMethod]
    public void Every_column_has_a_key_of_its_own()
    {
        foreach (var keys in new[] { RosterColumns.All.Select(c => c.Key), RiskRosterColumns.All.Select(c => c.Key) })
        {
            Assert.IsTrue(keys.All(k => k.Length > 0));
            Assert.AreEqual(keys.Count(), keys.Distinct().Count());
        }
    }

    [TestMethod]
    [DataRow(false, "138****5678", "0512-******34")]
    [DataRow(true, "138****5678", "0512-******34")]
    public void Only_persons_are_masked_and_their_names_for_some(bool names, string phone, string phoneOfRisk)
    {
        var (row, risk, sight) = (RosterSample.Row, RiskSample.Row, new Sight(Phones: false, names));

        var masked = RosterColumns.All.For(sight);
        var maskedRisk = RiskRosterColumns.All.For(sight);

        Assert.AreEqual(sight.Name(row.SafetyOfficer), masked.Single(c => c.Key == "officer").Value(row));
        Assert.AreEqual(sight.Name(risk.Owner), maskedRisk.Single(c => c.Key == "owner").Value(risk));
        Assert.AreEqual(names, row.SafetyOfficer == sight.Name(row.SafetyOfficer));
        Assert.AreEqual(phone, masked.Single(c => c.Key == "phone").Value(row));
        Assert.AreEqual(phoneOfRisk, maskedRisk.Single(c => c.Key == "phone").Value(risk));
        CollectionAssert.AreEqual(
            RosterColumns.All.Where(c => c.OfPerson is null).Select(c => c.Value(row)).ToArray(), masked.Where(c => c.OfPerson is null).Select(c => c.Value(row)).ToArray());
        CollectionAssert.AreEqual(
            RiskRosterColumns.All.Where(c => c.OfPerson is null).Select(c => c.Value(risk)).ToArray(), maskedRisk.Where(c => c.OfPerson is null).Select(c => c.Value(risk)).ToArray());
    }
}
