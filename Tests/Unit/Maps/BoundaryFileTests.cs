using System.Text;
using RiskReport.Domain.Maps;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Maps;

[TestClass]
public sealed class BoundaryFileTests
{
    private const string Ring = "[[120.9,31.3],[121.0,31.3],[121.0,31.4],[120.9,31.3]]";

    [TestMethod]
    public void Areas_with_holes_of_counties_and_townships_are_taken_and_nothing_else_of_the_file_is_kept()
    {
        var json = $$"""
            { "type": "FeatureCollection", "name": "<script>", "features": [
              { "type": "Feature", "properties": { "adcode": 320583, "name": "<b>别名</b>", "secret": "不留" }, "geometry": { "type": "Polygon", "coordinates": [{{Ring}}, {{Ring}}] } },
              { "type": "Feature", "id": "320571", "properties": null, "geometry": { "type": "MultiPolygon", "coordinates": [[{{Ring}}], [{{Ring}}]] } },
              { "type": "Feature", "properties": { "code": "320583100" }, "geometry": { "type": "Polygon", "coordinates": [[[120.9,31.3,5.5],[121.0,31.3,5.5],[121.0,31.40000049,5.5],[120.9,31.3,5.5]]] } }
            ] }
            """;

        var (boundaries, problems) = BoundaryFile.Read([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(json)], Lists.Reference.Regions);
        var written = BoundaryFile.Write(boundaries, Lists.Reference.Regions);

        Assert.IsEmpty(problems, string.Join('\n', problems));
        CollectionAssert.AreEqual(new[] { "320583", "320576", "320583100" }, boundaries.Select(b => b.RegionCode).ToList());
        CollectionAssert.AreEqual(new[] { 8, 8, 4 }, boundaries.Select(b => b.Corners).ToList());
        StringAssert.Contains(written, """{"type":"Feature","id":"320583","properties":{"name":"昆山市"},"geometry":{"type":"MultiPolygon","coordinates":[[[[120.9,31.3]""");
        StringAssert.Contains(written, "[121.0,31.4]");
        foreach (var other in new[] { "script", "别名", "不留", "5.5" })
            Assert.DoesNotContain(other, written);
        Assert.AreEqual(written, BoundaryFile.Write(BoundaryFile.Read(Encoding.UTF8.GetBytes(written), Lists.Reference.Regions).Boundaries, Lists.Reference.Regions));
    }

    [TestMethod]
    [DataRow("", "不是有效的 JSON")]
    [DataRow("{\"type\":", "不是有效的 JSON")]
    [DataRow("[]", "不是 GeoJSON 的 FeatureCollection")]
    [DataRow("{\"type\":\"Topology\"}", "不是 GeoJSON 的 FeatureCollection")]
    [DataRow("{\"type\":\"FeatureCollection\",\"features\":[]}", "没有任何区域")]
    [DataRow("F[3]", "没有行政区划代码")]
    [DataRow("F[{\"id\":\"110101\",\"geometry\":P}]", "110101）的行政区划代码不在本市")]
    [DataRow("F[{\"id\":\"3205\",\"geometry\":P}]", "3205）的行政区划代码不在本市")]
    [DataRow("F[{\"id\":\"320583\",\"geometry\":P},{\"id\":\"320583\",\"geometry\":P}]", "第 2 个区域（320583）重复")]
    [DataRow("F[{\"id\":\"1\",\"geometry\":P},{\"id\":\"320583\",\"geometry\":P},{\"id\":\"320583\",\"geometry\":P}]", "第 3 个区域（320583）重复")]
    [DataRow("F[{\"id\":\"320583\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[120.9,31.3]}}]", "形状不是面")]
    [DataRow("F[{\"id\":\"320583\",\"geometry\":null}]", "形状不是面")]
    [DataRow("F[{\"id\":\"320583\",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[]}}]", "形状是空的")]
    [DataRow("F[{\"id\":\"320583\",\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":[]}}]", "形状是空的")]
    [DataRow("F[{\"id\":\"320583\",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[120.9,31.3],[121,31.3],[120.9,31.3]]]}}]", "没有闭合")]
    [DataRow("F[{\"id\":\"320583\",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[120.9,31.3],[121,31.3],[121,31.4],[120.8,31.3]]]}}]", "没有闭合")]
    [DataRow("F[{\"id\":\"320583\",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[31.3,120.9],[31.3,121],[31.4,121],[31.3,120.9]]]}}]", "不在苏州市")]
    [DataRow("F[{\"id\":\"320583\",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[120.9,\"31.3\"],[121,31.3],[121,31.4],[120.9,31.3]]]}}]", "不是“[经度, 纬度]”两个数")]
    [DataRow("F[{\"id\":\"320583\",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[1e400,31.3],[121,31.3],[121,31.4],[1e400,31.3]]]}}]", "不是“[经度, 纬度]”两个数")]
    public void What_cannot_be_drawn_is_refused_with_a_sentence(string json, string problem)
    {
        var text = json.Replace("F[", "{\"type\":\"FeatureCollection\",\"features\":[", StringComparison.Ordinal).Replace(":P}", ":{\"type\":\"Polygon\",\"coordinates\":[" + Ring + "]}}", StringComparison.Ordinal);
        if (json.StartsWith("F[", StringComparison.Ordinal))
            text += "}";

        var (boundaries, problems) = BoundaryFile.Read(Encoding.UTF8.GetBytes(text), Lists.Reference.Regions);

        Assert.IsEmpty(boundaries);
        Assert.Contains(p => p.Contains(problem, StringComparison.Ordinal), problems, string.Join('\n', problems));
    }

    [TestMethod]
    public void Everything_wrong_is_said_at_once_and_too_many_points_are_refused()
    {
        var wrong = """{"type":"FeatureCollection","features":[{"id":"9"},{"id":"320583","geometry":{"type":"Point"}},{"geometry":null}]}""";
        var ring = string.Join(',', Enumerable.Repeat("[120.9,31.3]", BoundaryFile.MostCorners + 1));
        var large = """{"type":"FeatureCollection","features":[{"id":"320583","geometry":{"type":"Polygon","coordinates":[[RING]]}}]}""".Replace("RING", ring, StringComparison.Ordinal);

        Assert.IsGreaterThan(3, BoundaryFile.Read(Encoding.UTF8.GetBytes(wrong), Lists.Reference.Regions).Problems.Count);
        StringAssert.Contains(BoundaryFile.Read(Encoding.UTF8.GetBytes(large), Lists.Reference.Regions).Problems.Single(), "超过 300,000 个的上限");
    }
}
