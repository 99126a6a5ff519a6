using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;
using RiskReport.Data;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Imports;

/// <summary>Uploads whose line breaks leave nothing behind: no import, no lock, no file, no memory.</summary>
[TestClass]
public sealed class AbortedUploadTests
{
    private const int Uploads = 200;

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task Two_hundred_of_them_leave_nothing_behind()
    {
        await using var database = await TestDatabase.CreateAsync();
        var added = await CommandRun.OfAsync(database, ["user", "add", "office", "--role", "county", "--region", TestApp.Kunshan, "--password-stdin"], TestApp.Password);
        Assert.AreEqual(0, added.Status, added.Error);
        var buffers = Directory.CreateDirectory(Path.Combine(database.Folder, "buffers")).FullName;
        await using var server = ProgramProcess.Start(database, buffers);
        var cookies = new CookieContainer();
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = cookies }) { BaseAddress = await server.AddressAsync(TestContext.CancellationToken) };
        await client.SignInAsync("office");
        var request = await RequestAsync(client, cookies);

        // one is held in the middle, so that it is certain where the body is buffered
        using (var held = await SendAsync(client.BaseAddress!, request.AsMemory(0, request.Length - 1000)))
            await UntilAsync(() => Directory.EnumerateFiles(buffers).Any());
        await UntilAsync(() => !Directory.EnumerateFiles(buffers).Any());
        var memory = server.Memory;
        var random = new Random(20261124);
        var cuts = Enumerable.Range(0, Uploads).Select(i => (At: random.Next(1, request.Length), Reset: i % 2 == 0)).ToList();
        await Parallel.ForEachAsync(cuts, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.CancellationToken }, async (cut, _) =>
        {
            using var upload = await SendAsync(client.BaseAddress!, request.AsMemory(0, cut.At));
            if (cut.Reset)
                upload.LingerState = new LingerOption(true, 0);
        });

        await client.PageAsync("/imports");
        await UntilAsync(() => !Directory.EnumerateFiles(buffers).Any());
        Assert.AreEqual(0, await database.ScalarAsync<int>("SELECT COUNT(*) FROM ImportJob"));
        await WriteAtOnceAsync(database);
        Assert.IsLessThan(256L << 20, server.Memory - memory);
        using var whole = await client.UploadAsync(new ByteArrayContent(await File.ReadAllBytesAsync(Importing.Sample, TestContext.CancellationToken)));
        Assert.AreEqual(HttpStatusCode.Redirect, whole.StatusCode, await whole.Content.ReadAsStringAsync(TestContext.CancellationToken));
        Assert.AreEqual(1, await database.ScalarAsync<int>("SELECT COUNT(*) FROM ImportJob"));
    }

    /// <summary>The upload of a good workbook as it goes over the line.</summary>
    private async Task<byte[]> RequestAsync(HttpClient client, CookieContainer cookies)
    {
        using var form = new MultipartFormDataContent();
        var file = new ByteArrayContent(await File.ReadAllBytesAsync(Importing.Sample, TestContext.CancellationToken));
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        form.Add(file, "File", "kunshan.xlsx");
        form.Add(new StringContent("2026"), "Year");
        form.Add(new StringContent(await client.TokenAsync("/imports")), "__RequestVerificationToken");
        var body = await form.ReadAsByteArrayAsync(TestContext.CancellationToken);
        var address = client.BaseAddress!;
        var head = $"POST /imports HTTP/1.1\r\nHost: {address.Authority}\r\nCookie: {cookies.GetCookieHeader(address)}\r\nContent-Type: {form.Headers.ContentType}\r\nContent-Length: {body.Length}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    private async Task<Socket> SendAsync(Uri address, ReadOnlyMemory<byte> part)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(address.Host, address.Port, TestContext.CancellationToken);
        while (part.Length > 0)
            part = part[await socket.SendAsync(part, TestContext.CancellationToken)..];
        return socket;
    }

    private async Task UntilAsync(Func<bool> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(15));
        while (!condition())
            await Task.Delay(5, patience.Token);
    }

    /// <summary>Without the usual patience for another writer.</summary>
    private static async Task WriteAtOnceAsync(TestDatabase database)
    {
        await using var connection = new SqliteConnection(database.Database.ConnectionString) { DefaultTimeout = 1 };
        await connection.OpenAsync();
        await using var transaction = await Database.BeginWriteAsync(connection, CancellationToken.None);
        await connection.ExecuteAsync("UPDATE Enterprise SET Name = Name", transaction: transaction);
        await transaction.CommitAsync();
    }
}
