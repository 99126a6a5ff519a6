using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Data;
using RiskReport.Tests.Support;
using RiskReport.Web.Background;
using RiskReport.Web.Features.Api;

namespace RiskReport.Tests.Integration.Api;

[TestClass]
public sealed class ApiFilingTests
{
    private const string ReadWrite = "declarations.read declarations.write";

    [TestMethod]
    public async Task A_report_is_filed_once_however_often_it_comes()
    {
        await using var app = await TestApp.StartAsync();
        var (code, other) = (Enterprises.NewCreditCode(), Enterprises.NewCreditCode());
        await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship, code);
        await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship, other);
        var system = await app.SystemAsync(ReadWrite);

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
        await RefusedAsync(await system.FileAsync(code, ApiSample.Report(), "key-1"), HttpStatusCode.UnprocessableEntity, "IDEMPOTENCY_KEY_REUSED");
        await RefusedAsync(await system.FileAsync(other, ApiSample.Report(ApiSample.Risk()), "key-1"), HttpStatusCode.UnprocessableEntity, "IDEMPOTENCY_KEY_REUSED");
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
        var (id, secret) = await app.AddClientAsync(ReadWrite);
        var worker = app.Services.GetRequiredService<RetentionWorker>();
        using (var filed = await (await ClientAsync()).FileAsync(code, ApiSample.Report(), "key"))
            await filed.JsonAsync(HttpStatusCode.Created);

        app.Clock.Advance(TimeSpan.FromDays(29.9));
        await worker.ClearAsync(CancellationToken.None);
        await RefusedAsync(await (await ClientAsync()).FileAsync(code, ApiSample.Report(ApiSample.Risk()), "key"), HttpStatusCode.UnprocessableEntity, "IDEMPOTENCY_KEY_REUSED");

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
        await RefusedAsync(await (await ClientAsync()).FileAsync(code, ApiSample.Report(), "late"), HttpStatusCode.NotFound, "NOT_FOUND");

        async Task<HttpClient> ClientAsync() => app.Bearing(await app.TokenAsync(id, secret));
    }

    [TestMethod]
    public async Task What_is_read_can_be_filed_again_and_a_version_that_was_overtaken_cannot()
    {
        await using var app = await TestApp.StartAsync();
        var code = Enterprises.NewCreditCode();
        await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship, code);
        var system = await app.SystemAsync(ReadWrite);
        var unit = ApiSample.Risk().With("method", "majorHazard").With("l", null).With("e", null).With("c", null)
            .With("people", 40).With("substances", new JsonArray(new JsonObject { ["name"] = "氨", ["q"] = 2.5m }));
        using var filed = await system.FileAsync(code, ApiSample.Report(ApiSample.Risk(), unit).With("basics.hazardPlacePeople", 3).With("basics.majorHazard", false), ifMatch: "\"0\"");
        await filed.JsonAsync(HttpStatusCode.Created);

        using var response = await system.GetAsync(ApiSample.Declaration(code));
        var read = await response.JsonAsync(HttpStatusCode.OK);

        Assert.AreEqual("submitted", (string)read["status"]!);
        Assert.AreEqual(126m, (decimal)read["risks"]![0]!["grade"]!["score"]!);
        Assert.AreEqual("0512-******34", (string)read["basics"]!["phone"]!);
        Assert.AreEqual("3", read["basics"]!["hazardPlacePeople"]!.ToJsonString());
        Assert.AreEqual(1, read["versions"]!.AsArray().Count);
        var again = read.DeepClone().AsObject();
        using (var same = await system.FileAsync(code, again, ifMatch: response.Headers.ETag!.ToString()))
            Assert.AreEqual((string)read["versions"]![0]!["receiptNumber"]!, (string)(await same.JsonAsync(HttpStatusCode.OK))["receiptNumber"]!);

        again["basics"]!["employees"] = 21;
        await RefusedAsync(await system.FileAsync(code, again, ifMatch: "\"0\""), HttpStatusCode.Conflict, "VERSION");
        await RefusedAsync(await system.FileAsync(code, again, ifMatch: "3"), HttpStatusCode.BadRequest, "BAD_REQUEST");
        Assert.AreEqual(20, await app.Database.ScalarAsync<int>("SELECT Employees FROM Enterprise"));
    }

    [TestMethod]
    public async Task A_report_comes_back_as_it_was_read_and_nothing_changes()
    {
        await using var app = await TestApp.StartAsync();
        var code = Enterprises.NewCreditCode();
        await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship, code);
        var system = await app.SystemAsync(ReadWrite);
        var report = ApiSample.Report(ApiSample.Risk().With("phone", "13812345678"), ApiSample.Risk().With("phone", "13899995678").With("owner", "张三"), ApiSample.Risk().With("name", "叉车伤人"))
            .With("basics.confinedSpace", true).With("basics.sprayPainting", true).With("basics.certifiedWorkers", 500)
            .With("sheets", new JsonObject { ["confinedSpaces"] = 2, ["confinedKinds"] = "污水池", ["confinedEntries"] = 12, ["confinedContracted"] = true })
            .With("confirmations", new JsonObject { ["CERTIFIED_ABOVE_STAFF"] = "含外包人员" });
        using (var filed = await system.FileAsync(code, report))
            await filed.JsonAsync(HttpStatusCode.Created);

        var read = await system.JsonAsync(ApiSample.Declaration(code));

        Assert.AreEqual("""{"confinedSpaces":2,"confinedKinds":"污水池","confinedEntries":12,"confinedContracted":true}""", read["sheets"]!.ToJsonString(ApiController.Json));
        Assert.AreEqual("138****5678 张* 张*", $"{read["risks"]![1]!["phone"]} {read["risks"]![0]!["owner"]} {read["risks"]![1]!["owner"]}");
        Assert.AreEqual("王* 李*", $"{read["basics"]!["legalRepresentative"]} {read["basics"]!["safetyOfficer"]}");
        Assert.AreEqual("李*", (string)(await (await app.SystemAsync("roster.read")).JsonAsync("/api/v1/roster?year=2026"))["items"]![0]!["safetyOfficer"]!);
        Assert.IsNull(read["basics"]!["confinedSpaces"]);
        // as it is, with its masked numbers
        using (var same = await system.FileAsync(code, read))
            Assert.AreEqual(read["versions"]![0]!.ToJsonString(), (await same.JsonAsync(HttpStatusCode.OK)).ToJsonString());
        Assert.AreEqual(read.ToJsonString(), (await system.JsonAsync(ApiSample.Declaration(code))).ToJsonString());
        Assert.AreEqual("13812345678,13899995678", await app.Database.ScalarAsync<string>("SELECT GROUP_CONCAT(Phone) FROM RiskItem WHERE Phone IS NOT NULL"));

        Assert.AreEqual("张磊,张三,张磊 王伟 李芳", await NamesAsync(), "two of one risk's name, each its own");

        // moved to another place, a name of two that fit is nobody's, and of one it is his
        var moved = read.DeepClone().AsObject();
        var risks = moved["risks"]!.AsArray();
        var last = risks[2]!;
        risks.RemoveAt(2);
        risks.Insert(0, last);
        using (var ambiguous = await system.FileAsync(code, moved))
            Assert.AreEqual("FORMAT risks[2].owner, FORMAT risks[2].phone", string.Join(", ", (await ambiguous.JsonAsync(HttpStatusCode.UnprocessableEntity))["problems"]!.AsArray()
                .Select(p => $"{p!["code"]} {p["field"]}").Order(StringComparer.Ordinal)));
        Assert.AreEqual("张磊,张三,张磊 王伟 李芳", await NamesAsync());

        var doubted = read.DeepClone().AsObject();
        doubted.Remove("confirmations");
        using (var same = await system.FileAsync(code, doubted))
            await same.JsonAsync(HttpStatusCode.OK);   // filed already, so nothing is asked again
        using (var unconfirmed = await system.FileAsync(code, doubted.With("basics.employees", 21)))
            Assert.AreEqual("CERTIFIED_ABOVE_STAFF", (string)(await unconfirmed.JsonAsync(HttpStatusCode.UnprocessableEntity))["problems"]![0]!["code"]!);

        // one answer of a sheet changes that one, another sheet is filled in, and a number is changed
        var changed = read.DeepClone().AsObject().With("sheets.confinedSpaces", 3).With("risks.2.phone", "0512-57300000");
        foreach (var (name, value) in new (string, JsonNode)[] { ("sprayPlaces", 1), ("paintKind", "水性"), ("paintPerDay", 2.5m), ("dryingRooms", 0) })
            changed["sheets"]![name] = value;
        using (var filed = await system.FileAsync(code, changed))
            await filed.JsonAsync(HttpStatusCode.Created);
        var after = await system.JsonAsync(ApiSample.Declaration(code));
        Assert.AreEqual(changed["sheets"]!.ToJsonString(), after["sheets"]!.ToJsonString());
        Assert.AreEqual("13812345678,13899995678,0512-57300000", await app.Database.ScalarAsync<string>("SELECT GROUP_CONCAT(Phone) FROM RiskItem WHERE Phone IS NOT NULL"));
        Assert.AreEqual(3, await app.Database.ScalarAsync<int>("SELECT json_extract(Sheets, '$.ByKey.ConfinedSpaces') FROM Enterprise"));

        // what is not sent stays; what is not asked for, is wrong, or is masked and none of its own is refused, all at once
        after.Remove("sheets");
        using (var without = await system.FileAsync(code, after))
            await without.JsonAsync(HttpStatusCode.OK);
        using var refused = await system.FileAsync(code, changed.DeepClone().AsObject().With("basics.sprayPainting", false).With("basics.phone", "0512-******99").With("basics.legalRepresentative", "赵*").With("risks.0.owner", "张**")
            .With("risks.0.phone", "139****5678").With("sheets.confinedSpaces", "three").With("sheets.confinedKinds", null).With("sheets.colour", "red").With("creditCode", Enterprises.NewCreditCode()));
        var problems = (await refused.JsonAsync(HttpStatusCode.UnprocessableEntity))["problems"]!.AsArray().Select(p => $"{p!["code"]} {p["field"]}").Order(StringComparer.Ordinal);
        Assert.AreEqual("CONTRADICTION creditCode; CONTRADICTION sheets.dryingRooms; CONTRADICTION sheets.paintKind; CONTRADICTION sheets.paintPerDay; CONTRADICTION sheets.sprayPlaces; "
            + "FORMAT basics.legalRepresentative; FORMAT basics.phone; FORMAT risks[0].owner; FORMAT risks[0].phone; REQUIRED sheets.confinedKinds; TYPE sheets.confinedSpaces; UNKNOWN_FIELD sheets.colour", string.Join("; ", problems));
        Assert.AreEqual(after.ToJsonString(), (await system.JsonAsync(ApiSample.Declaration(code))).With("sheets", null).ToJsonString().Replace("\"sheets\":null,", "", StringComparison.Ordinal));

        Task<string> NamesAsync() => app.Database.ScalarAsync<string>(
            "SELECT (SELECT GROUP_CONCAT(Owner) FROM (SELECT Owner FROM RiskItem ORDER BY Position)) || ' ' || LegalRepresentative || ' ' || SafetyOfficer FROM Enterprise");
    }

    [TestMethod]
    public async Task Every_problem_is_told_at_once_and_nothing_is_kept()
    {
        await using var app = await TestApp.StartAsync();
        var code = Enterprises.NewCreditCode();
        await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship, code);
        var system = await app.SystemAsync(ReadWrite);
        var report = ApiSample.Report(ApiSample.Risk().With("l", 4), ApiSample.Risk().With("accidentType", "地震").With("owner", null).With("e", "6"), ApiSample.Risk())
            .With("basics.township", "320582100").With("basics.employees", "many").With("basics.scale", "huge").With("basics.status", 4).With("basics.creditCode", "x").With("color", "blue");

        using var response = await system.FileAsync(code, report);

        var refused = await response.JsonAsync(HttpStatusCode.UnprocessableEntity);
        Assert.AreEqual("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var problems = refused["problems"]!.AsArray().Select(p => $"{p!["code"]} {p["field"]}").Order(StringComparer.Ordinal);
        Assert.AreEqual("CONTRADICTION basics.creditCode; NOT_IN_LIST basics.scale; NOT_IN_LIST risks[1].accidentType; OUT_OF_REGION basics.township; RANGE risks[0].l; "
            + "REQUIRED risks[1].owner; TYPE basics.employees; TYPE risks[1].e; UNKNOWN_FIELD basics.status; UNKNOWN_FIELD color", string.Join("; ", problems));
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Declaration WHERE Status <> 0"));

        // what is only unlikely is confirmed with a reason, which is filed
        var doubtful = ApiSample.Report().With("basics.combustibleDust", true);
        using (var unconfirmed = await system.FileAsync(code, doubtful))
            Assert.AreEqual("DUST_WITHOUT_RISK", (string)(await unconfirmed.JsonAsync(HttpStatusCode.UnprocessableEntity))["problems"]![0]!["code"]!);
        using (var confirmed = await system.FileAsync(code, doubtful.With("confirmations", new JsonObject { ["DUST_WITHOUT_RISK"] = "粉尘已改为湿式作业" })))
            await confirmed.JsonAsync(HttpStatusCode.Created);
        Assert.AreEqual("粉尘已改为湿式作业", (string)(await system.JsonAsync(ApiSample.Declaration(code)))["confirmations"]![0]!["reason"]!);

        foreach (var (body, type, status) in new[] { ("{", "application/json", 422), ("[]", "application/json", 422), ("{\"basics\":1}", "application/json", 422), ("{}", "text/plain", 415), ("{\"risks\":\"\\ud800\"}", "application/json", 422),
            ("{\"creditCode\":\"\\ud800\",\"sheets\":[],\"confirmations\":[{\"code\":\"\\ud800\"}],\"basics\":{\"creditCode\":\"\\ud800\"}}", "application/json", 422) })
        {
            using var bad = await system.PutAsync(ApiSample.Declaration(code), new StringContent(body, System.Text.Encoding.UTF8, type));
            Assert.AreEqual(status, (int)bad.StatusCode, body);
            Assert.AreEqual("application/problem+json", bad.Content.Headers.ContentType!.MediaType);
        }

        using var long4 = await system.PutAsync(ApiSample.Declaration(code), new StringContent(new string(' ', (4 << 20) + 1), System.Text.Encoding.UTF8, "application/json"));
        await RefusedAsync(long4, HttpStatusCode.RequestEntityTooLarge, "TOO_LARGE");
    }

    [TestMethod]
    public async Task What_an_enterprise_has_filed_itself_is_not_overwritten()
    {
        await using var app = await TestApp.StartAsync();
        var code = Enterprises.NewCreditCode();
        var filer = await Filer.SignedInAsync(app, creditCode: code);
        await (await ReportForm.OpenAsync(filer.Client)).Nil().SubmitAsync(filer.Client);
        var system = await app.SystemAsync(ReadWrite);

        await RefusedAsync(await system.FileAsync(code, ApiSample.Report(ApiSample.Risk()), "key"), HttpStatusCode.Conflict, "ALREADY_FILED");

        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RiskItem"));
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM ApiFiling"));
    }

    [TestMethod]
    public async Task What_is_unchanged_is_answered_by_the_receipt_of_the_report_in_force()
    {
        await using var app = await TestApp.StartAsync();
        var code = Enterprises.NewCreditCode();
        var filer = await Filer.SignedInAsync(app, creditCode: code);
        var system = await app.SystemAsync(ReadWrite);
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
        var system = await app.SystemAsync(ReadWrite);
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

    private static async Task RefusedAsync(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        using (response)
            Assert.AreEqual(code, (string)(await response.JsonAsync(status))["code"]!);
    }
}
