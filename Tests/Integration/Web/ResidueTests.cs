using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Web;

/// <summary>
/// Files with names in them are read and made in a process with a temporary folder of its own, to their end and not: nothing stays there, nor beside
/// what is kept, and what a killed program could not put away the next one does.
/// </summary>
[TestClass]
public sealed partial class ResidueTests
{
    private const int Copies = 8;

    private static readonly string[] Exports = ["/roster/export.csv?year=2026&view=items", "/roster/export.xlsx?year=2026&view=items", "/roster/export.pdf?year=2026", "/imports/roll?year=2026"];

    /// <summary>What may lie beside the database, and nothing else.</summary>
    private static readonly string[] Kept =
    [
        "anchors/*.anchor", "anchors/public-key.pem", "keys/audit-anchor.pem", "keys/key-*.xml", "keys/token-encryption.txt", "keys/token-signing.pem", "rosters/1-1.csv",
        "test.db", "test.db-shm", "test.db-wal", "test.db.migrating",
    ];

    public required TestContext TestContext { get; set; }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task Nothing_of_a_file_stays_behind()
    {
        await using var database = await TestDatabase.CreateAsync();
        await SampleCounty.FillAsync(database);
        await SampleCounty.MultiplyAsync(database, Copies);
        var added = await CommandRun.OfAsync(database, ["user", "add", "office", "--role", "county", "--region", TestApp.Kunshan, "--password-stdin"], TestApp.Password);
        Assert.AreEqual(0, added.Status, added.Error);
        var temporary = Directory.CreateTempSubdirectory("riskreport-residue-").FullName;
        var enterprise = await database.ScalarAsync<long>("SELECT MIN(EnterpriseId) FROM Declaration WHERE Year = 2026 AND Status = 2");

        await using (var server = ProgramProcess.Start(database, temporary))
        {
            var (cookies, address) = (new CookieContainer(), await server.AddressAsync(TestContext.CancellationToken));
            using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies }) { BaseAddress = address };
            // whoever lets go of an answer has it read to its end, unless told not to
            using var slow = new HttpClient(new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                CookieContainer = cookies,
                ConnectCallback = NarrowAsync,
                MaxResponseDrainSize = 0,
            })
            { BaseAddress = address };
            await client.SignInAsync("office");

            // to their end
            var import = await ImportedAsync(client, database);
            var roster = await client.AskForRosterAsync();
            await UntilAsync(() => database.ScalarAsync<bool>("SELECT COUNT(*) FROM RosterJob WHERE Status = 2"));
            foreach (var file in Exports.Concat([$"{roster}/file", $"{import}/annotated", $"/enterprises/{enterprise}/declarations/2026/report.pdf"]))
            {
                using var answer = await client.GetAsync(file, TestContext.CancellationToken);
                Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode, file);
                Assert.IsGreaterThan(10_000, (await answer.Content.ReadAsByteArrayAsync(TestContext.CancellationToken)).Length, file);
            }

            await NothingIsLeftAsync();

            // broken off in the middle
            foreach (var file in Exports)
                (await BegunAsync(slow, file)).Dispose();
            await UntilAsync(() => database.ScalarAsync<bool>("SELECT COUNT(*) = 4 FROM RosterExport WHERE EndedAt IS NOT NULL AND RowsMade IS NULL"));
            await NothingIsLeftAsync();

            // and killed in the middle
            using var roll = await BegunAsync(slow, "/imports/roll?year=2026");
            var uploading = client.PostAsync("/imports", new EndlessFile(), TestContext.CancellationToken);
            await UntilAsync(() => Task.FromResult(server.OpenIn(temporary).Count == 2));
            foreach (var file in server.OpenIn(temporary))
            {
                if (!OperatingSystem.IsWindows())
                    Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file), file);
            }

            await server.DisposeAsync();
            await Assert.ThrowsAsync<HttpRequestException>(() => uploading);
            CollectionAssert.AreEqual(new[] { "ASPNETCORE_*.tmp" }, Left(temporary));

            async Task NothingIsLeftAsync()
            {
                await UntilAsync(() => Task.FromResult(server.OpenIn(temporary).Count == 0));
                Assert.IsEmpty(Left(temporary));
                Assert.IsEmpty(Left(database.Folder).Except(Kept));
            }
        }

        await using (var server = ProgramProcess.Start(database, temporary))
            await server.AddressAsync(TestContext.CancellationToken);
        Assert.IsEmpty(Left(temporary));
        Assert.IsEmpty(Left(database.Folder).Except(Kept));
        Directory.Delete(temporary);
    }

    /// <summary>Looked at, then taken; answers its address.</summary>
    private async Task<string> ImportedAsync(HttpClient client, TestDatabase database)
    {
        using var upload = await client.UploadAsync(new ByteArrayContent(await File.ReadAllBytesAsync(Importing.Sample, TestContext.CancellationToken)));
        Assert.AreEqual(HttpStatusCode.Redirect, upload.StatusCode, await upload.Content.ReadAsStringAsync(TestContext.CancellationToken));
        var import = upload.Headers.Location!.OriginalString;
        await UntilAsync(() => database.ScalarAsync<bool>("SELECT COUNT(*) FROM ImportJob WHERE Status = 2 AND Stage = 1"));
        (await client.DecideAsync(import, "apply", ("Confirmed", "true"), ("AllOrNothing", "false"))).Dispose();
        await UntilAsync(() => database.ScalarAsync<bool>("SELECT COUNT(*) FROM ImportJob WHERE Status = 2 AND Stage = 2"));
        return import;
    }

    /// <summary>An answer that stands still after its first bytes.</summary>
    private async Task<HttpResponseMessage> BegunAsync(HttpClient client, string address)
    {
        var answer = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, TestContext.CancellationToken);
        await (await answer.Content.ReadAsStreamAsync(TestContext.CancellationToken)).ReadExactlyAsync(new byte[1024], TestContext.CancellationToken);
        return answer;
    }

    private async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (!await holds())
            await Task.Delay(5, patience.Token);
    }

    /// <summary>The names of all files, without what is chance in them.</summary>
    private static string[] Left(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => Chance().Replace(Path.GetRelativePath(folder, f), "*"))];

    [GeneratedRegex(@"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\d")]
    private static partial Regex Chance();

    /// <summary>A socket that takes little in advance.</summary>
    private static async ValueTask<Stream> NarrowAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(context.DnsEndPoint, ct);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>A form with a file of which the end never comes.</summary>
    private sealed class EndlessFile : HttpContent
    {
        public EndlessFile() => Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=part");

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync("--part\r\nContent-Disposition: form-data; name=\"File\"; filename=\"a.xlsx\"\r\n\r\n"u8.ToArray());
            await stream.WriteAsync(new byte[1 << 20]);
            await stream.FlushAsync();
            while (true)
            {
                await Task.Delay(50);
                await stream.WriteAsync(new byte[1]);
                await stream.FlushAsync();
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
