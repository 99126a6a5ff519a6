using RiskReport.Domain.Analysis;
using RiskReport.Domain.Declarations;
using RiskReport.Tests.Support;
using RiskReport.Web.Features.Analysis;

namespace RiskReport.Tests.Unit.Analysis;

[TestClass]
public sealed class OverdueTableTests
{
    [TestMethod]
    public void Where_somebody_is_late_the_longest_stands_first_and_then_where_most_are()
    {
        LateCount[] late =
        [
            Late("320581100", DeclarationStatus.NotFiled, 90, 5), Late("320583100", DeclarationStatus.NotFiled, 2, 5),
            Late("320583100", DeclarationStatus.Returned, 1, 60), Late("320505001", DeclarationStatus.Draft, 3, 5),
        ];

        var table = OtherTables.Overdue(late, Lists.Today, byCounty: true, Lists.Reference.Regions);

        var lines = table.Lines.Select(l => string.Join(' ', l.Cells.Skip(1).Select(c => $"{c.Value}"))).ToArray();
        CollectionAssert.AreEqual(new[] { "2 1 3 60", "90 0 90 5", "3 0 3 5", "95 1 96 60" }, lines);
        Assert.AreEqual("/roster?year=2026&region=320583&overdue=1", Address(3));
        Assert.AreEqual("/roster?year=2026&region=320583&overdue=1&status=returned", Address(2));

        string Address(int cell) => new AnalysisSearch { Year = "2026", Region = "3205" }.AddressOf(table.Lines[0].Cells[cell].Counts!);
    }

    private static LateCount Late(string township, DeclarationStatus status, long enterprises, int days) =>
        new() { TownshipCode = township, Status = status, Enterprises = enterprises, DueOn = Lists.Today.AddDays(-days) };
}
