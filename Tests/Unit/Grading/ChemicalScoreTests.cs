using RiskReport.Domain.Grading;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Grading;

/// <summary>应急〔2018〕19号: below 60 red, 60 orange, 75 yellow, 90 blue, and conditions that are red whatever the score.</summary>
[TestClass]
public sealed class ChemicalScoreTests
{
    [TestMethod]
    [DataRow("0", RiskColour.Red)]
    [DataRow("59.99", RiskColour.Red)]
    [DataRow("60", RiskColour.Orange)]
    [DataRow("74.99", RiskColour.Orange)]
    [DataRow("75", RiskColour.Yellow)]
    [DataRow("89.99", RiskColour.Yellow)]
    [DataRow("90", RiskColour.Blue)]
    [DataRow("123", RiskColour.Blue)]
    public void A_band_begins_at_its_bound(string score, RiskColour expected)
    {
        var grade = One(score);

        Assert.AreEqual(expected, grade.Colour);
        Assert.AreEqual($"2021-A/chemicalScore/{expected.Code()}", grade.Rule);
    }

    [TestMethod]
    public void A_higher_score_is_never_a_worse_colour()
    {
        var colours = Enumerable.Range(0, 1231).Select(tenths => (int)One((tenths / 10m).ToString(System.Globalization.CultureInfo.InvariantCulture)).Colour).ToArray();

        CollectionAssert.AreEqual(colours.OrderDescending().ToArray(), colours);
    }

    [TestMethod]
    [DataRow("untriedProcess")]
    [DataRow("undesignedPlant")]
    [DataRow("unqualifiedOperators")]
    [DataRow("accidents")]
    public void Each_condition_is_red_whatever_the_score(string condition)
    {
        var grade = One("100", condition);

        Assert.AreEqual(RiskColour.Red, grade.Colour);
        Assert.AreEqual($"2021-A/chemicalScore/{condition}", grade.Rule);
        StringAssert.Contains(grade.Reason, "直接判定为红色的情形");
        StringAssert.Contains(grade.Reason, "应急〔2018〕19号");
    }

    [TestMethod]
    [DataRow("-0.01")]
    [DataRow("123.01")]
    public void A_score_that_cannot_be_is_refused(string score)
    {
        var problem = Grader.Grade([Item(score)], declaresNil: false, Lists.Rules).Problems.Single();

        Assert.AreEqual("RANGE", problem.Code);
        StringAssert.Contains(problem.Message, "应在 0 至 123 之间");
    }

    [TestMethod]
    public void A_missing_score_and_an_unknown_condition_are_both_named()
    {
        var item = new Assessment { Name = "合成车间", Method = GradingMethod.ChemicalScore, Diagnosis = new ChemicalDiagnosis(null, ["unheardOf"]) };

        var problems = Grader.Grade([item], declaresNil: false, Lists.Rules).Problems;

        CollectionAssert.AreEqual(new[] { "REQUIRED", "NOT_IN_LIST" }, problems.Select(p => p.Code).ToArray());
        StringAssert.Contains(problems[1].Message, "只能取 untriedProcess（");
    }

    [TestMethod]
    public void A_diagnosis_is_no_top_score()
    {
        var grade = Grader.Grade([Item("95"), new Assessment { Method = GradingMethod.Ls, L = 1, S = 2 }], declaresNil: false, Lists.Rules).Grade!;

        Assert.AreEqual(2m, grade.TopScore);
    }

    private static ItemGrade One(string score, params string[] conditions) => Grader.GradeItem(Item(score, conditions), Lists.Rules);

    private static Assessment Item(string score, params string[] conditions) => new()
    {
        Method = GradingMethod.ChemicalScore,
        Diagnosis = new ChemicalDiagnosis(decimal.Parse(score, System.Globalization.CultureInfo.InvariantCulture), conditions),
    };
}
