using RiskReport.Domain.Accounts;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Imports;
using RiskReport.Domain.Reference;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Reference;

[TestClass]
public sealed class CodeListTests
{
    private const string Old = "GB/T 6441-1986";
    private const string New = "GB 6441-2025";

    private static readonly ReferenceData Data = Lists.Reference;

    [TestMethod]
    [DataRow("06")]
    [DataRow("46")]
    [DataRow("57")]
    [DataRow("594")]
    [DataRow("5942")]
    [DataRow("336")]
    [DataRow("3360")]
    [DataRow("120")]
    [DataRow("572")]
    public void In_scope(string code) => Assert.IsNotNull(Data.Industries.Of(code, 2026));

    [TestMethod]
    [DataRow("05")]
    [DataRow("47")]
    [DataRow("58")]
    [DataRow("59")]
    [DataRow("595")]
    [DataRow("5951")]
    [DataRow("138")]     // division 13 ends at 137 and 139
    public void Out_of_scope_or_no_such_group(string code) => Assert.IsNull(Data.Industries.Of(code, 2026));

    [TestMethod]
    public void Every_division_has_groups_and_every_group_its_division()
    {
        var divisions = Data.Industries.All.Where(i => i.Code.Length == 2).ToList();
        var groups = Data.Industries.All.Where(i => i.Code.Length == 3).ToList();

        Assert.HasCount(42, divisions);   // 06 to 46 and 57
        Assert.IsTrue(divisions.TrueForAll(d => groups.Exists(g => g.Code.StartsWith(d.Code, StringComparison.Ordinal))));
        Assert.IsTrue(groups.TrueForAll(g => g.Code == "594" || divisions.Exists(d => g.Code.StartsWith(d.Code, StringComparison.Ordinal) && g.Section == d.Section)));
        Assert.AreEqual("金属表面处理及热处理加工", Data.Industries.Of("3360", 2026)!.Name);
    }

    [TestMethod]
    [DataRow("320571", "320576")]
    [DataRow("园区", "320576")]
    [DataRow("昆山", "320583")]
    [DataRow("320583100", "320583100")]
    [DataRow("320571999", null)]
    [DataRow("3206", null)]
    public void A_region_is_found_by_its_aliases(string text, string? code) => Assert.AreEqual(code, Data.Regions.Find(text)?.Code);

    [TestMethod]
    public void Both_editions_of_accident_types_are_complete()
    {
        Assert.HasCount(20, Data.AccidentTypes.For(2026).Where(a => a.Edition == Old));
        Assert.HasCount(27, Data.AccidentTypes.For(2026).Where(a => a.Edition == New));
    }

    [TestMethod]
    [DataRow("机械伤害", "机械致害")]
    [DataRow("透水", "水害")]
    [DataRow("锅炉爆炸", "容器爆炸")]
    [DataRow("其他伤害", "其他")]
    [DataRow("车辆伤害", "厂(场)内车辆致害,道路(轨道)车辆致害")]
    [DataRow("中毒和窒息", "中毒,窒息")]
    public void An_old_name_leads_to_its_new_ones(string old, string names) =>
        CollectionAssert.AreEquivalent(names.Split(','), Data.AccidentTypes.Successors(Old, old, New).ToArray());

    [TestMethod]
    public void Every_old_name_has_a_successor_and_three_must_be_asked_about()
    {
        var old = Data.AccidentTypes.For(2026).Where(a => a.Edition == Old).ToDictionary(a => a.Name, a => Data.AccidentTypes.Successors(Old, a.Name, New));

        Assert.IsTrue(old.Values.All(s => s.Count > 0));
        CollectionAssert.AreEquivalent(new[] { "车辆伤害", "其他爆炸", "中毒和窒息" }, old.Where(o => o.Value.Count > 1).Select(o => o.Key).ToArray());
    }

    [TestMethod]
    [DataRow(2026, Old)]
    [DataRow(2027, New)]
    public void The_edition_goes_by_the_reporting_year(int year, string edition)
    {
        Assert.AreEqual(edition, Data.AccidentTypes.EditionOf(year));
        Assert.AreEqual(edition, Data.AccidentTypes.For(year)[0].Edition);
        Assert.AreEqual(edition, Data.AccidentTypes.Find("火灾", year)!.Edition);
    }

    [TestMethod]
    [DataRow(1000, 40000, "大型")]
    [DataRow(999, 40000, "中型")]
    [DataRow(1000, 39999.99, "中型")]
    [DataRow(300, 2000, "中型")]
    [DataRow(299, 2000, "小型")]
    [DataRow(20, 300, "小型")]
    [DataRow(19, 50000, "微型")]
    [DataRow(5000, 299.99, "微型")]
    public void A_size_class_needs_both_lower_bounds(int employees, double revenue, string expected) =>
        Assert.AreEqual(expected, Data.SizeClasses.Of(employees, (decimal)revenue, Lists.Today)!.Name);

    [TestMethod]
    public void A_special_sheet_is_expected_by_industry()
    {
        var dust = Data.SpecialSheets.Single(s => s.Code == EnterpriseFields.CombustibleDust.Key);

        Assert.IsTrue(dust.IsExpectedIn("2110"));
        Assert.IsTrue(dust.IsExpectedIn("32"), "a code shorter than the beginning may be meant too");
        Assert.IsFalse(dust.IsExpectedIn("2710"));
    }

    [TestMethod]
    public void A_township_that_has_gone_is_refused_for_later_years_only()
    {
        var gone = new Region { Code = "320583199", ParentCode = "320583", Name = "旧镇", ValidTo = new DateOnly(2025, 6, 30) };
        var data = new ReferenceData(
            new RegionList([.. Data.Regions.All, gone], [], []), Data.Industries, Data.AccidentTypes, Data.SizeClasses, Data.SpecialSheets, Data.Phases, Data.RuleSets, Data.Catalogues);

        string? Read(int year, out IReadOnlyList<FieldProblem> problems)
        {
            var reader = new FieldReader(_ => Cell.Typed("320583199"), data, new Scope("320583"), year);
            var code = reader.Township(EnterpriseFields.Township);
            problems = reader.Problems;
            return code;
        }

        Assert.AreEqual("320583199", Read(2025, out _));
        Assert.IsNull(Read(2026, out var problems));
        StringAssert.Contains(problems.Single().Message, "在 2026 年度不是有效的镇街");
    }

    [TestMethod]
    public void The_form_reads_an_alias_and_keeps_the_code()
    {
        var township = Data.Regions.Within("320576").First(r => r.IsTownship).Code;
        var reader = new FieldReader(_ => Cell.Typed("320571" + township[6..]), Data, new Scope("320576"), 2026);

        Assert.AreEqual(township, reader.Township(EnterpriseFields.Township));
    }
}
