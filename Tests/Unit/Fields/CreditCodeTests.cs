using RiskReport.Domain.Fields;

namespace RiskReport.Tests.Unit.Fields;

[TestClass]
public sealed class CreditCodeTests
{
    [TestMethod]
    [DataRow("914403001922038216")]
    [DataRow("9144030071526726XG")]
    [DataRow("91330100799655058B")]
    [DataRow("91350100M000100Y43")]
    public void Published_codes_are_valid(string code) => Assert.IsTrue(CreditCode.IsValid(code));

    [TestMethod]
    [DataRow("91310115MA1H8R7C6D", DisplayName = "a sample from the web that fails the check")]
    [DataRow("914403001922038215")]
    [DataRow("91440300192203821")]
    [DataRow("9144030019220382166")]
    [DataRow("91440300I922038216", DisplayName = "I is not in the alphabet")]
    [DataRow("")]
    public void Everything_else_is_not(string code) => Assert.IsFalse(CreditCode.IsValid(code));
}
