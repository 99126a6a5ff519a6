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
    [DataRow("{\"items\":[{\"method\":\"HAZOP\"}]}", "method“HAZOP”不能识别")]
    [DataRow("{\"items\":[{\"method\":\"LEC\",\"l\":4,\"e\":6,\"c\":15}]}", "只能取 10、6、3、1、0.5、0.2、0.1")]
    [DataRow("{\"ruleSet\":\"1999\",\"nil\":true}", "没有名为“1999”的规则集")]
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
