using System.Text.Json.Nodes;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Commands;

[TestClass]
public sealed class GradeTests
{
    [TestMethod]
    [DataRow("""{"method":"LEC","l":3,"e":6,"c":15}""", "orange", "270")]
    [DataRow("""{"method":"LEC","l":1,"e":10,"c":7}""", "yellow", "70")]
    [DataRow("""{"method":"LS","l":4,"s":5}""", "red", "20")]
    [DataRow("""{"method":"MES","m":3,"e":6,"s":10}""", "red", "180")]
    [DataRow("""{"method":"catalogue","code":"FC-02"}""", "orange", null)]
    [DataRow("""{"method":"majorHazard","people":120,"substances":[{"name":"氨","q":20}]}""", "yellow", "8")]
    [DataRow("""{"method":"majorHazard","people":100,"substances":[{"name":"氯","q":12.5}]}""", "orange", "20")]
    [DataRow("""{"method":"chemicalScore","score":72.5,"directRed":[]}""", "orange", "72.5")]
    public async Task Every_method_is_graded_from_standard_input(string item, string colour, string? score)
    {
        await using var database = await TestDatabase.CreateAsync();

        var run = await CommandRun.OfAsync(database, ["grade"], $$"""{"items":[{{item}}]}""");

        Assert.AreEqual(0, run.Status, run.Error);
        var answer = JsonNode.Parse(run.Output)!;
        Assert.AreEqual("2021-A", (string?)answer["ruleSet"]);
        Assert.AreEqual(colour, (string?)answer["colour"]);
        Assert.AreEqual(score, answer["items"]![0]!["score"]?.ToJsonString());
        StringAssert.StartsWith((string?)answer["items"]![0]!["rule"], "2021-A/");
    }

    [TestMethod]
    public async Task A_file_is_read_and_the_set_may_be_named()
    {
        await using var database = await TestDatabase.CreateAsync();
        var file = Path.Combine(database.Folder, "request.json");
        await File.WriteAllTextAsync(file, """{"ruleSet":"2021-B","items":[{"method":"LS","l":2,"s":3}]}""");

        var run = await CommandRun.OfAsync(database, ["grade", file]);

        Assert.AreEqual(0, run.Status, run.Error);
        Assert.AreEqual("yellow", (string?)JsonNode.Parse(run.Output)!["colour"]);
    }

    [TestMethod]
    [DataRow("""{"items":[{"name":"喷漆","method":"LEC","l":4,"e":6,"c":15}]}""", "第 1 项“喷漆”的可能性 L 不能取 4，只能取 10、6、3、1、0.5、0.2、0.1。")]
    [DataRow("""{"items":[{"method":"LS","l":1,"s":1},{"method":"MES","m":2,"e":6,"s":10}]}""", "第 2 项的控制措施 M 不能取 2，只能取 5、3、1。")]
    [DataRow("""{"items":[]}""", "没有可以评级的风险项")]
    [DataRow("", "不是有效的 JSON")]
    public async Task What_cannot_be_graded_exits_2_and_says_why_on_standard_error(string request, string sentence)
    {
        await using var database = await TestDatabase.CreateAsync();

        var run = await CommandRun.OfAsync(database, ["grade"], request);

        Assert.AreEqual(2, run.Status);
        Assert.AreEqual("", run.Output);
        StringAssert.Contains(run.Error, sentence);
    }

    [TestMethod]
    public async Task A_file_that_is_not_there_exits_2()
    {
        await using var database = await TestDatabase.CreateAsync();

        Assert.AreEqual(2, (await CommandRun.OfAsync(database, ["grade", Path.Combine(database.Folder, "none.json")])).Status);
    }
}
