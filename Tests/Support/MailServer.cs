using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using MimeKit;

namespace RiskReport.Tests.Support;

/// <summary>A mail server in the test's own process: it takes what is sent, or refuses it, and keeps the very bytes.</summary>
internal sealed partial class MailServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource over = new();
    private readonly ConcurrentQueue<MimeMessage> messages = new();
    private readonly Task serving;
    private int calls;

    public MailServer()
    {
        listener.Start();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public IReadOnlyList<MimeMessage> Messages => [.. messages];

    /// <summary>The message of this number, from 0, once it has come.</summary>
    public async Task<MimeMessage> MessageAsync(int number)
    {
        for (var i = 0; i < 2_000 && messages.Count <= number; i++)
            await Task.Delay(5);
        return Messages[number];
    }

    /// <summary>What the server answers to the recipient.</summary>
    public Func<string, string> Recipient { get; set; } = _ => "250 OK";

    /// <summary>Takes a message and answers no QUIT.</summary>
    public bool IsSilentAtTheEnd { get; init; }

    /// <summary>Hangs up without a word.</summary>
    public bool HangsUp { get; set; }

    /// <summary>How many calls are over.</summary>
    public int Calls => calls;

    /// <summary>The settings of a program that sends here.</summary>
    public IEnumerable<(string Key, string Value)> Settings =>
        [("Mail:Host", "127.0.0.1"), ("Mail:Port", $"{Port}"), ("Mail:Security", "none"), ("Mail:From", "report@example.gov.cn")];

    /// <summary>A program that sends here.</summary>
    public Task<TestApp> AppAsync(Action<Microsoft.Extensions.DependencyInjection.IServiceCollection>? configure = null, params IEnumerable<(string Key, string Value)> more) =>
        TestApp.StartAsync(configure: configure, settings: Settings.Concat(more).ToDictionary(s => s.Key, s => s.Value));

    /// <summary>The code that a letter carries.</summary>
    public static string CodeOf(MimeMessage letter) => Code().Match(((TextPart)letter.Body!).Text).Value;

    [GeneratedRegex("[2-9A-Z]{4}(-[2-9A-Z]{4}){3}")]
    private static partial Regex Code();

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        listener.Stop();
        await serving;
        over.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(over.Token);
                if (!HangsUp)
                    await TalkUntilGoneAsync(client.GetStream());
                Interlocked.Increment(ref calls);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // over
        }
    }

    /// <summary>Who was refused may hang up in the middle of a line; the next one is served all the same.</summary>
    private async Task TalkUntilGoneAsync(NetworkStream stream)
    {
        try
        {
            await TalkAsync(stream);
        }
        catch (IOException)
        {
            // gone
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        await using var writer = new StreamWriter(stream) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 test");
        while (await reader.ReadLineAsync(over.Token) is { } line)
        {
            switch (line.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "RCPT":
                    await writer.WriteLineAsync(Recipient(line));
                    break;
                case "DATA":
                    await writer.WriteLineAsync("354 go on");
                    messages.Enqueue(await ReadMessageAsync(reader));
                    await writer.WriteLineAsync("250 OK");
                    break;
                case "QUIT" when IsSilentAtTheEnd:
                    break;
                case "QUIT":
                    await writer.WriteLineAsync("221 bye");
                    return;
                default:
                    await writer.WriteLineAsync("250 OK");
                    break;
            }
        }
    }

    private async Task<MimeMessage> ReadMessageAsync(StreamReader reader)
    {
        using var bytes = new MemoryStream();
        while (await reader.ReadLineAsync(over.Token) is { } line && line != ".")
            bytes.Write(System.Text.Encoding.Latin1.GetBytes((line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line) + "\r\n"));
        bytes.Position = 0;
        return await MimeMessage.LoadAsync(bytes, over.Token);
    }
}
