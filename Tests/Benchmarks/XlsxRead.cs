using RiskReport.Reports.Xlsx;

namespace RiskReport.Tests.Benchmarks;

/// <summary><c>xlsx-read FILE</c>: what it costs to read every cell of a workbook.</summary>
internal static class XlsxRead
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [var path])
        {
            Console.Error.WriteLine("usage: xlsx-read FILE");
            return 2;
        }

        var rows = 0;
        var cells = 0L;
        var seconds = await Measure.CpuSecondsAsync(() =>
        {
            using var file = File.OpenRead(path);
            using var book = WorkbookReader.Open(file, WorkbookLimits.Default);
            foreach (var row in book.Sheets.SelectMany(s => book.Rows(s.Name)))
            {
                rows++;
                cells += row.Cells.Count;
            }

            return Task.CompletedTask;
        });
        Console.WriteLine(FormattableString.Invariant(
            $"{rows:N0} rows, {cells:N0} cells, {seconds:F2} CPU s, peak {Measure.PeakMemory() / 1048576.0:F0} MB"));
        return 0;
    }
}
