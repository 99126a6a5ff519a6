using RiskReport.Data;

namespace RiskReport.Tests.Unit.Imports;

[TestClass]
public sealed class BreathTests
{
    [TestMethod]
    [DataRow(200, 20, 200, DisplayName = "never more than two hundred")]
    [DataRow(200, 128, 200, DisplayName = "as long as it may be")]
    [DataRow(200, 129, 100, DisplayName = "longer than that")]
    [DataRow(100, 64, 100, DisplayName = "neither long nor short")]
    [DataRow(100, 63, 200, DisplayName = "short again")]
    [DataRow(75, 2000, 50, DisplayName = "never fewer than fifty")]
    public void Holding_everybody_up_makes_the_next_batch_smaller(int size, int milliseconds, int next) =>
        Assert.AreEqual(next, Breath.Next(size, TimeSpan.FromMilliseconds(milliseconds)));
}
