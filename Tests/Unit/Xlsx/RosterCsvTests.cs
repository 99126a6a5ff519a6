using System.Text;
using RiskReport.Domain.Roster;
using RiskReport.Reports;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Xlsx;

[TestClass]
public sealed class RosterCsvTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task Begins_with_a_byte_order_mark_and_the_headings()
    {
        var file = await WriteAsync([]);

        CollectionAssert.AreEqual(new byte[] { 0xEF, 0xBB, 0xBF }, file[..3]);
        Assert.AreEqual("序号," + string.Join(',', RosterColumns.All.Select(c => c.Heading)) + "\r\n", Encoding.UTF8.GetString(file[3..]));
    }

    [TestMethod]
    public async Task A_row_is_one_line_with_local_time_and_invariant_numbers() => Assert.AreEqual(
        "1,91320583MA1X29QD6X,昆山华盛精密机械有限公司,昆山市,玉山镇,0311,金属结构制造,规上,2026,定期,已接受,2026-11-24 00:30,重大(红),322.5,1,2,3,4,粉尘爆炸,张伟,13812345678",
        await LineAsync(RosterSample.Row));

    [TestMethod]
    public async Task What_is_unknown_stays_empty() => Assert.AreEqual(
        "1,91320583MA1X29QD6X,昆山华盛精密机械有限公司,昆山市,玉山镇,0311,,规上,2026,,未报告,,未评,,1,2,3,4,,张伟,13812345678",
        await LineAsync(RosterSample.NotFiled));

    [TestMethod]
    [DataRow("甲,乙", "\"甲,乙\"")]
    [DataRow("称\"甲\"", "\"称\"\"甲\"\"\"")]
    [DataRow("两\r\n行", "\"两\r\n行\"")]
    [DataRow("=1+1", "'=1+1")]
    [DataRow("+86", "'+86")]
    [DataRow("-1", "'-1")]
    [DataRow("@x", "'@x")]
    [DataRow("\t=1", "'\t=1")]
    [DataRow("\r=1", "\"'\r=1\"")]
    [DataRow("=\"a\",1", "\"'=\"\"a\"\",1\"")]
    public async Task Text_is_quoted_and_cannot_run(string name, string expected) =>
        Assert.Contains($",{expected},昆山市,", await LineAsync(RosterSample.Row with { Name = name }));

    [TestMethod]
    public async Task Half_a_character_is_replaced() =>
        Assert.Contains(",半\uFFFD,昆山市,", await LineAsync(RosterSample.Row with { Name = "半" + '\uD842' }));

    private async Task<string> LineAsync(RosterRow row)
    {
        var text = Encoding.UTF8.GetString(await WriteAsync([row]));
        return text[(text.IndexOf("\r\n", StringComparison.Ordinal) + 2)..^2];
    }

    private async Task<byte[]> WriteAsync(List<RosterRow> rows)
    {
        var output = new AsyncOnlyStream();
        var count = await TableCsv.WriteAsync(RosterColumns.All, RosterSample.Stream(rows), output, TestContext.CancellationToken);
        Assert.AreEqual(rows.Count, count);
        return output.Written;
    }
}
