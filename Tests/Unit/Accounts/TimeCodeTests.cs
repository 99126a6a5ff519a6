using System.Text;
using RiskReport.Domain.Accounts;

namespace RiskReport.Tests.Unit.Accounts;

[TestClass]
public sealed class TimeCodeTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    /// <summary>The SHA-1 rows of RFC 6238, appendix B, by their last six digits.</summary>
    [TestMethod]
    [DataRow(59, "287082")]
    [DataRow(1111111109, "081804")]
    [DataRow(1111111111, "050471")]
    [DataRow(1234567890, "005924")]
    [DataRow(2000000000, "279037")]
    [DataRow(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        Assert.AreEqual(code, TimeCode.At(Secret, TimeCode.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    [TestMethod]
    [DataRow(-2, false)]
    [DataRow(-1, true)]
    [DataRow(0, true)]
    [DataRow(1, true)]
    [DataRow(2, false)]
    public void A_code_is_good_one_step_to_either_side(int steps, bool isGood)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1111111111);

        var step = TimeCode.Match(Secret, TimeCode.At(Secret, TimeCode.StepAt(now) + steps), now, lastStep: 0);

        Assert.AreEqual(isGood ? TimeCode.StepAt(now) + steps : (long?)null, step);
    }

    [TestMethod]
    public void A_step_that_was_taken_and_those_before_it_are_over()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1111111111);
        var step = TimeCode.StepAt(now);

        Assert.IsNull(TimeCode.Match(Secret, TimeCode.At(Secret, step), now, lastStep: step));
        Assert.IsNull(TimeCode.Match(Secret, TimeCode.At(Secret, step - 1), now, lastStep: step));
        Assert.AreEqual(step + 1, TimeCode.Match(Secret, TimeCode.At(Secret, step + 1), now, lastStep: step));
    }

    [TestMethod]
    [DataRow("12345678901234567890", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")]
    [DataRow("foobar", "MZXW6YTBOI")]
    [DataRow("f", "MY")]
    public void The_secret_is_written_as_authenticators_read_it(string secret, string text) =>
        Assert.AreEqual(text, TimeCode.Base32(Encoding.ASCII.GetBytes(secret)));
}
