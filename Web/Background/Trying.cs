namespace RiskReport.Web.Background;

/// <summary>
/// What runs with nobody waiting must not end the program, which is what an exception that leaves a background service does: a database that is
/// away, a folder that may not be written, a key that cannot be read. It is logged, and tried again after the pause.
/// </summary>
public static class Trying
{
    /// <summary>What the work answers; false where it failed. Only the end of the program itself goes through.</summary>
    public static async Task<bool> TryAsync(this ILogger logger, string work, Func<CancellationToken, Task<bool>> run, CancellationToken stopping)
    {
        try
        {
            return await run(stopping);
        }
        catch (Exception e) when (!(e is OperationCanceledException && stopping.IsCancellationRequested))
        {
            logger.LogError(e, "{Work} failed; it is tried again", work);
            return false;
        }
    }
}
