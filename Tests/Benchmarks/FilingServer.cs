using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;

namespace RiskReport.Tests.Benchmarks;

/// <summary>The real program in a process of its own, on a SQLite file, and a system that may file through its API.</summary>
internal sealed class FilingServer : IAsyncDisposable
{
    private const string Client = "benchmark";

    private readonly Process process;

    private FilingServer(Process process, Uri address)
    {
        this.process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Lets the client in; its secret.</summary>
    public static async Task<string> AddClientAsync(string folder)
    {
        using var run = Start(folder, "client", "add", Client, "--scope", "declarations.write");
        var secret = (await run.StandardOutput.ReadToEndAsync()).Trim();
        await run.WaitForExitAsync();
        return run.ExitCode == 0 ? secret : throw new InvalidOperationException($"client add ended with {run.ExitCode}.");
    }

    public static async Task<FilingServer> StartAsync(string folder)
    {
        var process = Start(folder, "--urls=http://127.0.0.1:0", "--Api:RequestsPerMinute=100000000", "--SecondFactor:Required=");
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith("网站已启动", StringComparison.Ordinal))
                continue;
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
            return new FilingServer(process, new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..]));
        }

        throw new InvalidOperationException("The server has not said where it listens.");
    }

    /// <summary>A verb, beside the server and on its database.</summary>
    public static Process Start(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardInput = true };
        string[] all =
        [
            Path.Combine(AppContext.BaseDirectory, "RiskReport.Web.dll"), .. arguments, "--environment=Benchmark", $"--Storage:Folder={folder}",
            "--Logging:LogLevel:Default=Warning", $"--ConnectionStrings:RiskReport=Data Source={Path.Combine(folder, "riskreport.db")}",
        ];
        foreach (var argument in all)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    /// <summary>Connections enough for a load, with a token.</summary>
    public async Task<HttpClient> SignInAsync(string secret)
    {
        var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = FilingLoad.Connections }) { BaseAddress = Address };
        using var response = await client.PostAsync("/connect/token", new FormUrlEncodedContent(
            [new("grant_type", "client_credentials"), new("client_id", Client), new("client_secret", secret)]));
        var json = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync());
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", json.RootElement.GetProperty("access_token").GetString());
        return client;
    }

    /// <summary>Without warning.</summary>
    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
