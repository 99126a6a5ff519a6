namespace RiskReport.Data.Roster;

/// <summary>
/// The right of one file to be made now. It is given up to whoever waits after a moment, and whenever the client is slower than the file:
/// nobody waits for a stranger's line.
/// </summary>
internal sealed class ExportTurn(SemaphoreSlim free, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(50);

    private long since;
    private bool isMine;

    public async Task TakeAsync(CancellationToken ct)
    {
        await free.WaitAsync(ct);
        (isMine, since) = (true, clock.GetTimestamp());
    }

    /// <summary>Waits for what is being written.</summary>
    public async ValueTask PassAsync(ValueTask writing, CancellationToken ct)
    {
        if (writing.IsCompleted && clock.GetElapsedTime(since) < Longest)
        {
            await writing;
            return;
        }

        Dispose();
        await writing;
        await TakeAsync(ct);
    }

    public void Dispose()
    {
        if (isMine)
            free.Release();
        isMine = false;
    }
}
