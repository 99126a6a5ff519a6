using RiskReport.Domain.Grading;
using RiskReport.Domain.Reference;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Grading;

[TestClass]
public sealed class RuleSetTests
{
    private static readonly RuleSet A = Lists.Rules.RuleSet;

    [TestMethod]
    [DataRow("2021-A")]
    [DataRow("2021-B")]
    public void What_ships_may_be_put_in_force(string name) => Assert.IsEmpty(RuleSetCheck.Problems(Lists.Reference.RuleSet(name)!.Rules));

    [TestMethod]
    public void A_is_in_force_from_february_2021_and_b_is_an_alternative()
    {
        Assert.IsNull(Lists.Reference.Rules(new DateOnly(2021, 1, 31)));
        Assert.AreEqual("2021-A", Lists.Reference.Rules(new DateOnly(2021, 2, 1))!.RuleSet.Name);
        Assert.AreEqual("2021-A", Lists.Reference.Rules(Lists.Today)!.RuleSet.Name);
        Assert.AreEqual(RuleSetStatus.Alternative, Lists.Reference.RuleSet("2021-B")!.Status);
        Assert.IsNull(Lists.Reference.RuleSet("2021-B")!.EffectiveFrom);
    }

    [TestMethod]
    [DataRow("2021-A", GradingMethod.Lec, 319.9999, RiskColour.Orange)]
    [DataRow("2021-A", GradingMethod.Lec, 320, RiskColour.Red)]
    [DataRow("2021-A", GradingMethod.Lec, 159.9999, RiskColour.Yellow)]
    [DataRow("2021-A", GradingMethod.Lec, 160, RiskColour.Orange)]
    [DataRow("2021-A", GradingMethod.Lec, 69.9999, RiskColour.Blue)]
    [DataRow("2021-A", GradingMethod.Lec, 70, RiskColour.Yellow)]
    [DataRow("2021-A", GradingMethod.Lec, 0, RiskColour.Blue)]
    [DataRow("2021-A", GradingMethod.Ls, 20, RiskColour.Red)]
    [DataRow("2021-A", GradingMethod.Ls, 19.9999, RiskColour.Orange)]
    [DataRow("2021-A", GradingMethod.Ls, 15, RiskColour.Orange)]
    [DataRow("2021-A", GradingMethod.Ls, 14.9999, RiskColour.Yellow)]
    [DataRow("2021-A", GradingMethod.Ls, 9, RiskColour.Yellow)]
    [DataRow("2021-A", GradingMethod.Ls, 8.9999, RiskColour.Blue)]
    [DataRow("2021-A", GradingMethod.Mes, 180, RiskColour.Red)]
    [DataRow("2021-A", GradingMethod.Mes, 179.9999, RiskColour.Orange)]
    [DataRow("2021-A", GradingMethod.Mes, 90, RiskColour.Orange)]
    [DataRow("2021-A", GradingMethod.Mes, 89.9999, RiskColour.Yellow)]
    [DataRow("2021-A", GradingMethod.Mes, 40, RiskColour.Yellow)]
    [DataRow("2021-A", GradingMethod.Mes, 39.9999, RiskColour.Blue)]
    [DataRow("2021-B", GradingMethod.Lec, 320, RiskColour.Red)]
    [DataRow("2021-B", GradingMethod.Ls, 17, RiskColour.Red)]
    [DataRow("2021-B", GradingMethod.Ls, 16.9999, RiskColour.Orange)]
    [DataRow("2021-B", GradingMethod.Ls, 11, RiskColour.Orange)]
    [DataRow("2021-B", GradingMethod.Ls, 10.9999, RiskColour.Yellow)]
    [DataRow("2021-B", GradingMethod.Ls, 5, RiskColour.Yellow)]
    [DataRow("2021-B", GradingMethod.Ls, 4.9999, RiskColour.Blue)]
    [DataRow("2021-B", GradingMethod.Mes, 180, RiskColour.Red)]
    public void Every_bound_is_inclusive(string set, GradingMethod method, double score, RiskColour expected) =>
        Assert.AreEqual(expected, Lists.Reference.RuleSet(set)!.Rules.Find(method)!.ColourOf((decimal)score));

    [TestMethod]
    public void A_and_b_differ_in_eight_cells_of_ls_and_nowhere_else()
    {
        foreach (var method in A.Methods)
        {
            var cells = Lists.Rules.Table(method.Method)!.Cells.Zip(Lists.OtherRules.Table(method.Method)!.Cells).ToList();
            Assert.AreEqual(method.Method == GradingMethod.Ls ? 8 : 0, cells.Count(c => c.First.Colour != c.Second.Colour), method.Method.Word());
        }
    }

    [TestMethod]
    [DataRow(4, RiskColour.Blue)]
    [DataRow(5, RiskColour.Yellow)]
    [DataRow(10, RiskColour.Yellow)]
    [DataRow(12, RiskColour.Orange)]
    [DataRow(16, RiskColour.Orange)]
    [DataRow(20, RiskColour.Red)]
    [DataRow(25, RiskColour.Red)]
    public void Ls_of_b_is_17_11_5(int score, RiskColour expected)
    {
        var cells = Lists.OtherRules.Table(GradingMethod.Ls)!.Cells.Where(c => c.Score == score).ToList();

        Assert.IsNotEmpty(cells);
        Assert.IsTrue(cells.All(c => c.Colour == expected));
    }

    [TestMethod]
    [DataRow(GradingMethod.Lec, 252)]
    [DataRow(GradingMethod.Ls, 25)]
    [DataRow(GradingMethod.Mes, 90)]
    public void Every_combination_has_exactly_one_colour_and_grading_gives_it(GradingMethod method, int combinations)
    {
        var scoring = A.Find(method)!;
        var table = Lists.Rules.Table(method)!;
        Assert.HasCount(combinations, table.Cells);
        Assert.AreEqual(combinations, Enum.GetValues<RiskColour>().Sum(table.Count));

        foreach (var (values, i) in Combination.All(scoring).Select((v, i) => (v, i)))
        {
            var product = values.Aggregate(1m, (a, b) => a * b);
            var grade = Grader.GradeItem(Combination.Of(scoring, values), Lists.Rules);
            Assert.AreEqual(product, grade.Score);
            Assert.AreEqual(scoring.ColourOf(product), grade.Colour);
            Assert.AreEqual(table.Cells[i].Colour, grade.Colour);
            CollectionAssert.AreEqual(values, table.StepsAt(i).Select(s => s.Value).ToArray());
        }
    }

    [TestMethod]
    public void The_worst_wins_however_items_are_put_together()
    {
        var random = new Random(11);
        var all = A.Methods.SelectMany(m => Combination.All(m).Select(v => Combination.Of(m, v))).ToArray();
        for (var run = 0; run < 300; run++)
        {
            var items = Enumerable.Range(0, random.Next(1, 12)).Select(_ => all[random.Next(all.Length)]).ToArray();
            var grade = Grader.Grade(items, declaresNil: false, Lists.Rules).Grade!;
            random.Shuffle(items);
            var shuffled = Grader.Grade(items, declaresNil: false, Lists.Rules).Grade!;
            var parts = items.Chunk(3).Select(part => Grader.Grade(part, declaresNil: false, Lists.Rules).Grade!.Colour).Max();

            Assert.AreEqual(grade.Colour, shuffled.Colour);
            Assert.AreEqual(grade.Colour, parts);
            Assert.AreEqual(grade.TopScore, shuffled.TopScore);
            CollectionAssert.AreEquivalent(grade.Items.Select(i => i.Reason).ToArray(), shuffled.Items.Select(i => i.Reason).ToArray());
        }
    }

    [TestMethod]
    public void Bounds_out_of_order_are_found()
    {
        var problems = Of(m => m with { Orange = new Threshold(320, "示例") });

        StringAssert.Contains(problems.Single().Message, "较大界限 320 应低于重大界限 320");
    }

    [TestMethod]
    public void A_bound_without_a_source_or_below_zero_is_found()
    {
        var problems = Of(m => m with { Yellow = new Threshold(-1, "") });

        CollectionAssert.AreEqual(new[] { "LEC", "LEC" }, problems.Select(p => p.Part).ToArray());
        StringAssert.Contains(problems[1].Message, "缺少依据");
    }

    [TestMethod]
    public void A_colour_that_nothing_reaches_is_found() =>
        StringAssert.Contains(Of(m => m with { Red = new Threshold(10_001, "示例") }).Single().Message, "没有一种评为重大(红)");

    [TestMethod]
    public void Steps_that_repeat_or_cannot_be_are_found()
    {
        var problems = Of(m => m with { Factors = [m.Factors[0] with { Steps = [new(3, "甲"), new(3, "乙"), new(0, "丙"), new(0.125m, "")] }, .. m.Factors.Skip(1)] });

        Assert.HasCount(4, problems);
        Assert.IsTrue(problems.All(p => p.Part == "LEC.L"));
    }

    [TestMethod]
    public void A_missing_method_is_found() =>
        Assert.AreEqual("缺少评估方法 MES。", RuleSetCheck.Problems(A with { Methods = [.. A.Methods.Where(m => m.Method != GradingMethod.Mes)] }).Single().Message);

    [TestMethod]
    public void A_hole_among_the_people_outside_is_found()
    {
        Assert.IsNotEmpty(Hazard(h => h with { Alpha = [new AlphaBand(1, 1)] }));
        Assert.IsNotEmpty(Hazard(h => h with { Alpha = [] }));
        Assert.IsNotEmpty(Hazard(h => h with { Alpha = [new AlphaBand(0, 1), new AlphaBand(30, 0.5m)] }));
    }

    [TestMethod]
    public void Levels_must_fall_to_0_and_never_be_milder_above()
    {
        Assert.IsNotEmpty(Hazard(h => h with { Levels = [.. h.Levels.Take(3)] }));
        Assert.IsNotEmpty(Hazard(h => h with { Levels = [.. h.Levels.Take(3), h.Levels[3] with { From = 1 }] }));
        Assert.IsNotEmpty(Hazard(h => h with { Levels = [h.Levels[0] with { Colour = RiskColour.Yellow }, .. h.Levels.Skip(1)] }));
        Assert.IsNotEmpty(Hazard(h => h with { BelowColour = RiskColour.Red }));
    }

    [TestMethod]
    public void Rules_about_the_whole_must_be_complete_and_only_raise()
    {
        Assert.IsNotEmpty(RuleSetCheck.Problems(A with { Overrides = [A.Overrides[0], A.Overrides[0]] }));
        Assert.IsNotEmpty(RuleSetCheck.Problems(A with { Overrides = [A.Overrides[0] with { Colour = RiskColour.Blue }] }));
        Assert.IsNotEmpty(RuleSetCheck.Problems(A with { Overrides = [A.Overrides[0] with { Source = "" }] }));
        Assert.IsNotEmpty(RuleSetCheck.Problems(A with { Overrides = [A.Overrides[1] with { AtLeast = 2 }] }));
    }

    [TestMethod]
    public void Of_the_sets_whose_day_has_come_the_last_one_holds()
    {
        var later = Decided("2027-X", new DateOnly(2027, 1, 1));
        var reference = With([.. Lists.Reference.RuleSets, later, Decided("2026-Y", new DateOnly(2026, 7, 1))]);

        Assert.AreEqual("2021-A", reference.RuleSetOn(new DateOnly(2026, 6, 30))!.Name);
        Assert.AreEqual("2026-Y", reference.RuleSetOn(new DateOnly(2026, 12, 31))!.Name);
        Assert.AreEqual("2027-X", reference.RuleSetOn(new DateOnly(2027, 1, 1))!.Name);
        Assert.IsTrue(later.CanBeWithdrawn(new DateOnly(2026, 12, 31)));
        Assert.IsFalse(later.CanBeWithdrawn(new DateOnly(2027, 1, 1)));
    }

    [TestMethod]
    public void A_new_edition_of_the_catalogue_replaces_the_old_one_from_its_day()
    {
        var real = Lists.Rules.Catalogue with { Edition = "第一批", EffectiveFrom = new DateOnly(2026, 12, 1), IsSample = false, Items = [Lists.Rules.Catalogue.Items[0] with { Code = "A-1" }] };
        var reference = With(Lists.Reference.RuleSets, [.. Lists.Reference.Catalogues, real]);

        Assert.IsNotNull(reference.Rules(new DateOnly(2026, 11, 30))!.CatalogueItem("FC-01"));
        Assert.IsNull(reference.Rules(new DateOnly(2026, 12, 1))!.CatalogueItem("FC-01"));
        Assert.IsNotNull(reference.Rules(new DateOnly(2026, 12, 1))!.CatalogueItem("A-1"));
        Assert.IsNotNull(reference.Rules("2021-A", Lists.Rules.Catalogue.Edition)!.CatalogueItem("FC-01"), "an old report is graded by the edition it names");
    }

    [TestMethod]
    public void The_second_figure_has_its_own_words()
    {
        Assert.AreEqual("优秀", A.Management.RatingOf(90).Word());
        Assert.AreEqual("良好", A.Management.RatingOf(89.99m).Word());
        Assert.AreEqual("合格", A.Management.RatingOf(60).Word());
        Assert.AreEqual("不合格", A.Management.RatingOf(59.99m).Word());
    }

    private static ReferenceData With(IReadOnlyList<RuleSetEntry> ruleSets, IReadOnlyList<Catalogue>? catalogues = null) => new(
        Lists.Reference.Regions, Lists.Reference.Industries, Lists.Reference.AccidentTypes, Lists.Reference.SizeClasses,
        Lists.Reference.SpecialSheets, Lists.Reference.Phases, ruleSets, catalogues ?? Lists.Reference.Catalogues);

    private static RuleSetEntry Decided(string name, DateOnly from) => Lists.Reference.RuleSets[0] with
    {
        Rules = A with { Name = name },
        EffectiveFrom = from,
    };

    private static IReadOnlyList<RuleProblem> Of(Func<ScoringMethod, ScoringMethod> change) =>
        RuleSetCheck.Problems(A with { Methods = [.. A.Methods.Select(m => m.Method == GradingMethod.Lec ? change(m) : m)] });

    private static IReadOnlyList<RuleProblem> Hazard(Func<MajorHazardScoring, MajorHazardScoring> change) => RuleSetCheck.Problems(A with { MajorHazard = change(A.MajorHazard) });
}
