using RiskReport.Domain.Fields;
using RiskReport.Domain.Imports;

namespace RiskReport.Tests.Unit.Imports;

[TestClass]
public sealed class SheetHeadingsTests
{
    [TestMethod]
    public void Order_blanks_asterisks_and_wide_brackets_do_not_matter()
    {
        var headings = Match([.. RiskFields.All.Reverse().Select(f => $" {f.Heading} *"), "上年营业收入（万元）"]);

        Assert.IsTrue(headings.Usable);
        Assert.AreEqual(RiskFields.All.Count - 1, headings.ColumnOf(RiskFields.CreditCode));
        CollectionAssert.AreEqual(new[] { "上年营业收入（万元）" }, headings.Unknown.ToArray());
        Assert.AreEqual(0, SheetHeadings.Match([new Cell(CellKind.Text, "上年营业收入（万元）＊")], EnterpriseFields.All).ColumnOf(EnterpriseFields.Revenue));
    }

    [TestMethod]
    [DataRow("评估\n方法")]
    [DataRow("评估\u00A0方法：")]
    [DataRow("*评估方法（必填）")]
    [DataRow("评估方法 (必填)：")]
    [DataRow("\uFEFF评估方法\u200B(选填)")]
    public void What_is_written_around_a_heading_does_not_matter(string heading) =>
        Assert.AreEqual(0, Match([heading]).ColumnOf(RiskFields.Method));

    [TestMethod]
    public void Wide_and_small_letters_do_not_matter()
    {
        var headings = Match(["Ｌ", "ｅ", "厂外５００米人数"]);

        Assert.AreEqual(0, headings.ColumnOf(RiskFields.L));
        Assert.AreEqual(1, headings.ColumnOf(RiskFields.E));
        Assert.AreEqual(2, headings.ColumnOf(RiskFields.People));
    }

    [TestMethod]
    public void The_column_that_we_add_is_neither_a_field_nor_unknown() => Assert.IsEmpty(Match(["错误说明"]).Unknown);

    [TestMethod]
    [DataRow("错误说明", true)]
    [DataRow(" 错误\n说明＊：", true)]
    [DataRow("错误说明（选填）", true)]
    [DataRow("\uFEFF错误说明", true)]
    [DataRow("错误说明2", false)]
    [DataRow("错误", false)]
    [DataRow("", false)]
    public void Our_own_column_is_known_by_the_tolerance_of_the_others(string heading, bool ours)
    {
        Assert.AreEqual(ours, SheetHeadings.IsProblemsColumn(heading));
        Assert.AreEqual(ours || heading.Length == 0, Match([heading]).Unknown.Count == 0);
    }

    [TestMethod]
    public void A_missing_required_heading_and_a_repeated_one_make_the_sheet_unusable()
    {
        var missing = Match(["统一社会信用代码", "风险点"]);
        var repeated = Match([.. RiskFields.All.Select(f => f.Heading), "风险名称"]);

        Assert.IsFalse(missing.Usable);
        CollectionAssert.Contains(missing.Missing.ToArray(), "风险名称");
        CollectionAssert.DoesNotContain(missing.Missing.ToArray(), "目录编号");
        Assert.IsFalse(repeated.Usable);
        CollectionAssert.AreEqual(new[] { "风险名称" }, repeated.Repeated.ToArray());
    }

    private static SheetHeadings Match(IEnumerable<string> headings) =>
        SheetHeadings.Match(headings.Select(h => new Cell(CellKind.Text, h)).ToList(), RiskFields.All);
}
