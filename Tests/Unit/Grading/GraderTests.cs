using RiskReport.Domain.Grading;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Grading;

[TestClass]
public sealed class GraderTests
{
    [TestMethod]
    [DataRow("1", "10", "7", RiskColour.Yellow, "70")]      // the one reachable value on a bound, GB rule "not below"
    [DataRow("10", "1", "7", RiskColour.Yellow, "70")]
    [DataRow("3", "3", "7", RiskColour.Blue, "63")]
    [DataRow("10", "1", "15", RiskColour.Yellow, "150")]
    [DataRow("6", "2", "15", RiskColour.Orange, "180")]
    [DataRow("3", "6", "15", RiskColour.Orange, "270")]
    [DataRow("1", "10", "40", RiskColour.Red, "400")]
    [DataRow("0.5", "6", "100", RiskColour.Orange, "300")]
    [DataRow("10", "10", "100", RiskColour.Red, "10000")]
    [DataRow("0.1", "0.5", "1", RiskColour.Blue, "0.05")]
    public void Lec_is_the_product_held_against_320_160_70(string l, string e, string c, RiskColour colour, string score)
    {
        var grade = One(new Assessment { Method = GradingMethod.Lec, L = Number(l), E = Number(e), C = Number(c) });

        Assert.AreEqual(colour, grade.Colour);
        Assert.AreEqual(Number(score), grade.Score);
    }

    [TestMethod]
    [DataRow(319.99, RiskColour.Orange)]
    [DataRow(320, RiskColour.Red)]
    [DataRow(159.99, RiskColour.Yellow)]
    [DataRow(160, RiskColour.Orange)]
    [DataRow(69.99, RiskColour.Blue)]
    [DataRow(70, RiskColour.Yellow)]
    public void Lec_bounds_are_inclusive(double score, RiskColour expected) =>
        Assert.AreEqual(expected, Lists.Rules.RuleSet.Find(GradingMethod.Lec)!.ColourOf((decimal)score));

    [TestMethod]
    [DataRow(5, 4, RiskColour.Red)]
    [DataRow(4, 5, RiskColour.Red)]
    [DataRow(4, 4, RiskColour.Orange)]
    [DataRow(3, 5, RiskColour.Orange)]
    [DataRow(3, 4, RiskColour.Yellow)]
    [DataRow(3, 3, RiskColour.Yellow)]
    [DataRow(2, 4, RiskColour.Blue)]
    [DataRow(1, 5, RiskColour.Blue)]
    public void Ls_is_variant_a(int l, int s, RiskColour expected) =>
        Assert.AreEqual(expected, One(new Assessment { Method = GradingMethod.Ls, L = l, S = s }).Colour);

    [TestMethod]
    public void Mes_has_no_hole_at_180()
    {
        var grade = One(new Assessment { Method = GradingMethod.Mes, M = 3, E = 6, S = 10 });

        Assert.AreEqual(180m, grade.Score);
        Assert.AreEqual(RiskColour.Red, grade.Colour);
    }

    [TestMethod]
    public void A_catalogue_entry_decides_without_a_score()
    {
        var grade = One(new Assessment { Method = GradingMethod.Catalogue, CatalogueCode = "FC-02" });

        Assert.AreEqual(RiskColour.Orange, grade.Colour);
        Assert.IsNull(grade.Score);
        Assert.AreEqual("2021-A/catalogue/FC-02", grade.Rule);
        StringAssert.Contains(grade.Reason, "单班作业10至29人的涉爆粉尘场所");
        StringAssert.Contains(grade.Reason, "示例");
    }

    [TestMethod]
    public void Every_colour_explains_itself_with_its_inputs_and_its_bound()
    {
        var grade = One(new Assessment { Method = GradingMethod.Lec, L = 3, E = 6, C = 15 });

        Assert.AreEqual("2021-A/LEC/orange", grade.Rule);
        Assert.AreEqual(
            "LEC 评估：可能性 L=3 × 暴露频次 E=6 × 后果 C=15 = 270，不低于较大界限 160、低于重大界限 320，判定为较大(橙)（规则 2021-A/LEC/orange；依据：作业条件危险性评价法（格雷厄姆-金尼法）通行界限 160≤D<320，四色分级对应较大）。",
            grade.Reason);
    }

    [TestMethod]
    public void The_worst_item_wins_in_any_order()
    {
        Assessment[] items = [Lec(1, 1, 1, "甲"), Lec(10, 10, 100, "乙"), Lec(3, 6, 15, "丙")];

        foreach (var order in new[] { items, items.Reverse().ToArray() })
        {
            var grade = Grader.Grade(order, declaresNil: false, Lists.Rules).Grade!;

            Assert.AreEqual(RiskColour.Red, grade.Colour);
            Assert.HasCount(1, grade.Reasons);
            StringAssert.StartsWith(grade.Reasons[0], "乙：");
            Assert.AreEqual(10000m, grade.TopScore);
        }
    }

    [TestMethod]
    public void A_reason_without_a_name_tells_the_place_of_its_item()
    {
        var grade = Grader.Grade([Lec(1, 1, 1, "甲"), Lec(10, 10, 100, "乙") with { Name = null }], declaresNil: false, Lists.Rules).Grade!;

        StringAssert.StartsWith(grade.Reasons.Single(), "第 2 项：");
    }

    [TestMethod]
    public void Nothing_to_grade_is_refused_and_never_blue()
    {
        var result = Grader.Grade([], declaresNil: false, Lists.Rules);

        Assert.IsNull(result.Grade);
        Assert.AreEqual("NOTHING_TO_GRADE", result.Problems.Single().Code);
    }

    [TestMethod]
    public void A_nil_declaration_is_blue()
    {
        var grade = Grader.Grade([], declaresNil: true, Lists.Rules).Grade!;

        Assert.AreEqual(RiskColour.Blue, grade.Colour);
        StringAssert.Contains(grade.Reasons.Single(), "确认无较大以上安全风险");
    }

    [TestMethod]
    public void A_nil_declaration_with_an_orange_item_is_a_contradiction()
    {
        var result = Grader.Grade([Lec(3, 6, 15, "喷漆房火灾")], declaresNil: true, Lists.Rules);

        Assert.IsNull(result.Grade);
        Assert.AreEqual("CONTRADICTION", result.Problems.Single().Code);
        StringAssert.Contains(result.Problems.Single().Message, "喷漆房火灾");
    }

    [TestMethod]
    public void A_nil_declaration_with_lesser_items_has_their_colour() =>
        Assert.AreEqual(RiskColour.Yellow, Grader.Grade([Lec(1, 10, 7, "甲")], declaresNil: true, Lists.Rules).Grade!.Colour);

    [TestMethod]
    public void Values_outside_the_table_are_all_named_with_what_is_allowed()
    {
        var result = Grader.Grade(
            [new Assessment { Method = GradingMethod.Lec, L = 4, E = 7, C = 15 }, new Assessment { Method = GradingMethod.Ls, L = 3 }, new Assessment { Method = GradingMethod.Catalogue, CatalogueCode = "XX-99" }],
            declaresNil: false, Lists.Rules);

        Assert.IsNull(result.Grade);
        CollectionAssert.AreEqual(new[] { "RANGE", "RANGE", "REQUIRED", "NOT_IN_LIST" }, result.Problems.Select(p => p.Code).ToArray());
        Assert.AreEqual("第 1 项的可能性 L 不能取 4，只能取 10、6、3、1、0.5、0.2、0.1。", result.Problems[0].Message);
        Assert.AreEqual("S", result.Problems[2].Factor);
        Assert.AreEqual(1, result.Problems[2].Item);
    }

    /// <summary>Raising any one factor by a step never lowers the colour: every method, every combination.</summary>
    [TestMethod]
    public void Every_method_is_total_and_monotone()
    {
        foreach (var method in Lists.Rules.RuleSet.Methods)
        {
            foreach (var combination in Combination.All(method))
            {
                var grade = One(Combination.Of(method, combination));
                foreach (var (factor, i) in method.Factors.Select((f, i) => (f, i)))
                {
                    if (factor.Steps.Where(s => s.Value > combination[i]).OrderBy(s => s.Value).FirstOrDefault() is not { } next)
                        continue;
                    var raised = combination.ToArray();
                    raised[i] = next.Value;
                    Assert.IsGreaterThanOrEqualTo((int)grade.Colour, (int)One(Combination.Of(method, raised)).Colour);
                }
            }
        }
    }

    [TestMethod]
    public void The_252_lec_and_25_ls_combinations_split_as_computed_by_hand()
    {
        CollectionAssert.AreEqual(new[] { 161, 30, 21, 40 }, Split(GradingMethod.Lec));
        CollectionAssert.AreEqual(new[] { 14, 5, 3, 3 }, Split(GradingMethod.Ls));
    }

    private static int[] Split(GradingMethod method)
    {
        var scoring = Lists.Rules.RuleSet.Find(method)!;
        var colours = Combination.All(scoring).Select(c => One(Combination.Of(scoring, c)).Colour).ToList();
        return Enum.GetValues<RiskColour>().Order().Select(c => colours.Count(x => x == c)).ToArray();
    }

    private static Assessment Lec(decimal l, decimal e, decimal c, string name) => new() { Name = name, Method = GradingMethod.Lec, L = l, E = e, C = c };

    private static ItemGrade One(Assessment item) => Grader.Grade([item], declaresNil: false, Lists.Rules).Grade!.Items.Single();

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
