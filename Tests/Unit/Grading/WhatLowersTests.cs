using RiskReport.Domain.Grading;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Grading;

[TestClass]
public sealed class WhatLowersTests
{
    [TestMethod]
    public void The_nearest_single_step_is_named()
    {
        // 3 × 6 × 15 = 270 orange; one step in L is 1 × 6 × 15 = 90 yellow
        Assert.AreEqual(
            "如将可能性 L 由 3 降为 1（可能性小，完全意外），得分降为 90，即降为一般(黄)。",
            GradeWords.WhatLowers(new Assessment { Method = GradingMethod.Lec, L = 3, E = 6, C = 15 }, Lists.Rules));
    }

    [TestMethod]
    public void Fewer_steps_in_another_factor_are_nearer()
    {
        // 6 × 6 × 15 = 540 red: L to 3 gives 270 at one step; E to 3 also 270, but L stands first
        StringAssert.StartsWith(GradeWords.WhatLowers(new Assessment { Method = GradingMethod.Lec, L = 6, E = 6, C = 15 }, Lists.Rules), "如将可能性 L 由 6 降为 3");
        // 10 × 10 × 40 = 4000 red: L needs 0.5 (four steps), E 0.5 (five), C 3 (three) for less than 320
        StringAssert.StartsWith(GradeWords.WhatLowers(new Assessment { Method = GradingMethod.Lec, L = 10, E = 10, C = 40 }, Lists.Rules), "如将后果 C 由 40 降为 3");
    }

    [TestMethod]
    public void Blue_needs_nothing() =>
        Assert.IsNull(GradeWords.WhatLowers(new Assessment { Method = GradingMethod.Ls, L = 1, S = 1 }, Lists.Rules));

    [TestMethod]
    public void Where_no_single_change_is_enough_it_says_so()
    {
        var rules = new GradingRules(
            Lists.Rules.RuleSet with { Methods = [Lists.Rules.RuleSet.Find(GradingMethod.Ls)! with { Red = new Threshold(5, "示例"), Orange = new Threshold(3, "示例"), Yellow = new Threshold(2, "示例") }] },
            Lists.Rules.Catalogue);

        StringAssert.StartsWith(GradeWords.WhatLowers(new Assessment { Method = GradingMethod.Ls, L = 5, S = 5 }, rules), "单独降低任何一项取值都不能降低等级");
    }

    /// <summary>What is promised is what grading then gives, for every combination of every method.</summary>
    [TestMethod]
    public void The_promised_change_really_lowers_the_colour()
    {
        foreach (var method in Lists.Rules.RuleSet.Methods)
        {
            var table = Lists.Rules.Table(method.Method)!;
            for (var cell = 0; cell < table.Cells.Count; cell++)
            {
                var steps = table.StepsAt(cell);
                var item = Combination.Of(method, steps.Select(s => s.Value).ToArray());
                var sentence = GradeWords.WhatLowers(item, Lists.Rules);
                if (table.Cells[cell].Colour == RiskColour.Blue)
                {
                    Assert.IsNull(sentence);
                    continue;
                }

                var lower = table.Cells.Where((c, i) => c.Colour < table.Cells[cell].Colour && table.StepsAt(i).Zip(steps).Count(p => p.First != p.Second) == 1
                    && table.StepsAt(i).Zip(steps).All(p => p.First.Value <= p.Second.Value)).ToList();
                if (lower.Count == 0)
                    StringAssert.StartsWith(sentence, "单独降低");
                else
                    Assert.IsTrue(lower.Exists(c => sentence!.Contains($"得分降为 {GradeWords.Plain(c.Score!.Value)}，即降为{c.Colour.Word()}", StringComparison.Ordinal)), sentence);
            }
        }
    }
}
