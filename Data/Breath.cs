using System.Diagnostics;

namespace RiskReport.Data;

/// <summary>
/// The pause after a batch, in which others write. SQLite has one writer, and who waits for it looks again the less often the longer he has
/// waited: every 25 ms, after 128 ms every 50, after 228 ms every 100. The pause outlasts that, so nobody misses it and waits for a second batch.
/// </summary>
internal static class Breath
{
    /// <summary>How many enterprises an import writes together at most.</summary>
    public const int MostTogether = 200;

    private const int FewestTogether = 50;
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(128);

    /// <summary>How many the next batch takes, by how long this one kept everybody else out: a loaded machine takes fewer at a time.</summary>
    public static int Next(int size, TimeSpan held) =>
        held > Long ? Math.Max(size / 2, FewestTogether) : held < Long / 2 ? Math.Min(size * 2, MostTogether) : size;

    /// <param name="since">When the batch began to hold the writer, as <see cref="Stopwatch.GetTimestamp"/> says it.</param>
    public static Task AfterAsync(long since, CancellationToken ct) =>
        Task.Delay(Stopwatch.GetElapsedTime(since).TotalMilliseconds switch { < 128 => 30, < 228 => 60, _ => 120 }, ct);
}
