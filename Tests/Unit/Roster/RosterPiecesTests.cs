using System.Globalization;
using RiskReport.Data.Roster;

namespace RiskReport.Tests.Unit.Roster;

[TestClass]
public sealed class RosterPiecesTests
{
    private static readonly RegionRange City = new("320500000", "320599999");

    private static readonly (string CountyCode, long Reports)[] Counties = [("320505", 30), ("320506", 40), ("320507", 20), ("320581", 30), ("320583", 60)];

    [TestMethod]
    [DataRow(1, "320500000-320599999")]
    [DataRow(2, "320500000-320580999 320581000-320599999", DisplayName = "ninety and ninety")]
    [DataRow(3, "320500000-320506999 320507000-320582999 320583000-320599999")]
    public void Pieces_are_of_whole_counties_and_about_as_large(int most, string pieces) =>
        Assert.AreEqual(pieces, string.Join(' ', RosterPieces.Share(City, Counties, most).Select(p => $"{p.From}-{p.To}")));

    /// <summary>Whatever is counted in them is counted once and not left out.</summary>
    [TestMethod]
    [DataRow(2)]
    [DataRow(4)]
    [DataRow(9)]
    public void Pieces_touch_each_other_from_end_to_end(int most)
    {
        var pieces = RosterPieces.Share(City, Counties, most);

        Assert.AreEqual(City.From, pieces[0].From);
        Assert.AreEqual(City.To, pieces[^1].To);
        for (var i = 1; i < pieces.Count; i++)
            Assert.AreEqual(int.Parse(pieces[i - 1].To, CultureInfo.InvariantCulture) + 1, int.Parse(pieces[i].From, CultureInfo.InvariantCulture));
    }

    [TestMethod]
    public void One_county_is_one_piece_and_so_is_a_city_where_nothing_is()
    {
        Assert.HasCount(1, RosterPieces.Share(City, [("320583", 5)], 4));
        Assert.HasCount(1, RosterPieces.Share(City, [], 4));
        Assert.IsTrue(new RegionRange("320583000", "320583999").IsWithinCounty);
        Assert.IsFalse(City.IsWithinCounty);
    }
}
