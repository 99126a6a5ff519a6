using RiskReport.Data;

namespace RiskReport.Tests.Unit.Sql;

/// <summary>How long a command may take.</summary>
[TestClass]
public sealed class CommandTests
{
    [TestMethod]
    [DataRow("sqlserver", true, 600)]
    [DataRow("sqlserver", false, null)]
    [DataRow("sqlite", true, null)]
    [DataRow("sqlite", false, null)]
    public void Only_SQL_Server_is_given_longer_and_only_where_it_may_go_through_a_city(string provider, bool isLong, int? seconds)
    {
        var database = Database.Create(provider, "Data Source=x");

        Assert.AreEqual(seconds, database.Command("SELECT 1", isLong: isLong).CommandTimeout);
    }
}
