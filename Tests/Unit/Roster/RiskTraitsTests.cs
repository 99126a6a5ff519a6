using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Roster;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Roster;

[TestClass]
public sealed class RiskTraitsTests
{
    [TestMethod]
    public void Every_accident_type_of_the_lists_has_a_bit_of_its_own()
    {
        var names = Lists.Reference.AccidentTypes.Names;

        Assert.IsTrue(names.All(RiskTraits.IsListed), string.Join('、', names.Where(n => !RiskTraits.IsListed(n))));
        Assert.HasCount(names.Count, names.Select(n => RiskTraits.BitsOf([n])).Distinct().ToList());
        Assert.IsTrue(names.All(n => long.IsPow2(RiskTraits.BitsOf([n]))));
    }

    /// <summary>They stand in databases: a bit that moved would filter by another type.</summary>
    [TestMethod]
    [DataRow("物体打击", 1L)]
    [DataRow("火灾", 1L << 7)]
    [DataRow("其他伤害", 1L << 19)]
    [DataRow("其他", 1L << 38)]
    public void A_bit_stays_where_it_is(string name, long bit) => Assert.AreEqual(bit, RiskTraits.BitsOf([name]));

    [TestMethod]
    public void A_name_without_a_bit_shares_one_and_has_to_be_looked_at()
    {
        Assert.AreEqual(RiskTraits.BitsOf(["没有的类型"]), RiskTraits.BitsOf(["别的类型"]));
        Assert.IsFalse(new RiskFilter { AccidentTypes = ["没有的类型"] }.IsOfReport);
    }

    [TestMethod]
    public void Methods_are_added_up_once() =>
        Assert.AreEqual(0b1011, RiskTraits.BitsOf([GradingMethod.Lec, GradingMethod.Catalogue, GradingMethod.Ls, GradingMethod.Lec]));

    [TestMethod]
    public void Only_one_question_about_a_risk_is_answered_by_the_report()
    {
        Assert.IsTrue(new RiskFilter { Methods = [GradingMethod.Lec] }.IsOfReport);
        Assert.IsTrue(new RiskFilter { AccidentTypes = ["火灾", "触电"] }.IsOfReport);
        Assert.IsFalse(new RiskFilter { Methods = [GradingMethod.Lec], AccidentTypes = ["火灾"] }.IsOfReport);
        Assert.IsFalse(new RiskFilter { CatalogueCodes = ["PT-01"] }.IsOfReport);
    }

    [TestMethod]
    public void Every_special_sheet_has_a_bit_that_stays()
    {
        var keys = SheetFields.Sheets.Select(s => s.Code).ToList();

        Assert.HasCount(keys.Count, keys.Select(k => SpecialSubject.BitsOf([k])).Distinct().ToList());
        Assert.AreEqual(1, SpecialSubject.BitsOf(["CombustibleDust"]));
        Assert.AreEqual(128, SpecialSubject.BitsOf(["LithiumBattery"]));
    }
}
