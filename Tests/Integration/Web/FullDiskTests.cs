using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;
using RiskReport.Web.Background;

namespace RiskReport.Tests.Integration.Web;

/// <summary>The disk is full, or the mail server does not take what it is given: nothing is half done, nobody is told of the inside, and afterwards all goes on.</summary>
[TestClass]
public sealed class FullDiskTests
{
    private const int Connections = 12;
    private const int Imported = 120;

    [TestMethod]
    public async Task On_a_full_disk_nothing_is_half_written_and_with_room_again_all_of_it_is()
    {
        await using var app = await TestApp.StartAsync(configure: Workers.Remove);
        var filer = await FloorPlans.FiledAsync(app);
        var (township, admin) = (await app.SignedInAsync(Role.Township), await app.SignedInAsync(Role.Admin));
        var system = await app.SystemAsync("declarations.write");
        var file = new ImportFile();
        for (var i = 0; i < Imported; i++)
            file.Enterprise(Enterprises.NewCreditCode());
        var (large, reported) = (file.Bytes(), Enterprises.NewCreditCode());
        await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship, reported);
        var import = await township.CheckAsync(app, large);
        var report = ApiSample.Report([.. Enumerable.Range(0, 60).Select(_ => ApiSample.Risk())]).ToJsonString();
        (Func<Task<HttpResponseMessage>> Send, HttpStatusCode Good)[] deeds =
        [
            (() => filer.Client.UploadPlanAsync(Noise(300)), HttpStatusCode.Redirect),
            (() => township.UploadAsync(new ByteArrayContent(large)), HttpStatusCode.Redirect),
            (() => admin.LoadBoundariesAsync(Boundaries(6_000)), HttpStatusCode.Redirect),
            (() => system.PutAsync(ApiSample.Declaration(reported), new StringContent(report, Encoding.UTF8, "application/json")), HttpStatusCode.Created),
        ];
        using (await township.DecideAsync(import, "apply", ("Confirmed", "true"), ("AllOrNothing", "false"))) { }

        await FillAsync(app);
        var before = await app.Database.StateAsync();
        foreach (var (send, _) in deeds)
        {
            using var response = await send();
            var text = await response.Content.ReadAsStringAsync();
            Assert.AreEqual(HttpStatusCode.InternalServerError, response.StatusCode, text);
            Assert.IsNull(Insides.In(text), text);
            Assert.IsTrue(text.Contains("<h1>系统出错</h1>", StringComparison.Ordinal) || (string)JsonNode.Parse(text)!["code"]! == "INTERNAL", text);
        }

        Assert.AreEqual("", before.Changed(await app.Database.StateAsync()));
        var error = await Assert.ThrowsExactlyAsync<SqliteException>(() => app.Services.GetRequiredService<ImportWorker>().RunOneAsync(CancellationToken.None), "which the loop of the worker logs, and tries again");
        Assert.AreEqual(13, error.SqliteErrorCode);
        Assert.AreEqual(HttpStatusCode.OK, (await township.GetAsync(import)).StatusCode, "reading goes on");
        Assert.AreEqual("ok", await app.Database.ScalarAsync<string>("PRAGMA integrity_check"));

        // room again
        SqliteConnection.ClearPool(new SqliteConnection(app.Database.Database.ConnectionString));
        foreach (var (send, good) in deeds)
        {
            using var response = await send();
            Assert.AreEqual(good, response.StatusCode, await response.Content.ReadAsStringAsync());
        }

        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await app.WorkAsync();
        Assert.AreEqual(Imported, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM DeclarationVersion WHERE FiledFrom LIKE '%导入%'"));
        Assert.AreEqual("200", $"{(int)(await app.Anonymous().GetAsync("/health/ready")).StatusCode}");
    }

    /// <summary>The night cannot sign where the trail stands: all else is looked at, those who answer for it are told, and an hour later it is tried again.</summary>
    [TestMethod]
    public async Task Where_no_anchor_can_be_written_the_night_looks_all_the_same_and_says_so()
    {
        using var log = new ListeningLog();
        await using var app = await TestApp.StartAsync(configure: services =>
        {
            Workers.Remove(services);
            services.AddSingleton<ILoggerProvider>(log);
        });
        await FloorPlans.FiledAsync(app);
        await app.Database.ExecuteAsync("UPDATE DeclarationVersion SET ContentSha256 = 'x'");
        var (folder, keeper) = (Path.Combine(app.Database.Folder, "anchors"), app.Services.GetRequiredService<AuditKeeper>());
        await File.WriteAllTextAsync(folder, "");

        Assert.IsTrue(await keeper.RunDueAsync(CancellationToken.None));
        Assert.AreEqual("1 1 1", await app.Database.ScalarAsync<string>("SELECT IsAnchorMissing || ' ' || Versions || ' ' || VersionFaults FROM AuditCheck"));
        Assert.IsTrue(log.Text.Contains("No anchor could be written to " + folder, StringComparison.Ordinal));
        foreach (var (role, page) in new[] { (Role.Auditor, "/"), (Role.Auditor, "/audit"), (Role.Security, "/") })
        {
            var alerts = (await (await app.SignedInAsync(role)).PageAsync(page)).QuerySelectorAll(".alert-danger").Select(a => a.TextContent).ToList();
            Assert.HasCount(2, alerts, $"{role} {page}");
            StringAssert.Contains(alerts[0], "1 个与提交时的散列值或审计记录不符");
            StringAssert.Contains(alerts[1], "没有写下签名锚点");
        }

        Assert.IsNull((await (await app.SignedInAsync(Role.City)).PageAsync("/")).QuerySelector(".alert-danger"));

        app.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.IsFalse(await keeper.RunDueAsync(CancellationToken.None));
        File.Delete(folder);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.IsTrue(await keeper.RunDueAsync(CancellationToken.None));
        Assert.HasCount(1, Directory.GetFiles(folder, "*.anchor"));
        var told = (await (await app.SignedInAsync(Role.Security)).PageAsync("/")).QuerySelectorAll(".alert-danger");
        Assert.HasCount(1, told);
        app.Clock.Advance(TimeSpan.FromHours(1));
        Assert.IsFalse(await keeper.RunDueAsync(CancellationToken.None), "until the next night");
    }

    [TestMethod]
    public async Task Where_mail_is_not_taken_the_page_answers_as_ever_and_the_letter_comes_later()
    {
        await using var server = new MailServer { HangsUp = true };
        await using var app = await server.AppAsync();
        var person = await app.SignedInAsync(Role.County);

        using (var asked = await person.SubmitAsync("/account/mail", ("mailbox", "a@example.com"), ("password", TestApp.Password)))
            Assert.AreEqual(HttpStatusCode.Redirect, asked.StatusCode);
        await LaterAsync(1);
        (server.HangsUp, server.Recipient) = (false, _ => "451 <a@example.com> not now");
        await LaterAsync(2);
        var page = await person.PageAsync("/account/mail");
        Assert.IsNull(Insides.In(page.DocumentElement.OuterHtml));
        StringAssert.Contains(page.Body!.TextContent, "a@example.com 还没有确认");
        Assert.IsEmpty(server.Messages);

        server.Recipient = _ => "250 OK";
        await LaterAsync(3);
        var code = MailServer.CodeOf(await server.MessageAsync(0));
        using (var confirmed = await person.SubmitAsync("/account/mail", "/account/mail/confirm", ("code", code)))
            Assert.AreEqual(HttpStatusCode.Redirect, confirmed.StatusCode);
        Assert.AreEqual("a@example.com", await app.Database.ScalarAsync<string>("SELECT Email FROM Account WHERE EmailConfirmed = 1"));

        // who is refused for good is not asked again, and others get theirs
        server.Recipient = line => line.Contains("gone@", StringComparison.Ordinal) ? "550 <gone@example.com> no such user" : "250 OK";
        foreach (var address in new[] { "gone@example.com", "b@example.com" })
        {
            using var changed = await person.SubmitAsync("/account/mail", ("mailbox", address), ("password", TestApp.Password));
            Assert.AreEqual(HttpStatusCode.Redirect, changed.StatusCode);
        }

        await LaterAsync(5);
        Assert.AreEqual("b@example.com", (await server.MessageAsync(1)).To.ToString());

        // until the server has been called so often; when a letter is tried again is a matter of minutes
        async Task LaterAsync(int calls)
        {
            for (var i = 0; i < 400 && server.Calls < calls; i++)
            {
                if (i % 20 == 19)
                    app.Clock.Advance(TimeSpan.FromMinutes(1));
                await Task.Delay(5);
            }

            Assert.AreEqual(calls, server.Calls);
        }
    }

    /// <summary>From now on no connection of the program gets another page from the disk.</summary>
    private static async Task FillAsync(TestApp app)
    {
        await app.Database.ScalarAsync<int>("PRAGMA wal_checkpoint(TRUNCATE)");
        await app.Database.ScalarAsync<int>("VACUUM; SELECT 0");
        var connections = new List<System.Data.Common.DbConnection>();
        for (var i = 0; i < Connections; i++)
        {
            connections.Add(await app.Database.Database.OpenAsync(CancellationToken.None));
            await connections[^1].ExecuteAsync("PRAGMA max_page_count = 1");
        }

        foreach (var connection in connections)
            await connection.DisposeAsync();
    }

    /// <summary>A picture that nothing makes smaller.</summary>
    private static byte[] Noise(int size)
    {
        var row = new byte[size * 3];
        return TestPicture.Png(size, size, 2, 8, [.. Enumerable.Range(0, size).SelectMany(i =>
        {
            new Random(i).NextBytes(row);
            return row.Prepend((byte)0);
        })]);
    }

    /// <summary>A ring of so many corners.</summary>
    private static string Boundaries(int corners) => BoundaryUploads.Kunshan.Replace("[120.8,31.1],[121.1,31.1]", "[120.8,31.1]," + string.Join(',', Enumerable.Range(1, corners)
        .Select(i => FormattableString.Invariant($"[{120.8 + 0.3 * i / corners:0.000000},{31.1 - 0.01 * (i % 2):0.000000}]"))), StringComparison.Ordinal);
}
