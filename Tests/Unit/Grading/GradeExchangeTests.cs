using RiskReport.Domain.Grading;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Grading;

[TestClass]
public sealed class GradeExchangeTests
{
    [TestMethod]
    public void Answers_the_contract()
    {
        var (answer, problems) = Grade("""{"items":[{"method":"LEC","l":3,"e":6,"c":15,"name":"喷漆"},{"method":"LS","l":1,"s":1},{"method":"catalogue","code":"FC-01"}]}""");

        Assert.IsEmpty(problems);
        Assert.AreEqual("2021-A", (string?)answer!["ruleSet"]);
        Assert.AreEqual("red", (string?)answer["colour"]);
        CollectionAssert.AreEqual(new[] { "orange", "blue", "red" }, answer["items"]!.AsArray().Select(i => (string?)i!["colour"]).ToArray());
        Assert.AreEqual(270m, (decimal?)answer["items"]![0]!["score"]);
        Assert.IsNull(answer["items"]![2]!["score"]);
        Assert.HasCount(1, answer["reasons"]!.AsArray());
    }

    [TestMethod]
    public void Answers_every_method()
    {
        var (answer, problems) = Grade("""
            {"items":[{"method":"MES","m":3,"e":6,"s":10},
            {"method":"majorHazard","people":120,"substances":[{"name":"氨","q":20},{"name":"二甲胺","q":1,"class":"W2"}]},
            {"method":"chemicalScore","score":72.5,"directRed":[]},{"method":"chemicalScore","score":99,"directRed":["accidents"]}]}
            """);

        Assert.IsEmpty(problems);
        CollectionAssert.AreEqual(new[] { "red", "yellow", "orange", "red" }, answer!["items"]!.AsArray().Select(i => (string?)i!["colour"]).ToArray());
        Assert.AreEqual(180m, (decimal?)answer["items"]![0]!["score"]);
        Assert.AreEqual(8.3m, (decimal?)answer["items"]![1]!["score"]);
        Assert.AreEqual(72.5m, (decimal?)answer["items"]![2]!["score"]);
        StringAssert.Contains((string?)answer["items"]![0]!["lower"], "由 3 降为 1");
    }

    [TestMethod]
    public void Facts_of_the_enterprise_raise_its_colour()
    {
        var (answer, _) = Grade("""{"items":[{"method":"LS","l":1,"s":1}],"enterprise":{"hazardPlacePeople":10}}""");

        Assert.AreEqual("red", (string?)answer!["colour"]);
        Assert.AreEqual("blue", (string?)answer["items"]![0]!["colour"]);
        Assert.AreEqual("2021-A/OV-1", (string?)answer["overrides"]![0]!["rule"]);
    }

    [TestMethod]
    public void Another_rule_set_is_asked_for_by_name()
    {
        Assert.AreEqual("yellow", (string?)Grade("""{"ruleSet":"2021-B","items":[{"method":"LS","l":1,"s":5}]}""").Answer!["colour"]);
        Assert.AreEqual("blue", (string?)Grade("""{"items":[{"method":"LS","l":1,"s":5}]}""").Answer!["colour"]);
    }

    [TestMethod]
    public void A_nil_request_is_blue() => Assert.AreEqual("blue", (string?)Grade("""{"nil":true}""").Answer!["colour"]);

    [TestMethod]
    [DataRow("{}", "没有可以评级的风险项")]
    [DataRow("{\"items\":[]}", "没有可以评级的风险项")]
    [DataRow("[1]", "请求应为 JSON 对象")]
    [DataRow("{", "不是有效的 JSON")]
    [DataRow("", "不是有效的 JSON")]
    [DataRow("{\"items\":{}}", "items 应为数组")]
    [DataRow("{\"items\":[3]}", "第 1 项应为 JSON 对象")]
    [DataRow("{\"nil\":\"yes\"}", "nil 应为 true 或 false")]
    [DataRow("{\"items\":[{\"method\":\"LEC\",\"l\":\"3\",\"e\":6,\"c\":15}]}", "第 1 项的 L 应为数字")]
    [DataRow("{\"items\":[{\"method\":\"LEC\",\"l\":1e400,\"e\":6,\"c\":15}]}", "第 1 项的 L 应为数字")]
    [DataRow("{\"items\":[{\"method\":\"HAZOP\"}]}", "method“HAZOP”不能识别，可用 LEC、LS、MES、catalogue、majorHazard、chemicalScore")]
    [DataRow("{\"items\":[{\"method\":\"LEC\",\"l\":\"3\",\"e\":6,\"c\":15}]}", "可取 10、6、3、1、0.5、0.2、0.1")]
    [DataRow("{\"items\":[{\"method\":\"majorHazard\",\"people\":1.5,\"substances\":[{\"name\":\"氨\",\"q\":20}]}]}", "第 1 项的 people 应为 0 或正整数")]
    [DataRow("{\"items\":[{\"method\":\"majorHazard\",\"people\":1,\"substances\":[]}]}", "至少填写一种危险化学品")]
    [DataRow("{\"items\":[{\"method\":\"majorHazard\",\"people\":1,\"substances\":[\"氨\"]}]}", "第 1 项的第 1 种危险化学品应为带有 name 和 q")]
    [DataRow("{\"items\":[{\"method\":\"majorHazard\",\"people\":1,\"substances\":[{\"name\":\"氨\"}]}]}", "“氨”的数量 q 应为大于 0 的吨数")]
    [DataRow("{\"items\":[{\"method\":\"chemicalScore\",\"score\":124}]}", "应在 0 至 123 之间")]
    [DataRow("{\"items\":[{\"method\":\"chemicalScore\",\"score\":80,\"directRed\":[1]}]}", "第 1 项的 directRed 应为文本数组")]
    [DataRow("{\"nil\":true,\"enterprise\":[]}", "enterprise 应为 JSON 对象")]
    [DataRow("{\"nil\":true,\"enterprise\":{\"people\":12}}", "people 不能识别，可用 hazardPlacePeople、majorHazard、seriousViolation、accidentConditions")]
    [DataRow("{\"nil\":true,\"enterprise\":{\"majorHazard\":1}}", "enterprise 的 majorHazard 应为 true 或 false")]
    [DataRow("{\"nil\":true,\"nil\":false}", "不是有效的 JSON")]
    [DataRow("{\"items\":[{\"method\":\"LEC\",\"l\":4,\"e\":6,\"c\":15}]}", "只能取 10、6、3、1、0.5、0.2、0.1")]
    [DataRow("{\"ruleSet\":\"1999\",\"nil\":true}", "没有名为“1999”的可用规则集")]
    public void A_bad_request_is_answered_with_a_sentence(string json, string sentence)
    {
        var (answer, problems) = Grade(json);

        Assert.IsNull(answer);
        Assert.IsTrue(problems.Any(p => p.Contains(sentence, StringComparison.Ordinal)), string.Join(" ", problems));
    }

    [TestMethod]
    public void All_problems_come_at_once() =>
        Assert.HasCount(3, Grade("""{"items":[{"method":"LEC","l":4,"e":6,"c":16},{"method":"LS","l":9,"s":1}]}""").Problems);

    private static (System.Text.Json.Nodes.JsonObject? Answer, IReadOnlyList<string> Problems) Grade(string json) =>
        GradeExchange.Grade(json, name => Lists.Reference.Rules(new DateOnly(2026, 11, 24), name));
}
