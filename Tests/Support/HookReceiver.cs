using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RiskReport.Tests.Support;

/// <summary>A call as it came in, verified by hand and not by what has signed it.</summary>
internal sealed record HookCall(string Path, string Id, string Timestamp, string[] Signatures, string Body)
{
    public JsonObject Json => JsonNode.Parse(Body)!.AsObject();

    public string Cursor => (string)Json["data"]!["cursor"]!;

    public bool IsSignedBy(string secret) => Signatures.Contains("v1," + Convert.ToBase64String(
        HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Body}"))));
}

/// <summary>The system that is told: a real server on a free port of this machine, which keeps every call and answers as it is told to.</summary>
internal sealed class HookReceiver : IAsyncDisposable
{
    private readonly WebApplication server;
    private readonly ConcurrentQueue<HookCall> calls = new();

    private HookReceiver(WebApplication server) => this.server = server;

    public IReadOnlyList<HookCall> Calls => [.. calls];

    /// <summary>By path; 200 unless something else is said.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    public static async Task<HookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var receiver = new HookReceiver(builder.Build());
        receiver.server.Urls.Add("http://127.0.0.1:0");
        receiver.server.Run(receiver.TakeAsync);
        await receiver.server.StartAsync();
        return receiver;
    }

    public string Address(string path) => server.Urls.Single() + path;

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var headers = context.Request.Headers;
        calls.Enqueue(new HookCall(
            context.Request.Path, headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString(), headers["webhook-signature"].ToString().Split(' '), await reader.ReadToEndAsync()));
        await Answer(context);
    }
}
