using System.Net;
using RiskReport.Data.Audit;
using RiskReport.Data.Enterprises;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Web;

/// <summary>The real program in a process of its own, which is then killed without warning.</summary>
[TestClass]
public sealed class KillTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task A_report_that_was_acknowledged_survives_a_kill()
    {
        await using var database = await TestDatabase.CreateAsync();
        var creditCode = Enterprises.NewCreditCode();
        var enterprise = await Enterprises.AddAsync(database, TestApp.KunshanTownship, creditCode);
        await new YearStore(database.Database, new AuditLog(database.Database, TimeProvider.System), TimeProvider.System)
            .OpenAsync(DateTime.Now.Year, new Actor("test", "test", "test"), TestContext.CancellationToken);
        var added = await CommandRun.OfAsync(database, ["user", "add", "killed", "--role", "enterprise", "--enterprise", creditCode, "--password-stdin"], TestApp.Password);
        Assert.AreEqual(0, added.Status, added.Error);

        await using (var server = ProgramProcess.Start(database))
        {
            using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = await server.AddressAsync(TestContext.CancellationToken) };
            await client.SignInAsync("killed");
            using var answer = await FileNilAsync(client, $"/declarations/{DateTime.Now.Year}");
            Assert.AreEqual(HttpStatusCode.Redirect, answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }

        Assert.AreEqual(1, await database.ScalarAsync<int>("SELECT COUNT(*) FROM Declaration WHERE EnterpriseId = @Id AND Status = 2 AND Colour = 1", new { Id = enterprise }));
    }

    /// <summary>The short way: the page of an enterprise without risks, then the commitment.</summary>
    private static async Task<HttpResponseMessage> FileNilAsync(HttpClient client, string address)
    {
        string[] denied = ["CombustibleDust", "ConfinedSpace", "SprayPainting", "Wastewater", "MajorHazard", "SeriousViolation", "AccidentConditions"];
        var nil = PageForm.On(await client.PageAsync(address + "/nil")).With([.. denied.Select(q => ($"Basics.{q}", "否")), ("Basics.HazardPlacePeople", "0")]);
        using var kept = await client.PostAsync(address + "/nil", new FormUrlEncodedContent(nil.Answers));
        var check = PageForm.On(await client.PageAsync(address + "/check")).With(("Reasons.DUST_WITHOUT_RISK", "没有粉尘作业"), ("Committed", "true"));
        return await client.PostAsync(address + "/check", new FormUrlEncodedContent(check.Answers));
    }
}
