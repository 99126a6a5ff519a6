using System.Globalization;
using RiskReport.Domain.Reference;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Reference;

[TestClass]
public sealed class ReportingPhaseTests
{
    [TestMethod]
    [DataRow("2026-06-30", "")]
    [DataRow("2026-07-01", "Above")]
    [DataRow("2026-12-31", "Above")]
    [DataRow("2027-01-01", "Below Above")]
    public void A_scale_is_past_when_the_first_phase_that_is_its_own_is_over(string today, string scales) => Assert.AreEqual(
        scales, string.Join(' ', ReportingPhase.Past(Lists.Reference.Phases, 2026, DateOnly.ParseExact(today, "yyyy-MM-dd", CultureInfo.InvariantCulture))));

    [TestMethod]
    public void A_year_without_phases_has_nothing_overdue() =>
        Assert.IsEmpty(ReportingPhase.Past(Lists.Reference.Phases, 1999, new DateOnly(2027, 1, 1)));
}
