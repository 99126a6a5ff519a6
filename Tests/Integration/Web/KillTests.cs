using System.Diagnostics;
using System.Net;
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
        await new EnterpriseStore(database.Database, TimeProvider.System)
            .OpenYearAsync(DateTime.Now.Year, new Actor("test", "test", "test"), TestContext.CancellationToken);
        var added = await CommandRun.OfAsync(database, ["user", "add", "killed", "--role", "enterprise", "--enterprise", creditCode, "--password-stdin"], TestApp.Password);
        Assert.AreEqual(0, added.Status, added.Error);

        using var server = Start(database);
        try
        {
            using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = await AddressAsync(server) };
            await client.SignInAsync("killed");
            using var answer = await client.SubmitAsync($"/declarations/{DateTime.Now.Year}", await NilReportAsync(client));
            Assert.AreEqual(HttpStatusCode.Redirect, answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync(TestContext.CancellationToken);
        }

        Assert.AreEqual(1, await database.ScalarAsync<int>("SELECT COUNT(*) FROM Declaration WHERE EnterpriseId = @Id AND Status = 2 AND Colour = 1", new { Id = enterprise }));
    }

    /// <summary>What the form offers, with the nil answer and the commitment.</summary>
    private static async Task<(string, string?)[]> NilReportAsync(HttpClient client)
    {
        var page = await client.PageAsync($"/declarations/{DateTime.Now.Year}");
        var known = page.QuerySelectorAll("form.report input")
            .Where(i => i.GetAttribute("type") is "text" or "tel" or "hidden" || i.HasAttribute("checked"))
            .Where(i => i.GetAttribute("name") is not (null or "__RequestVerificationToken"))
            .Select(i => (i.GetAttribute("name")!, i.GetAttribute("value")));
        return
        [
            .. known.Where(k => k.Item1 != "Basics.HazardPlacePeople"), ("Basics.HasMajorRisk", "无"), ("Committed", "true"), ("Basics.HazardPlacePeople", "0"),
            ("Basics.MajorHazard", "否"), ("Basics.SeriousViolation", "否"), ("Basics.AccidentConditions", "否"),
        ];
    }

    private static Process Start(TestDatabase database)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "RiskReport.Web.dll"),
                "--urls=http://127.0.0.1:0", "--environment=Testing", $"--Storage:Folder={database.Folder}",
                $"--ConnectionStrings:RiskReport={database.Database.ConnectionString}",
            },
        };
        return Process.Start(start)!;
    }

    private async Task<Uri> AddressAsync(Process server)
    {
        while (await server.StandardOutput.ReadLineAsync(TestContext.CancellationToken) is { } line)
        {
            if (line.IndexOf("http://127", StringComparison.Ordinal) is var at and >= 0 && line.StartsWith("网站已启动", StringComparison.Ordinal))
                return new Uri(line[at..]);
        }

        throw new AssertFailedException("The server ended without saying where it listens.");
    }
}
