using RiskReport.Domain.Imports;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Tests.Unit.Xlsx;

/// <summary>A workbook as a district office sends it, saved by LibreOffice Calc.</summary>
[TestClass]
public sealed class SampleWorkbookTests
{
    [TestMethod]
    public void The_sample_of_a_district_office_is_read_whole()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Samples", "kunshan-2026.xlsx"));
        using var book = WorkbookReader.Open(file, WorkbookLimits.Default);

        var enterprises = book.Rows("企业信息").ToList();
        var risks = book.Rows("安全风险").ToList();

        CollectionAssert.AreEqual(new[] { "企业信息", "安全风险" }, book.Sheets.Select(s => s.Name).ToArray());
        Assert.HasCount(404, enterprises);
        Assert.HasCount(1283, risks);
        Assert.AreEqual(1, enterprises[0].Number);
        Assert.IsTrue(enterprises[0].Cells.All(c => c.Kind == CellKind.Text));
        CollectionAssert.IsSubsetOf(
            new[] { "统一社会信用代码", "企业名称", "所属镇街代码", "行业代码", "规模", "从业人数", "有无较大以上风险" },
            enterprises[0].Cells.Select(c => c.Text.Trim().TrimEnd('*')).ToArray());
        CollectionAssert.IsSubsetOf(
            new[] { "统一社会信用代码", "风险名称", "评估方法", "L", "E", "C", "管控措施" },
            risks[0].Cells.Select(c => c.Text.Trim().TrimEnd('*')).ToArray());
    }
}
