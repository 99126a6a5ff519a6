using RiskReport.Domain.Accounts;
using RiskReport.Domain.Privacy;
using RiskReport.Domain.Roster;
using RiskReport.Web.Features.Roster;

namespace RiskReport.Tests.Unit.Roster;

[TestClass]
public sealed class ExportOrderTests
{
    [TestMethod]
    [DataRow(RosterKind.Enterprises, "xlsx")]
    [DataRow(RosterKind.Enterprises, "pdf")]
    [DataRow(RosterKind.Items, "pdf")]
    [DataRow(RosterKind.Statistics, "pdf")]
    public void Without_a_choice_nothing_stands_in_the_way(RosterKind kind, string format) => Assert.IsEmpty(Order(kind, format).Problems());

    [TestMethod]
    [DataRow("")]
    [DataRow("  ")]
    public void Whole_numbers_need_a_reason(string reason) => Assert.AreEqual(
        "导出完整电话号码须填写用途，用途会随导出一并记录。", (Order(RosterKind.Enterprises, "csv") with { PhonesFor = reason }).Problems().Single());

    [TestMethod]
    public void The_reason_has_an_end() => Assert.AreEqual(
        "导出完整电话号码的用途最多 400 个字。", (Order(RosterKind.Enterprises, "csv") with { PhonesFor = new string('查', 401) }).Problems().Single());

    [TestMethod]
    public void A_column_of_another_roster_is_unknown() => Assert.AreEqual(
        "没有这样的列：“controls”、“x”，请从列表中选择。", Order(RosterKind.Enterprises, "xlsx", "name", "controls", "x").Problems().Single());

    [TestMethod]
    public void All_columns_of_the_enterprises_fit_on_paper() =>
        Assert.IsEmpty(Order(RosterKind.Enterprises, "pdf", [.. RosterColumns.All.Select(c => c.Key)]).Problems());

    [TestMethod]
    public void Too_many_columns_for_paper_are_told_of_and_go_into_a_workbook()
    {
        string[] all = [.. RiskRosterColumns.All.Select(c => c.Key)];

        var problem = Order(RosterKind.Items, "pdf", all).Problems().Single();

        Assert.AreEqual("所选 25 列在 A4 横向纸上排不下：字要看得清，至少要 373 毫米宽，纸上只有 269 毫米。请少选几列（最宽的是“统一社会信用代码”、“管控措施”、“应急措施”），或改用 Excel、CSV 导出。", problem);
        Assert.IsEmpty(Order(RosterKind.Items, "xlsx", all).Problems());
    }

    private static ExportOrder Order(RosterKind kind, string format, params string[] columns) => new()
    {
        Format = format,
        Request = new RosterRequest { Kind = kind, Filter = new RosterFilter { Year = 2026, RegionCode = "3205" }, Columns = columns },
        Scope = Scope.City,
        Sight = Sight.Office,
        Actor = new Actor("city-1", "test", "test"),
    };
}
