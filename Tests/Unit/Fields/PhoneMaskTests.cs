using RiskReport.Domain.Fields;

namespace RiskReport.Tests.Unit.Fields;

[TestClass]
public sealed class PhoneMaskTests
{
    [TestMethod]
    [DataRow("13812345678", "138****5678", DisplayName = "a mobile number")]
    [DataRow("138 1234 5678", "138 **** 5678", DisplayName = "written in groups")]
    [DataRow("１３８１２３４５６７８", "１３８****５６７８", DisplayName = "in full-width digits")]
    [DataRow("0512-57301234", "0512-******34", DisplayName = "a landline of four and eight digits")]
    [DataRow("051257301234", "0512******34", DisplayName = "without a dash")]
    [DataRow("(0512)6730123", "(0512)*****23", DisplayName = "of four and seven")]
    [DataRow("021-58881234", "021-******34", DisplayName = "the short area code of a large city")]
    [DataRow("57301234", "******34", DisplayName = "without an area code")]
    [DataRow("0512-57301234-801", "****-********-*01", DisplayName = "with an extension, a shape not known")]
    [DataRow("+8613812345678", "+***********78", DisplayName = "with the country's code")]
    [DataRow("13812345678/0512-57301234", "138****5678/0512-******34", DisplayName = "two numbers")]
    [DataRow("13812345678、13912345678", "138****5678、139****5678", DisplayName = "two with a comma")]
    [DataRow("13812345678 13912345678", "*********** *********78", DisplayName = "two with a blank")]
    [DataRow("张三13812345678", "张三138****5678", DisplayName = "a name before it")]
    [DataRow("123", "*23")]
    [DataRow("12", "**", DisplayName = "so short that nothing is left")]
    [DataRow("无", "无")]
    [DataRow("", "")]
    [DataRow(null, null)]
    public void Enough_is_hidden_that_nobody_can_be_called(string? phone, string? expected) => Assert.AreEqual(expected, PhoneMask.Of(phone));
}
