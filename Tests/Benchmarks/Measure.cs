using System.Diagnostics;
using System.Globalization;

namespace RiskReport.Tests.Benchmarks;

internal static class Measure
{
    /// <summary>User and system seconds of the whole process, so compression and collection count too.</summary>
    public static async Task<double> CpuSecondsAsync(Func<Task> work)
    {
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        await work();
        process.Refresh();
        return (process.TotalProcessorTime - before).TotalSeconds;
    }

    public static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    public static void Line(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));

    public static string Verdict(bool isWithin) => isWithin ? "ok" : "TOO MUCH";

    /// <summary>The most memory this process has ever held, in bytes.</summary>
    public static long PeakMemory()
    {
        // PeakWorkingSet64 is the same figure, but .NET reads it as 0 on some Linux kernels
        const string Status = "/proc/self/status";
        var line = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)) : null;
        if (line is not null)
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;

        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    /// <summary>A copy that lies on the disk, so that what is measured next does not wait until the system has written it there.</summary>
    public static void Copy(string from, string to)
    {
        File.Copy(from, to);
        using var copy = new FileStream(to, FileMode.Open, FileAccess.ReadWrite);
        copy.Flush(flushToDisk: true);
    }

    /// <summary>Runs this program again in a process of its own and returns what it prints.</summary>
    public static async Task<string> InChildAsync(params string[] arguments)
    {
        using var child = Child(arguments);
        var output = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        return child.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"The child ended with {child.ExitCode}.");
    }

    public static Process Child(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(Measure).Assembly.Location);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
