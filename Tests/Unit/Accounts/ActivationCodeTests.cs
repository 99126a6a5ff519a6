using RiskReport.Domain.Accounts;

namespace RiskReport.Tests.Unit.Accounts;

[TestClass]
public sealed class ActivationCodeTests
{
    [TestMethod]
    [DataRow("ABCD-EFGH-JKMN-PQRS")]
    [DataRow(" abcd efgh jkmn pqrs ")]
    [DataRow("ＡＢＣＤ－ＥＦＧＨ－ＪＫＭＮ－ＰＱＲＳ")]
    [DataRow("abcdefghjkmnpqrs")]
    public void A_code_is_the_same_however_it_is_typed(string typed) => Assert.AreEqual("ABCDEFGHJKMNPQRS", ActivationCode.Plain(typed));

    [TestMethod]
    [DataRow(null)]
    [DataRow("")]
    [DataRow("——　")]
    public void Nothing_is_no_code(string? typed) => Assert.AreEqual("", ActivationCode.Plain(typed));

    [TestMethod]
    public void It_is_shown_in_fours() => Assert.AreEqual("ABCD-EFGH-JKMN-PQRS", ActivationCode.Grouped("ABCDEFGHJKMNPQRS"));

    /// <summary>printf ABCDEFGHJKMNPQRS | sha256sum: any installation, and any later program, can check it.</summary>
    [TestMethod]
    public void Its_hash_is_plain_sha_256() =>
        Assert.AreEqual("f598056127fcd4387651a49b3a4235d8ce50d71f4091068df51511cfc10f388f", ActivationCode.Hash("ABCDEFGHJKMNPQRS"));

    [TestMethod]
    [DataRow("staff", Capacity.OwnStaff)]
    [DataRow("agent", Capacity.Agent)]
    [DataRow("Agent", null)]
    [DataRow("2", null)]
    [DataRow(null, null)]
    public void A_capacity_is_known_by_its_code_only(string? code, Capacity? expected) => Assert.AreEqual(expected, CapacityWords.Parse(code));
}
