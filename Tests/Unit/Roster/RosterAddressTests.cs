using System.Reflection;
using RiskReport.Web.Features.Roster;
using RiskReport.Web.Features.RosterJobs;

namespace RiskReport.Tests.Unit.Roster;

[TestClass]
public sealed class RosterAddressTests
{
    [TestMethod]
    [DataRow("?year=2026&page=7&utm=x", "year=2026")]
    [DataRow("colour=red,orange&year=2026&after=7", "year=2026&colour=red&colour=orange")]
    [DataRow("q=%E9%94%82%26%3D&scale=&status=", "q=%E9%94%82%26%3D")]
    [DataRow("", "")]
    [DataRow(null, "")]
    public void Only_what_the_search_knows_is_kept_in_one_order(string? query, string expected) =>
        Assert.AreEqual(expected, RosterAddress.Of(RosterSearch.FromQuery(query)));

    /// <summary>A part of the search that is added later must not be lost from what offices keep.</summary>
    [TestMethod]
    public void Every_part_of_the_search_survives()
    {
        var parts = typeof(RosterSearch).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite).ToList();
        var search = new RosterSearch();
        foreach (var part in parts)
            part.SetValue(search, part.PropertyType == typeof(string[]) ? new[] { part.Name + " 一", part.Name + "&二" } : part.Name + "=三");

        var read = RosterSearch.FromQuery("?" + RosterAddress.Of(search));

        foreach (var part in parts)
        {
            if (part.GetValue(search) is string[] several)
                CollectionAssert.AreEqual(several, (string[])part.GetValue(read)!, part.Name);
            else
                Assert.AreEqual(part.GetValue(search), part.GetValue(read), part.Name);
        }
    }
}
