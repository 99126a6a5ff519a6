using RiskReport.Reports.Xlsx;

namespace RiskReport.Tests.Benchmarks;

/// <summary><c>xlsx-read FILE</c>: what it costs to read every cell of a workbook.</summary>
internal static class XlsxRead
{
    private const int Runs = 3;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [var path])
        {
            Console.Error.WriteLine("usage: xlsx-read FILE");
            return 2;
        }

        var rows = 0;
        var cells = 0L;
        var seconds = new List<double>();
        for (var run = 0; run < Runs; run++)
            seconds.Add(await Measure.CpuSecondsAsync(ReadAsync));

        Console.WriteLine(FormattableString.Invariant(
            $"{rows:N0} rows, {cells:N0} cells, {Measure.Median(seconds):F2} CPU s (median of {Runs}), peak {Measure.PeakMemory() / 1048576.0:F0} MB"));
        return 0;

        Task ReadAsync()
        {
            (rows, cells) = (0, 0);
            using var file = File.OpenRead(path);
            using var book = WorkbookReader.Open(file, WorkbookLimits.Default);
            foreach (var row in book.Sheets.SelectMany(s => book.Rows(s.Name)))
            {
                rows++;
                cells += row.Cells.Count;
            }

            return Task.CompletedTask;
        }
    }
}
