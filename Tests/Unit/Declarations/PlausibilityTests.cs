using RiskReport.Data.Seeding;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Declarations;

[TestClass]
public sealed class PlausibilityTests
{
    private static readonly EnterpriseFacts Usual = DemonstrationCity.Unfiled with { IndustryCode = "3484", CombustibleDust = false };

    [TestMethod]
    public void The_usual_raises_no_doubt() => Assert.AreEqual("", Doubts(Usual, hasMajorRisk: false));

    [TestMethod]
    [DataRow("2110", false, false, "DUST_WITHOUT_RISK")]
    [DataRow("2110", false, true, "")]
    [DataRow("3484", true, false, "DUST_WITHOUT_RISK")]
    [DataRow("3484", true, true, "")]
    public void Dust_without_a_risk_is_doubted(string industry, bool dust, bool hasMajorRisk, string expected) =>
        Assert.AreEqual(expected, Doubts(Usual with { IndustryCode = industry, CombustibleDust = dust }, hasMajorRisk));

    [TestMethod]
    [DataRow(10, 0, 10, "")]
    [DataRow(10, 0, 11, "CERTIFIED_ABOVE_STAFF")]
    [DataRow(10, 5, 15, "")]
    [DataRow(10, 5, 16, "CERTIFIED_ABOVE_STAFF")]
    public void More_certificates_than_people_are_doubted(int employees, int external, int certified, string expected) =>
        Assert.AreEqual(expected, Doubts(Usual with { Employees = employees, ExternalWorkers = external, CertifiedWorkers = certified }));

    [TestMethod]
    [DataRow(1999.99, Scale.Below, "")]
    [DataRow(2000, Scale.Below, "REVENUE_BELOW_SCALE")]
    [DataRow(2000, Scale.Above, "")]
    [DataRow(1999.99, Scale.Above, "REVENUE_ABOVE_SCALE")]
    public void A_scale_that_does_not_fit_the_revenue_is_doubted(double revenue, Scale scale, string expected) =>
        Assert.AreEqual(expected, Doubts(Usual with { Revenue = (decimal)revenue, Scale = scale }));

    [TestMethod]
    [DataRow(120.78, 31.07, "")]
    [DataRow(121.18, 31.57, "")]
    [DataRow(120.779, 31.3, "PLACE_OUTSIDE")]
    [DataRow(121.181, 31.3, "PLACE_OUTSIDE")]
    [DataRow(121.0, 31.069, "PLACE_OUTSIDE")]
    [DataRow(121.0, 31.571, "PLACE_OUTSIDE")]
    [DataRow(31.385, 120.958, "PLACE_OUTSIDE")]
    public void A_place_outside_the_county_is_doubted(double longitude, double latitude, string expected) =>
        Assert.AreEqual(expected, Doubts(Usual with { Longitude = (decimal)longitude, Latitude = (decimal)latitude }));

    [TestMethod]
    public void Without_coordinates_there_is_nothing_to_doubt() => Assert.AreEqual("", Doubts(Usual with { Longitude = null }));

    [TestMethod]
    public void Every_county_has_a_box_that_lies_in_the_city()
    {
        foreach (var county in Lists.Reference.Regions.All.Where(r => r.Code.Length == 6))
        {
            var box = Lists.Reference.Regions.BoxOf(county.Code + "001", Lists.Today);
            Assert.IsNotNull(box, county.Name);
            Assert.IsTrue(box.West > 119.8m && box.East < 121.5m && box.South > 30.7m && box.North < 32.1m && box.West < box.East && box.South < box.North, county.Name);
        }
    }

    private static string Doubts(EnterpriseFacts facts, bool hasMajorRisk = true) =>
        string.Join(' ', Plausibility.Check(facts, hasMajorRisk, Lists.Reference, 2026).Select(d => d.Code));
}
