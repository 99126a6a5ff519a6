using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using RiskReport.Data.Changes;
using RiskReport.Domain.Webhooks;
using RiskReport.Web.Features.Api;

namespace RiskReport.Web.Features.Webhooks;

/// <summary>
/// Makes a call. It says that there is something to fetch and nothing of what it is. The address that was looked at is the one connected to;
/// no redirection is followed, no proxy asked, and of the answer nothing counts but its status.
/// </summary>
public sealed class WebhookSender : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const int MostOfAnswer = 4096;

    private readonly WebhookSecrets secrets;
    private readonly WebhookReach reach;
    private readonly ChangeFeed feed;
    private readonly TimeProvider clock;
    private readonly HttpClient http;

    public WebhookSender(WebhookSecrets secrets, WebhookReach reach, ChangeFeed feed, TimeProvider clock)
    {
        (this.secrets, this.reach, this.feed, this.clock) = (secrets, reach, feed, clock);
        http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            ConnectCallback = ConnectAsync,
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = MostOfAnswer,
            ResponseDrainTimeout = TimeSpan.FromSeconds(1),
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        })
        { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("RiskReport-Webhook", "1"));
    }

    /// <summary>The message that waits.</summary>
    public async Task<WebhookDelivery> SendAsync(Webhook webhook, CancellationToken ct) => await SendAsync(
        webhook, webhook.MessageId!, "changes.available", webhook.MessageAt!.Value,
        new JsonObject { ["cursor"] = (await feed.CursorAsync(webhook.MessageNumber!.Value, ct)).ToString() }, webhook.Attempts, ct);

    public async Task<WebhookDelivery> TestAsync(Webhook webhook, CancellationToken ct) =>
        await SendAsync(webhook, $"msg_{Guid.NewGuid():N}", "test", clock.GetUtcNow().UtcDateTime, [], 1, ct) with { IsTest = true };

    public void Dispose() => http.Dispose();

    private async Task<WebhookDelivery> SendAsync(Webhook webhook, string id, string type, DateTime of, JsonObject data, int attempt, CancellationToken ct)
    {
        var at = clock.GetUtcNow();
        var since = clock.GetTimestamp();
        var (outcome, status, retryAfter) = secrets.Of(webhook) is { } keys
            ? await PostAsync(webhook.Url, id, at, JsonSerializer.SerializeToUtf8Bytes(
                new JsonObject { ["type"] = type, ["timestamp"] = ApiTime.Text(of), ["data"] = data }), keys, ct)
            : (WebhookOutcome.WithoutKey, null, null);
        return new WebhookDelivery
        {
            WebhookId = webhook.Id,
            MessageId = id,
            IsTest = false,
            Attempt = attempt,
            At = at.UtcDateTime,
            Outcome = outcome,
            StatusCode = status,
            RetryAfter = retryAfter,
            Milliseconds = (int)clock.GetElapsedTime(since).TotalMilliseconds,
        };
    }

    private async Task<(WebhookOutcome Outcome, int? Status, TimeSpan? RetryAfter)> PostAsync(
        string url, string id, DateTimeOffset at, byte[] body, IReadOnlyList<string> keys, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSecret.Sign(id, at, body, keys));
        using var patience = new CancellationTokenSource(Patience, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            return (response.IsSuccessStatusCode ? WebhookOutcome.Delivered
                : response.StatusCode == HttpStatusCode.Gone ? WebhookOutcome.Gone : WebhookOutcome.Refused, (int)response.StatusCode,
                response.Headers.RetryAfter is { } wish ? wish.Delta ?? wish.Date - at : null);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (WebhookOutcome.TimedOut, null, null);
        }
        catch (HttpRequestException e)
        {
            return (e.InnerException is AddressForbiddenException ? WebhookOutcome.Forbidden : WebhookOutcome.Unreachable, null, null);
        }
    }

    /// <summary>One address of a name that must not be called forbids the name: it might be the next one tried.</summary>
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, ct);
        if (!addresses.All(reach.Covers))
            throw new AddressForbiddenException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class AddressForbiddenException : Exception;
}
