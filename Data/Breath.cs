using System.Diagnostics;

namespace RiskReport.Data;

/// <summary>
/// The pause after a batch, in which others write. SQLite has one writer, and who waits for it looks again the less often the longer he has
/// waited: every 25 ms, after 128 ms every 50, after 228 ms every 100. The pause outlasts that, so nobody misses it and waits for a second batch.
/// </summary>
internal static class Breath
{
    /// <param name="since">When the batch began to hold the writer, as <see cref="Stopwatch.GetTimestamp"/> says it.</param>
    public static Task AfterAsync(long since, CancellationToken ct) =>
        Task.Delay(Stopwatch.GetElapsedTime(since).TotalMilliseconds switch { < 128 => 30, < 228 => 60, _ => 120 }, ct);
}
