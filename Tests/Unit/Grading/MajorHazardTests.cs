using RiskReport.Domain.Grading;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Grading;

/// <summary>GB 18218-2018: s = Σ(q/Q), R = α·Σ(β·q/Q), α by people within 500 m, level by R.</summary>
[TestClass]
public sealed class MajorHazardTests
{
    [TestMethod]
    [DataRow(0, "0.5")]
    [DataRow(1, "1")]
    [DataRow(29, "1")]
    [DataRow(30, "1.2")]
    [DataRow(49, "1.2")]
    [DataRow(50, "1.5")]
    [DataRow(99, "1.5")]
    [DataRow(100, "2")]
    [DataRow(101, "2")]
    [DataRow(1_000_000, "2")]
    public void Alpha_goes_by_people_outside_and_100_is_2(int people, string alpha)
    {
        // ammonia: Q 10 t, β 2; 10 t is s = 1 and Σ(β·q/Q) = 2
        Assert.AreEqual(Number(alpha) * 2, One(people, ("氨", 10)).Score);
    }

    [TestMethod]
    [DataRow("499.9999", RiskColour.Blue, "none")]
    [DataRow("500", RiskColour.Yellow, "level4")]
    [DataRow("500.0001", RiskColour.Yellow, "level4")]
    public void From_the_critical_quantity_on_it_is_a_major_hazard(string tonnes, RiskColour colour, string rule)
    {
        var grade = One(100, ("甲醇", Number(tonnes)));

        Assert.AreEqual(colour, grade.Colour);
        Assert.AreEqual($"2021-A/majorHazard/{rule}", grade.Rule);
    }

    [TestMethod]
    [DataRow("9.999999", RiskColour.Yellow, "四级")]
    [DataRow("10", RiskColour.Orange, "三级")]
    [DataRow("49.999999", RiskColour.Orange, "三级")]
    [DataRow("50", RiskColour.Red, "二级")]
    [DataRow("99.999999", RiskColour.Red, "二级")]
    [DataRow("100", RiskColour.Red, "一级")]
    public void The_level_begins_at_its_bound(string r, RiskColour colour, string level)
    {
        // one person outside: α = 1, and methanol has β = 1, so R = q/Q
        var grade = One(1, ("甲醇", Number(r) * 500));

        Assert.AreEqual(Number(r), grade.Score);
        Assert.AreEqual(colour, grade.Colour);
        StringAssert.Contains(grade.Reason, $"为{level}，");
    }

    [TestMethod]
    public void The_answer_to_the_contract_example_is_level_4()
    {
        var grade = One(120, ("氨", 20));

        Assert.AreEqual(8m, grade.Score);
        Assert.AreEqual(RiskColour.Yellow, grade.Colour);
        Assert.AreEqual(
            "GB18218 评估：氨 20 吨（Q=10，β=2），s = Σ(q/Q) = 2 ≥ 1，构成重大危险源；厂外 500 米内 120 人，α=2，R = α×Σ(β·q/Q) = 2×4 = 8，R < 10 为四级，"
            + "判定为一般(黄)（规则 2021-A/majorHazard/level4；依据：GB 18218-2018 §4.3 四级 R<10；等级对应的颜色为地方做法，可配置）。",
            grade.Reason);
    }

    [TestMethod]
    public void Thirds_add_up_to_one()
    {
        // 1/3 three times is 0.999… in any decimal: it must not slip below the critical quantity
        var rules = new GradingRules(
            Lists.Rules.RuleSet with { MajorHazard = Lists.Rules.RuleSet.MajorHazard with { Substances = [new Substance("甲", [], 3, 1)] } }, Lists.Rules.Catalogue);
        var unit = new MajorHazardUnit(1, [new("甲", 1), new("甲", 1), new("甲", 1)]);

        Assert.AreEqual("2021-A/majorHazard/level4", Grader.GradeItem(Item(unit), rules).Rule);
    }

    [TestMethod]
    public void The_order_of_substances_does_not_matter()
    {
        SubstanceAmount[] amounts = [new("氨", 3.7m), new("氯", 0.35m), new("乙醇", 123.45m), new("二甲胺", 2.5m, "W2"), new("苯", 17m)];
        var expected = Grader.GradeItem(Item(new MajorHazardUnit(60, amounts)), Lists.Rules);

        for (var i = 1; i < amounts.Length; i++)
        {
            var turned = amounts.Skip(i).Concat(amounts.Take(i)).ToArray();
            Assert.AreEqual(expected.Score, Grader.GradeItem(Item(new MajorHazardUnit(60, turned)), Lists.Rules).Score);
        }
    }

    [TestMethod]
    [DataRow("液氨")]
    [DataRow("氨气")]
    public void Another_name_of_a_substance_is_known(string name) => Assert.AreEqual(8m, One(120, (name, 20)).Score);

    [TestMethod]
    public void More_of_a_substance_or_more_people_never_lower_the_colour()
    {
        decimal[] amounts = [0.2m, 0.996m, 1, 2, 5, 10, 50, 100, 1000];
        int[] people = [0, 1, 30, 50, 100];
        foreach (var substance in Lists.Rules.RuleSet.MajorHazard.Substances)
        {
            var colours = amounts.Select(a => people.Select(p => (int)One(p, (substance.Name, substance.CriticalQuantity * a)).Colour).ToArray()).ToArray();

            for (var a = 0; a < amounts.Length; a++)
            {
                CollectionAssert.AreEqual(colours[a].Order().ToArray(), colours[a], substance.Name);
                if (a > 0)
                    Assert.IsTrue(colours[a].Zip(colours[a - 1]).All(c => c.First >= c.Second), substance.Name);
            }
        }
    }

    [TestMethod]
    public void An_empty_unit_is_no_data_and_is_refused()
    {
        var problems = Problems(new MajorHazardUnit(null, []));

        CollectionAssert.AreEqual(new[] { "REQUIRED", "REQUIRED" }, problems.Select(p => p.Code).ToArray());
        StringAssert.Contains(problems[1].Message, "至少填写一种危险化学品");
    }

    [TestMethod]
    public void What_is_not_listed_is_asked_for_its_class_and_everything_is_said_at_once()
    {
        var problems = Problems(new MajorHazardUnit(-1, [new("神秘液体", 5), new("二甲胺", 5, "W99"), new("氨", 0)]));

        CollectionAssert.AreEqual(new[] { "RANGE", "NOT_IN_LIST", "NOT_IN_LIST", "RANGE" }, problems.Select(p => p.Code).ToArray());
        StringAssert.Contains(problems[1].Message, "“神秘液体”不在按名称列出的清单中");
        StringAssert.Contains(problems[2].Message, "不能取“W99”，只能取 J1、J2");
    }

    [TestMethod]
    public void A_unit_of_very_many_substances_has_a_reason_that_fits_the_column()
    {
        var amounts = Enumerable.Range(1, 60).Select(i => new SubstanceAmount($"一种名字特别特别特别特别特别特别特别特别长的化学品{i}号", 1000, "W5.3")).ToList();

        var reason = Grader.GradeItem(Item(new MajorHazardUnit(10, amounts)), Lists.Rules).Reason;

        Assert.IsLessThanOrEqualTo(GradeWords.LongestReason, reason.Length);
        StringAssert.EndsWith(reason, "可配置）。");
    }

    private static ItemGrade One(int people, (string Name, decimal Tonnes) amount) =>
        Grader.GradeItem(Item(new MajorHazardUnit(people, [new SubstanceAmount(amount.Name, amount.Tonnes)])), Lists.Rules);

    private static IReadOnlyList<GradingProblem> Problems(MajorHazardUnit unit) => Grader.Grade([Item(unit)], declaresNil: false, Lists.Rules).Problems;

    private static Assessment Item(MajorHazardUnit unit) => new() { Method = GradingMethod.MajorHazard, Unit = unit };

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
