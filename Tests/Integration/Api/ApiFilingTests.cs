using System.Net;
using System.Text.Json.Nodes;
using RiskReport.Tests.Support;
using RiskReport.Web.Features.Api;

namespace RiskReport.Tests.Integration.Api;

[TestClass]
public sealed class ApiFilingTests
{
    [TestMethod]
    public async Task What_is_read_can_be_filed_again_and_a_version_that_was_overtaken_cannot()
    {
        await using var app = await TestApp.StartAsync();
        var code = Enterprises.NewCreditCode();
        await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship, code);
        var system = await app.SystemAsync(ApiSample.ReadWrite);
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
        await ApiSample.RefusedAsync(await system.FileAsync(code, again, ifMatch: "\"0\""), HttpStatusCode.Conflict, "VERSION");
        await ApiSample.RefusedAsync(await system.FileAsync(code, again, ifMatch: "3"), HttpStatusCode.BadRequest, "BAD_REQUEST");
        Assert.AreEqual(20, await app.Database.ScalarAsync<int>("SELECT Employees FROM Enterprise"));
    }

    [TestMethod]
    public async Task A_report_comes_back_as_it_was_read_and_nothing_changes()
    {
        await using var app = await TestApp.StartAsync();
        var code = Enterprises.NewCreditCode();
        await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship, code);
        var system = await app.SystemAsync(ApiSample.ReadWrite);
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
        var system = await app.SystemAsync(ApiSample.ReadWrite);
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
        await ApiSample.RefusedAsync(long4, HttpStatusCode.RequestEntityTooLarge, "TOO_LARGE");
    }

    [TestMethod]
    public async Task What_an_enterprise_has_filed_itself_is_not_overwritten()
    {
        await using var app = await TestApp.StartAsync();
        var code = Enterprises.NewCreditCode();
        var filer = await Filer.SignedInAsync(app, creditCode: code);
        await (await ReportForm.OpenAsync(filer.Client)).Nil().SubmitAsync(filer.Client);
        var system = await app.SystemAsync(ApiSample.ReadWrite);

        await ApiSample.RefusedAsync(await system.FileAsync(code, ApiSample.Report(ApiSample.Risk()), "key"), HttpStatusCode.Conflict, "ALREADY_FILED");

        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RiskItem"));
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM ApiFiling"));
    }
}
