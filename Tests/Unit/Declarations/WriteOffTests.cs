using RiskReport.Domain.Declarations;

namespace RiskReport.Tests.Unit.Declarations;

[TestClass]
public sealed class WriteOffTests
{
    private const string Own = "91320583MB9990001X";
    private const string Other = "914403001922038216";
    private static readonly DateOnly Today = new(2026, 11, 24);

    [TestMethod]
    [DataRow("关闭或停产", "2026-11-24", "已停产", "", "")]
    [DataRow("合并", "２０２６-０１-０１", "并入总厂", " 914403001922038216 ", "")]
    [DataRow("", "2026-11-24", "已停产", "", "Kind")]
    [DataRow("不想报", "2026-11-24", "已停产", "", "Kind")]
    [DataRow("搬迁", "2026-11-25", "搬到外地", "", "On")]
    [DataRow("搬迁", "1999-12-31", "搬到外地", "", "On")]
    [DataRow("搬迁", "昨天", "", "", "On Detail")]
    [DataRow("合并", "2026-01-01", "并入总厂", "", "Successor")]
    [DataRow("合并", "2026-01-01", "并入总厂", "914403001922038217", "Successor")]
    [DataRow("合并", "2026-01-01", "并入总厂", Own, "Successor")]
    [DataRow(null, null, null, null, "Kind On Detail")]
    public void Every_problem_is_told_by_its_input(string? kind, string? on, string? detail, string? successor, string expected)
    {
        var (writeOff, problems) = WriteOff.Read(kind, on, detail, successor, Own, Today);

        Assert.AreEqual(expected, string.Join(' ', problems.Select(p => p.Name)));
        Assert.AreEqual(expected.Length == 0, writeOff is not null);
    }

    [TestMethod]
    [DataRow(300, "")]
    [DataRow(301, "Detail")]
    public void A_description_has_a_limit(int length, string expected) => Assert.AreEqual(
        expected, string.Join(' ', WriteOff.Read("搬迁", "2026-01-01", new string('字', length), null, Own, Today).Problems.Select(p => p.Name)));

    [TestMethod]
    public void Only_a_merger_has_a_successor()
    {
        Assert.IsNull(WriteOff.Read("搬迁", "2026-01-01", "搬到外地", Other, Own, Today).WriteOff!.Successor);
        Assert.AreEqual($"合并，2026-01-01，并入 {Other}：并入总厂", WriteOff.Read("合并", "2026-01-01", "并入总厂", Other, Own, Today).WriteOff!.Text);
    }
}
