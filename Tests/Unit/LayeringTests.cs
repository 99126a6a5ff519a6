namespace RiskReport.Tests.Unit;

[TestClass]
public sealed class LayeringTests
{
    [TestMethod]
    public void Domain_references_nothing_but_the_runtime()
    {
        var foreign = typeof(Domain.Grading.RiskColour).Assembly.GetReferencedAssemblies()
            .Where(a => !a.Name!.StartsWith("System.", StringComparison.Ordinal)).Select(a => a.Name).ToList();

        Assert.IsEmpty(foreign, string.Join(", ", foreign));
    }
}
