using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RiskReport.Tests.Support;

/// <summary>A clamd in the test's own process: it takes files by INSTREAM and says what it is told to, or hangs up.</summary>
internal sealed class FakeScanner : IAsyncDisposable
{
    private readonly Socket listener;
    private readonly CancellationTokenSource over = new();
    private readonly Task serving;

    /// <param name="path">Of a socket in the file system; without one it listens on a port.</param>
    public FakeScanner(string? path = null)
    {
        listener = path is null ? new Socket(SocketType.Stream, ProtocolType.Tcp) : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(path is null ? new IPEndPoint(IPAddress.Loopback, 0) : new UnixDomainSocketEndPoint(path));
        listener.Listen();
        Address = path is null ? $"tcp://127.0.0.1:{((IPEndPoint)listener.LocalEndPoint!).Port}" : "unix:" + path;
        serving = ServeAsync();
    }

    public string Address { get; }

    /// <summary>What every scanner finds by agreement; in two halves, so that no scanner finds this file.</summary>
    public static string Eicar => @"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

    /// <summary>The answer, with its NUL; null for none.</summary>
    public Func<byte[], string?> Answer { get; set; } = Honest;

    /// <summary>Hangs up, with its answer to nothing, as soon as so many bytes have come.</summary>
    public int HangsUpAfter { get; set; } = int.MaxValue;

    /// <summary>Whole files, as they came, in their order.</summary>
    public List<byte[]> Files { get; } = [];

    /// <summary>Has come when the next file is here and its answer is said, or kept back.</summary>
    public SemaphoreSlim Taken { get; } = new(0);

    public static string Honest(byte[] file) =>
        Encoding.Latin1.GetString(file).Contains(Eicar, StringComparison.Ordinal) ? "stream: Eicar-Test-Signature FOUND\0" : "stream: OK\0";

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        listener.Dispose();
        await serving;
        over.Dispose();
    }

    private async Task ServeAsync()
    {
        var talks = new List<Task>();
        try
        {
            while (true)
                talks.Add(TalkAsync(await listener.AcceptAsync(over.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(talks);
        }
    }

    private async Task TalkAsync(Socket socket)
    {
        using var client = socket;
        try
        {
            await using var stream = new NetworkStream(client);
            var command = new byte[10];
            await stream.ReadExactlyAsync(command, over.Token);
            Assert.AreEqual("zINSTREAM\0", Encoding.ASCII.GetString(command));
            var file = new MemoryStream();
            var head = new byte[4];
            while (file.Length < HangsUpAfter)
            {
                await stream.ReadExactlyAsync(head, over.Token);
                var piece = new byte[BinaryPrimitives.ReadInt32BigEndian(head)];
                if (piece.Length == 0)
                    break;
                await stream.ReadExactlyAsync(piece, over.Token);
                file.Write(piece);
            }

            Files.Add(file.ToArray());
            var answer = Answer(file.ToArray());
            if (answer is not null)
                await stream.WriteAsync(Encoding.Latin1.GetBytes(answer), over.Token);
            Taken.Release();
            if (answer is null)
                await Task.Delay(Timeout.Infinite, over.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // over, or the other side has hung up
        }
    }
}
