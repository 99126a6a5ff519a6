using System.Diagnostics;

namespace RiskReport.Data;

/// <summary>One at a time, among all programs that reach the file; whoever ends, or is killed, gives it back.</summary>
internal static class FileLock
{
    public static FileStream Take(string path, TimeSpan patience, FileOptions options = FileOptions.None)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, options);
            }
            catch (IOException) when (watch.Elapsed < patience)
            {
                Thread.Sleep(20); // no file tells when it is free
            }
        }
    }
}
