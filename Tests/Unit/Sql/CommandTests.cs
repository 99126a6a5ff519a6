using RiskReport.Data;

namespace RiskReport.Tests.Unit.Sql;

/// <summary>How long a command may take.</summary>
[TestClass]
public sealed class CommandTests
{
    [TestMethod]
    [DataRow("sqlserver", 600)]
    [DataRow("sqlite", null)]
    public void Only_SQL_Server_is_given_longer_and_only_for_what_may_go_through_a_city(string provider, int? seconds)
    {
        var database = Database.Create(provider, "Data Source=x");

        Assert.AreEqual(seconds, database.LongCommand("SELECT 1", null, CancellationToken.None).CommandTimeout);
        Assert.IsNull(database.Command("SELECT 1").CommandTimeout);
    }
}
