using RiskReport.Domain.Grading;
using RiskReport.Reports.Outputs;
using RiskReport.Reports.Xlsx;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Outputs;

[TestClass]
public sealed class ControlListTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task The_workbook_lists_every_risk_and_calculates_nothing()
    {
        var formula = OutputSample.Risk(2, RiskColour.Blue, "=1+1");
        var output = new AsyncOnlyStream();

        await ControlList.WriteWorkbookAsync(OutputSample.Sheet(OutputSample.Risk(1, RiskColour.Red), formula), "王芳", output, TestContext.CancellationToken);

        using var book = WorkbookReader.Open(new MemoryStream(output.Written), WorkbookLimits.Default);
        var rows = book.Rows("安全风险管控清单").Select(r => r.Cells.Select(c => c.Text).ToList()).ToList();
        CollectionAssert.AreEqual(new[] { "序号", "风险名称", "风险点", "位置(场所、部位、环节)", "等级", "事故类型", "可能后果", "管控措施", "应急措施", "责任部门", "责任人", "联系电话" }, rows[0]);
        CollectionAssert.IsSubsetOf(new[] { "1", "风险甲001", "重大(红)", "火灾", "人员烧伤", "定期检查", "立即撤离", "生产部", "王强" }, rows[1]);
        Assert.AreEqual("=1+1", rows[2][1], "shown as it was typed");
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(output.Written));
        foreach (var part in zip.Entries.Where(e => e.FullName.Contains("worksheets", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(part.Open());
            Assert.DoesNotContain("<f>", await reader.ReadToEndAsync(TestContext.CancellationToken));
        }
    }
}
