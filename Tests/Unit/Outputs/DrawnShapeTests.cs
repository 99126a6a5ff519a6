using RiskReport.Domain.Grading;
using RiskReport.Domain.Outputs;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Outputs;

[TestClass]
public sealed class DrawnShapeTests
{
    private static readonly PlanPoint[] Point = [new(10, 20)];

    [TestMethod]
    public void Takes_the_worst_colour_of_its_risks_and_names_that_one_first()
    {
        var shape = Draw(new PlanRisk(1, "叉车碰撞"), new PlanRisk(2, "喷漆房火灾"));

        Assert.AreEqual(RiskColour.Orange, shape.Colour);
        Assert.AreEqual("喷漆房火灾、叉车碰撞", shape.Name);
        Assert.IsTrue(shape.IsPoint);
    }

    [TestMethod]
    public void Finds_its_risk_under_another_number_by_its_name() => Assert.AreEqual(2, Draw(new PlanRisk(9, "喷漆房火灾")).Risks.Single().Number);

    [TestMethod]
    public void Never_takes_the_colour_of_another_risk()
    {
        var shape = Draw(new PlanRisk(2, "已经取消的风险"));

        Assert.IsNull(shape.Colour);
        Assert.AreEqual("已经取消的风险（已不在报告中）", shape.Name);
    }

    [TestMethod]
    public void Of_two_risks_with_one_name_only_the_number_tells()
    {
        Assert.AreEqual(4, Draw(new PlanRisk(4, "行车吊物坠落")).Risks.Single().Number);
        Assert.IsEmpty(Draw(new PlanRisk(7, "行车吊物坠落")).Risks);
    }

    private static DrawnShape Draw(params PlanRisk[] risks) => DrawnShape.Of(new PlanDrawing(1, [new PlanShape(Point, risks)]),
    [
        OutputSample.Risk(1, RiskColour.Blue, "叉车碰撞"), OutputSample.Risk(2, RiskColour.Orange, "喷漆房火灾"),
        OutputSample.Risk(3, RiskColour.Yellow, "行车吊物坠落"), OutputSample.Risk(4, RiskColour.Red, "行车吊物坠落"),
    ]).Single();
}
