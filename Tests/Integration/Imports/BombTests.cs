using System.Globalization;
using System.Net;
using System.Text;
using RiskReport.Domain.Fields;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Imports;

/// <summary>However much a file would grow to, refusing it costs the program that serves little memory, as the system counts it.</summary>
[TestClass]
public sealed class BombTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task Refusing_what_would_grow_costs_the_server_little_memory()
    {
        await using var database = await TestDatabase.CreateAsync();
        var added = await CommandRun.OfAsync(database, ["user", "add", "office", "--role", "county", "--region", TestApp.Kunshan, "--password-stdin"], TestApp.Password);
        Assert.AreEqual(0, added.Status, added.Error);
        await using var server = ProgramProcess.Start(database);
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = await server.AddressAsync(TestContext.CancellationToken) };
        await client.SignInAsync("office");
        await SendAsync("good", ImportFile.OfNil(Enterprises.NewCreditCode()), 2); // so that whatever is needed once is there

        foreach (var (name, most, file) in Files())
        {
            server.ForgetPeak();
            var before = server.Memory;
            await SendAsync(name, file, 3);
            TestContext.WriteLine($"{name}: {file.Length:N0} bytes, {(server.Peak - before) >> 20} MB");
            Assert.IsLessThan(most << 20, server.Peak - before, name);
        }

        // at once, as it is sent, or by whoever looks at its rows
        async Task SendAsync(string name, byte[] file, int status)
        {
            using var answer = await client.UploadAsync(new ByteArrayContent(file), name + ".xlsx");
            if (answer.StatusCode == HttpStatusCode.UnprocessableEntity)
                return;
            Assert.AreEqual(HttpStatusCode.Redirect, answer.StatusCode, name);
            while (await database.ScalarAsync<int>("SELECT COUNT(*) FROM ImportJob WHERE Status IN (0, 1)") > 0)
                await Task.Delay(5, TestContext.CancellationToken);
            Assert.AreEqual(status, await database.ScalarAsync<int>("SELECT Status FROM ImportJob ORDER BY Id DESC LIMIT 1"), name);
        }
    }

    /// <summary>With the megabytes that each may take beyond those there were: of as many rows as an import may have, some are held at a time.</summary>
    private static IEnumerable<(string Name, long Most, byte[] File)> Files()
    {
        var parts = new WorkbookParts();
        yield return ("bomb", 32, parts.Bomb(WorkbookParts.FirstSheet, megabytes: 42));
        yield return ("bomb that says it is none", 32, WorkbookParts.Declare(parts.Bomb(WorkbookParts.FirstSheet, megabytes: 42), 42 << 20, 1_000));
        yield return ("two million rows", 256, (new ImportFile { EnterpriseRows = ManyRows() }).Bytes());
        yield return ("nested without end", 32, (parts with { Rows = string.Concat(Enumerable.Range(0, 1_000_000).Select(i => i % 3 == 0 ? "<a>" : "<b>")) }).Zip().ToArray());
    }

    private static string ManyRows()
    {
        var rows = new StringBuilder("<row>");
        foreach (var field in EnterpriseFields.All)
            rows.Append(CultureInfo.InvariantCulture, $"""<c t="inlineStr"><is><t>{field.Heading}</t></is></c>""");
        rows.Append("</row>");
        for (var i = 0; i < 2_000_000; i++)
            rows.Append(CultureInfo.InvariantCulture, $"<row><c><v>{i}</v></c></row>");
        return rows.ToString();
    }
}
