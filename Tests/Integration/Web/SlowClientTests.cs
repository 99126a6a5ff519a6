using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Dapper;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Data;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Web;

/// <summary>Clients that send or take drop by drop, over real sockets: nobody else waits for them, and those that send are cut off.</summary>
[TestClass]
public sealed class SlowClientTests
{
    /// <summary>So that little is on its way which nobody has taken yet.</summary>
    private const int SmallBuffer = 4096;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task Who_sends_drop_by_drop_is_cut_off_while_others_are_served()
    {
        await using var app = await TestApp.StartAsync(listen: true, configure: services => services.PostConfigure<KestrelServerOptions>(k =>
        {
            k.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(1);
            k.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(1);
            k.Limits.MinRequestBodyDataRate = new MinDataRate(k.Limits.MinRequestBodyDataRate!.BytesPerSecond, TimeSpan.FromSeconds(1.1));
        }));
        var start = $"HTTP/1.1\r\nHost: {app.Address.Authority}\r\n";

        var slow = new[]
        {
            DripAsync(app.Address, $"GET /signin {start}X-Slow: "),
            DripAsync(app.Address, $"POST /signin {start}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\n"),
            DripAsync(app.Address, $"GET /health/live {start}\r\n", drips: false),
        };
        var all = Task.WhenAll(slow);
        using var other = app.Anonymous();
        var (served, slowest) = (0, TimeSpan.Zero);
        while (!all.IsCompleted)
        {
            var clock = Stopwatch.StartNew();
            await other.PageAsync("/signin");
            (served, slowest) = (served + 1, clock.Elapsed > slowest ? clock.Elapsed : slowest);
            await Task.Yield();
        }

        var answers = await all;
        StringAssert.StartsWith(answers[0], "HTTP/1.1 408");
        StringAssert.StartsWith(answers[1], "HTTP/1.1 400");   // cut off while the form was read
        StringAssert.StartsWith(answers[2], "HTTP/1.1 200");
        Assert.IsGreaterThan(20, served);
        Assert.IsLessThan(1, slowest.TotalSeconds);
    }

    [TestMethod]
    public async Task Who_takes_an_export_drop_by_drop_holds_nothing_that_a_writer_needs()
    {
        await using var app = await TestApp.StartAsync(listen: true, configure: services => services.Configure<SocketTransportOptions>(o => o.CreateBoundListenSocket = endpoint =>
        {
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            socket.SendBufferSize = SmallBuffer;
            return socket;
        }));
        await SampleCounty.FillAsync(app.Database);
        await SampleCounty.MultiplyAsync(app.Database, 8);
        using var reader = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectCallback = NarrowAsync }) { BaseAddress = app.Address };
        await reader.SignInAsync(await app.AddAccountAsync(Role.County));

        using var export = await reader.GetAsync("/roster/export.csv?year=2026", HttpCompletionOption.ResponseHeadersRead, TestContext.CancellationToken);
        await using var body = await export.Content.ReadAsStreamAsync(TestContext.CancellationToken);
        await body.ReadExactlyAsync(new byte[1024], TestContext.CancellationToken);

        await CheckpointAsync(app.Database);
        await using (var connection = await app.Database.Database.OpenAsync(TestContext.CancellationToken))
        {
            await using var transaction = await Database.BeginWriteAsync(connection, TestContext.CancellationToken);
            await connection.ExecuteAsync("UPDATE Enterprise SET Name = Name WHERE Id = 1", transaction: transaction, commandTimeout: 1);
            await transaction.CommitAsync(TestContext.CancellationToken);
        }

        await CheckpointAsync(app.Database);
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RosterExport WHERE Sha256 IS NOT NULL"), "the export is still on its way");
    }

    /// <summary>Truncates the log, which anybody who is in the middle of reading or writing forbids.</summary>
    private async Task CheckpointAsync(TestDatabase test)
    {
        await using var connection = await test.Database.OpenAsync(TestContext.CancellationToken);
        for (var clock = Stopwatch.StartNew(); await connection.ExecuteScalarAsync<int>("PRAGMA wal_checkpoint(TRUNCATE)") != 0;)
            Assert.IsLessThan(2, clock.Elapsed.TotalSeconds, "somebody holds a transaction");
    }

    /// <summary>Sends the beginning at once, then a byte now and then or nothing; answers what came back until the line was cut.</summary>
    private async Task<string> DripAsync(Uri address, string beginning, bool drips = true)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.CancellationToken);
        patience.CancelAfter(Patience);
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, patience.Token);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(beginning), patience.Token);
        var answer = AnswerAsync(stream, patience.Token);
        while (drips && !answer.IsCompleted)
        {
            await Task.WhenAny(answer, Task.Delay(100, patience.Token));
            try
            {
                await stream.WriteAsync("a"u8.ToArray(), patience.Token);
            }
            catch (IOException)
            {
                break;
            }
        }

        return await answer;
    }

    private static async Task<string> AnswerAsync(NetworkStream stream, CancellationToken ct)
    {
        var all = new MemoryStream();
        try
        {
            await stream.CopyToAsync(all, ct);
        }
        catch (IOException)
        {
            // cut off harder than by an end
        }

        return Encoding.UTF8.GetString(all.ToArray());
    }

    /// <summary>A socket that takes little in advance.</summary>
    private static async ValueTask<Stream> NarrowAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = SmallBuffer };
        await socket.ConnectAsync(context.DnsEndPoint, ct);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
