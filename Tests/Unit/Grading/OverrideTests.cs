using RiskReport.Domain.Grading;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Grading;

/// <summary>Rules about an enterprise as a whole: they raise its colour, never lower it, and say why.</summary>
[TestClass]
public sealed class OverrideTests
{
    private static readonly Assessment Blue = new() { Name = "叉车碰撞", Method = GradingMethod.Ls, L = 1, S = 1 };

    private static readonly Assessment Orange = new() { Name = "喷漆房火灾", Method = GradingMethod.Lec, L = 3, E = 6, C = 15 };

    [TestMethod]
    [DataRow(0, RiskColour.Blue)]
    [DataRow(9, RiskColour.Blue)]
    [DataRow(10, RiskColour.Red)]
    [DataRow(500, RiskColour.Red)]
    public void Ten_people_in_a_place_of_fire_explosion_or_poisoning_are_red(int people, RiskColour expected)
    {
        var grade = Grade(new EnterpriseConditions { HazardPlacePeople = people });

        Assert.AreEqual(expected, grade.Colour);
        Assert.AreEqual(RiskColour.Blue, grade.ItemColour);
    }

    [TestMethod]
    public void Each_rule_has_its_reason()
    {
        var grade = Grade(new EnterpriseConditions { HazardPlacePeople = 12, MajorHazard = true, SeriousViolation = true, AccidentConditions = true });

        CollectionAssert.AreEquivalent(new[] { "2021-A/OV-1", "2021-A/OV-2", "2021-A/OV-3", "2021-A/OV-4" }, grade.Overrides.Select(o => o.Rule).ToArray());
        CollectionAssert.AreEqual(grade.Overrides.Select(o => o.Reason).ToArray(), grade.Reasons.ToArray());
        Assert.AreEqual(
            "存在火灾、爆炸、中毒危险的场所作业人数在 10 人及以上（填报 12 人，界限 10 人），企业风险等级不低于重大(红)（规则 2021-A/OV-1；依据：安委办〔2016〕11号及多数省份的直接判定做法，本省是否适用待主管部门确认）。",
            grade.Overrides.Single(o => o.Rule == "2021-A/OV-1").Reason);
    }

    [TestMethod]
    public void What_is_not_known_or_denied_raises_nothing()
    {
        Assert.IsEmpty(Grade(EnterpriseConditions.None).Overrides);
        Assert.IsEmpty(Grade(new EnterpriseConditions { HazardPlacePeople = 0, MajorHazard = false, SeriousViolation = false, AccidentConditions = false }).Overrides);
    }

    [TestMethod]
    public void A_milder_rule_never_lowers_the_worst_item()
    {
        var rules = With(new OverrideRule("OV-9", EnterpriseFact.SeriousViolation, 1, RiskColour.Yellow, "有问题", "示例"));

        var grade = Grader.Grade([Orange], declaresNil: false, rules, new EnterpriseConditions { SeriousViolation = true }).Grade!;

        Assert.AreEqual(RiskColour.Orange, grade.Colour);
        StringAssert.StartsWith(grade.Reasons.Single(), "喷漆房火灾：");
    }

    [TestMethod]
    public void A_nil_declaration_that_a_rule_contradicts_is_refused()
    {
        var result = Grader.Grade([], declaresNil: true, Lists.Rules, new EnterpriseConditions { MajorHazard = true });

        Assert.IsNull(result.Grade);
        Assert.AreEqual("CONTRADICTION", result.Problems.Single().Code);
        StringAssert.Contains(result.Problems.Single().Message, "企业存在重大危险源");
    }

    [TestMethod]
    public void A_nil_declaration_raised_to_yellow_stays_nil()
    {
        var rules = With(new OverrideRule("OV-9", EnterpriseFact.SeriousViolation, 1, RiskColour.Yellow, "有问题", "示例"));

        var grade = Grader.Grade([], declaresNil: true, rules, new EnterpriseConditions { SeriousViolation = true }).Grade!;

        Assert.AreEqual(RiskColour.Yellow, grade.Colour);
        Assert.HasCount(2, grade.Reasons);
    }

    [TestMethod]
    public void To_deny_a_major_hazard_that_an_item_shows_is_a_contradiction()
    {
        var unit = new Assessment { Name = "氨罐区", Method = GradingMethod.MajorHazard, Unit = new MajorHazardUnit(5, [new SubstanceAmount("氨", 10)]) };

        var problem = Grader.Grade([unit], declaresNil: false, Lists.Rules, new EnterpriseConditions { MajorHazard = false }).Problems.Single();

        Assert.AreEqual("CONTRADICTION", problem.Code);
        Assert.AreEqual("重大危险源", problem.Factor);
        StringAssert.Contains(problem.Message, "“氨罐区”");
    }

    private static Grade Grade(EnterpriseConditions conditions) => Grader.Grade([Blue], declaresNil: false, Lists.Rules, conditions).Grade!;

    private static GradingRules With(OverrideRule rule) => new(Lists.Rules.RuleSet with { Overrides = [rule] }, Lists.Rules.Catalogue);
}
