using RiskReport.Domain.Outputs;

namespace RiskReport.Tests.Unit.Outputs;

[TestClass]
public sealed class CoordinatesTests
{
    [TestMethod]
    [DataRow("10,20", "10,20")]
    [DataRow(" 10,20  30,20 30.456,40 ", "10,20 30,20 30.46,40")]
    [DataRow("１０，２０；３０，２０\n３０，４０", "10,20 30,20 30,40")]
    [DataRow("0,0 100,0 100,100 0,100", "0,0 100,0 100,100 0,100")]
    public void Reads_what_is_typed_and_writes_it_as_one_would(string typed, string written)
    {
        var (points, problem) = Coordinates.Read(typed);

        Assert.IsNull(problem);
        Assert.AreEqual(written, Coordinates.Write(points));
    }

    [TestMethod]
    [DataRow("", "请填写坐标")]
    [DataRow("10", "坐标“10”看不懂")]
    [DataRow("10,20,30", "坐标“10,20,30”看不懂")]
    [DataRow("左,上", "坐标“左,上”看不懂")]
    [DataRow("NaN,1", "坐标“NaN,1”看不懂")]
    [DataRow("10,101", "坐标“10,101”超出平面图")]
    [DataRow("-1,10", "坐标“-1,10”超出平面图")]
    [DataRow("10,20 30,40", "只有两个点，围不成区域")]
    public void Says_what_is_wrong(string typed, string words)
    {
        var (points, problem) = Coordinates.Read(typed);

        Assert.IsEmpty(points);
        Assert.Contains(words, problem!);
    }

    [TestMethod]
    public void An_area_has_corners_that_can_be_counted()
    {
        Assert.IsNull(Coordinates.Read(string.Join(' ', Enumerable.Range(0, 60).Select(i => $"{i},{i}"))).Problem);
        Assert.Contains("有 61 个角", Coordinates.Read(string.Join(' ', Enumerable.Range(0, 61).Select(i => $"{i},{i}"))).Problem!);
    }
}
