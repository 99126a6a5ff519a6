using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Data;
using RiskReport.Tests.Support;
using RiskReport.Web.Background;

namespace RiskReport.Tests.Integration.Api;

/// <summary>The same report again, by the name of its request or by its content, one after the other and side by side.</summary>
[TestClass]
public sealed class ApiRepeatTests
{
    [TestMethod]
    public async Task A_report_is_filed_once_however_often_it_comes()
    {
        await using var app = await TestApp.StartAsync();
        var (code, other) = (Enterprises.NewCreditCode(), Enterprises.NewCreditCode());
        await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship, code);
        await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship, other);
        var system = await app.SystemAsync(ApiSample.ReadWrite);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => system.FileAsync(code, ApiSample.Report(ApiSample.Risk()), "key-1")));

        Assert.AreEqual("200 201", string.Join(' ', answers.Select(a => (int)a.StatusCode).Distinct().Order()), await answers[0].Content.ReadAsStringAsync());
        Assert.AreEqual(1, answers.Count(a => a.StatusCode == HttpStatusCode.Created));
        var receipts = await Task.WhenAll(answers.Select(a => a.Content.ReadAsStringAsync()));
        Assert.AreEqual(1, receipts.Distinct().Count());
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM DeclarationVersion"));
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM ApiFiling"));
        var receipt = JsonNode.Parse(receipts[0])!;
        Assert.AreEqual("yellow", (string)receipt["colour"]!);
        StringAssert.StartsWith((string)receipt["receiptNumber"]!, "SZ2026-");
        await app.Anonymous().PageAsync($"/verify/{receipt["verificationCode"]}");

        // the same key with another content, or for another report, is refused and changes nothing
        await ApiSample.RefusedAsync(await system.FileAsync(code, ApiSample.Report(), "key-1"), HttpStatusCode.UnprocessableEntity, "IDEMPOTENCY_KEY_REUSED");
        await ApiSample.RefusedAsync(await system.FileAsync(other, ApiSample.Report(ApiSample.Risk()), "key-1"), HttpStatusCode.UnprocessableEntity, "IDEMPOTENCY_KEY_REUSED");
        using (var upper = await system.FileAsync(other, ApiSample.Report(), "KEY-1"))
            await upper.JsonAsync(HttpStatusCode.Created);
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) - COUNT(DISTINCT LOWER(IdempotencyKey)) FROM ApiFiling"), "on SQL Server they would be one key");
        // without a key, or under another one, what is filed already is answered by the receipt there is
        foreach (var key in new[] { null, "key-2" })
        {
            using var again = await system.FileAsync(code, ApiSample.Report(ApiSample.Risk()), key);
            Assert.AreEqual((string)receipt["receiptNumber"]!, (string)(await again.JsonAsync(HttpStatusCode.OK))["receiptNumber"]!);
        }

        // what a system has filed it may correct
        using var corrected = await system.FileAsync(code, ApiSample.Report(ApiSample.Risk(), ApiSample.Risk().With("c", 3)), "key-3");
        Assert.AreEqual(2, (int)(await corrected.JsonAsync(HttpStatusCode.Created))["number"]!);
        Assert.AreEqual(2, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RiskItem i JOIN Declaration d ON d.Id = i.DeclarationId WHERE d.CreditCode = @Code", new { Code = code }));
        Assert.AreEqual(3, await app.Database.ScalarAsync<int>("SELECT MIN(Source) FROM Declaration WHERE Status = 2"));
    }

    [TestMethod]
    public async Task The_name_of_a_request_is_known_for_thirty_days()
    {
        await using var app = await TestApp.StartAsync();
        var code = Enterprises.NewCreditCode();
        await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship, code);
        var (id, secret) = await app.AddClientAsync(ApiSample.ReadWrite);
        var worker = app.Services.GetRequiredService<RetentionWorker>();
        using (var filed = await (await ClientAsync()).FileAsync(code, ApiSample.Report(), "key"))
            await filed.JsonAsync(HttpStatusCode.Created);

        app.Clock.Advance(TimeSpan.FromDays(29.9));
        await worker.ClearAsync(CancellationToken.None);
        await ApiSample.RefusedAsync(await (await ClientAsync()).FileAsync(code, ApiSample.Report(ApiSample.Risk()), "key"), HttpStatusCode.UnprocessableEntity, "IDEMPOTENCY_KEY_REUSED");

        app.Clock.Advance(TimeSpan.FromDays(0.2));
        await worker.ClearAsync(CancellationToken.None);
        using (var anew = await (await ClientAsync()).FileAsync(code, ApiSample.Report(ApiSample.Risk()), "key"))
            Assert.AreEqual(2, (int)(await anew.JsonAsync(HttpStatusCode.Created))["number"]!);
        StringAssert.Contains((await app.Anonymous().GetStringAsync("/openapi/v1.json")), "至少保留 30 天");

        // also when the year may not be reported for any more by then
        app.Clock.Advance(new DateTimeOffset(2027, 12, 31, 23, 59, 50, TimeSpan.FromHours(8)) - app.Clock.GetUtcNow());
        using (var last = await (await ClientAsync()).FileAsync(code, ApiSample.Report(), "last"))
            Assert.AreEqual(3, (int)(await last.JsonAsync(HttpStatusCode.Created))["number"]!);
        app.Clock.Advance(TimeSpan.FromSeconds(20));
        using (var repeat = await (await ClientAsync()).FileAsync(code, ApiSample.Report(), "last"))
            Assert.AreEqual(3, (int)(await repeat.JsonAsync(HttpStatusCode.OK))["number"]!);
        await ApiSample.RefusedAsync(await (await ClientAsync()).FileAsync(code, ApiSample.Report(), "late"), HttpStatusCode.NotFound, "NOT_FOUND");

        async Task<HttpClient> ClientAsync() => app.Bearing(await app.TokenAsync(id, secret));
    }

    [TestMethod]
    public async Task What_is_unchanged_is_answered_by_the_receipt_of_the_report_in_force()
    {
        await using var app = await TestApp.StartAsync();
        var code = Enterprises.NewCreditCode();
        var filer = await Filer.SignedInAsync(app, creditCode: code);
        var system = await app.SystemAsync(ApiSample.ReadWrite);
        using (var filed = await system.FileAsync(code, ApiSample.Report(ApiSample.Risk())))
            await filed.JsonAsync(HttpStatusCode.Created);
        await app.AcceptAsync(filer);
        var result = await filer.Client.PageAsync(ReportForm.Result);
        var version = result.QuerySelector($"form[action='{ReportForm.Address}/change'] input[name=version]")!.GetAttribute("value");
        using (var begun = await filer.Client.SubmitAsync(ReportForm.Result, ReportForm.Address + "/change", ("version", version)))
            Assert.AreEqual(HttpStatusCode.Redirect, begun.StatusCode);
        await (await ReportForm.OpenAsync(filer.Client)).Harmless().With(("Basics.Address", "新地址1号"), ("Committed", "true")).SubmitAsync(filer.Client);
        Assert.AreEqual(2, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM DeclarationVersion"));

        using var again = await system.FileAsync(code, ApiSample.Report(ApiSample.Risk()), "key");

        Assert.AreEqual(1, (int)(await again.JsonAsync(HttpStatusCode.OK))["number"]!);
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT v.Number FROM ApiFiling f JOIN DeclarationVersion v ON v.Id = f.VersionId"));
    }

    [TestMethod]
    public async Task One_that_cannot_be_written_fails_alone_and_one_that_was_given_up_is_not_written()
    {
        await using var app = await TestApp.StartAsync();
        var codes = Enumerable.Range(0, 5).Select(_ => Enterprises.NewCreditCode()).ToList();
        foreach (var code in codes)
            await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship, code);
        var system = await app.SystemAsync(ApiSample.ReadWrite);
        var second = Convert.ToHexStringLower(SHA256.HashData("key-1"u8));
        await app.Database.ExecuteAsync($"CREATE TRIGGER Full BEFORE INSERT ON ApiFiling WHEN new.IdempotencyKey = '{second}' BEGIN SELECT RAISE(ABORT, 'disk full'); END");

        // while another writes they come together, and are written together
        Task<HttpResponseMessage>[] calls;
        using var giveUp = new CancellationTokenSource();
        Task<HttpResponseMessage> givenUp;
        await using (var connection = await app.Database.Database.OpenAsync(CancellationToken.None))
        await using (await Database.BeginWriteAsync(connection, CancellationToken.None))
        {
            calls = [.. Enumerable.Range(0, 4).Select(i => system.FileAsync(codes[i], ApiSample.Report(ApiSample.Risk()), $"key-{i}"))];
            givenUp = system.FileAsync(codes[4], ApiSample.Report(ApiSample.Risk()), "key-4", ct: giveUp.Token);
            await Task.Delay(TimeSpan.FromMilliseconds(500));
            await giveUp.CancelAsync();
            await Assert.ThrowsAsync<OperationCanceledException>(() => givenUp);
        }

        var answers = await Task.WhenAll(calls);

        Assert.AreEqual("201 500 201 201", string.Join(' ', answers.Select(a => (int)a.StatusCode)));
        Assert.AreEqual(3, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM DeclarationVersion"));
        Assert.AreEqual(3, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Declaration WHERE Status = 2"));
    }
}
