using System.Net;
using Dapper;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Web;

[TestClass]
public sealed class HealthTests
{
    [TestMethod]
    [DataRow("/health/live")]
    [DataRow("/health/ready")]
    public async Task A_migrated_program_is_healthy_for_anybody_and_says_no_more(string address)
    {
        await using var app = await TestApp.StartAsync();

        using var response = await app.Anonymous().GetAsync(address);

        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
        Assert.AreEqual("Healthy", await response.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task A_database_that_lacks_a_script_is_not_ready_but_the_program_lives()
    {
        await using var app = await TestApp.StartAsync();
        await using (var connection = await app.Database.Database.OpenAsync(CancellationToken.None))
            await connection.ExecuteAsync("DELETE FROM SchemaVersions WHERE ScriptName LIKE '%0004%'");

        using var ready = await app.Anonymous().GetAsync("/health/ready");
        using var live = await app.Anonymous().GetAsync("/health/live");

        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.AreEqual(HttpStatusCode.OK, live.StatusCode);
    }
}
