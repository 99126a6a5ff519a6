namespace RiskReport.Web.Features.RosterJobs;

/// <summary>Rows that say on their way past how many they are, for whoever waits for a long file.</summary>
internal static class ToldRows
{
    private const int Every = 200;

    public static IAsyncEnumerable<T> Telling<T>(this IAsyncEnumerable<T> rows, IProgress<long>? progress) => progress is null ? rows : Tell(rows, progress);

    private static async IAsyncEnumerable<T> Tell<T>(IAsyncEnumerable<T> rows, IProgress<long> progress)
    {
        var done = 0L;
        await foreach (var row in rows)
        {
            yield return row;
            if (++done % Every == 0)
                progress.Report(done);
        }

        progress.Report(done);
    }
}

/// <summary>How far a file has come. The last figure counts; nobody is kept waiting by telling it.</summary>
internal sealed class RowsDone : IProgress<long>
{
    private long rows;

    public long Rows => Volatile.Read(ref rows);

    public void Report(long value) => Volatile.Write(ref rows, value);
}
