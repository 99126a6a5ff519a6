using System.Globalization;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Tests.Benchmarks;

/// <summary>
/// <c>xlsx-annotate FILE EVERY ROWS...</c>: what it costs to mark a cell in every so many rows of sheets of so many rows,
/// which are not looked at before, so that the peak is that of annotating alone.
/// </summary>
internal static class XlsxAnnotate
{
    private const int Runs = 3;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length < 3)
        {
            Console.Error.WriteLine("usage: xlsx-annotate FILE EVERY ROWS...");
            return 2;
        }

        var notes = Notes(args[0], [.. args[1..].Select(a => int.Parse(a, CultureInfo.InvariantCulture))]);
        var written = 0L;
        var seconds = new List<double>();
        for (var run = 0; run < Runs; run++)
            seconds.Add(await Measure.CpuSecondsAsync(AnnotateAsync));

        Console.WriteLine(FormattableString.Invariant(
            $"{notes.Lines.Count:N0} marks, {written / 1048576.0:F1} MB, {Measure.Median(seconds):F2} CPU s (median of {Runs}), peak {Measure.PeakMemory() / 1048576.0:F0} MB"));
        return 0;

        async Task AnnotateAsync()
        {
            await using var original = File.OpenRead(args[0]);
            await using var output = new CountingStream();
            await AnnotatedWorkbook.WriteAsync(original, notes, output, CancellationToken.None);
            written = output.Count;
        }
    }

    private static WorkbookNotes Notes(string path, int[] numbers)
    {
        using var file = File.OpenRead(path);
        using var book = WorkbookReader.Open(file, WorkbookLimits.Default);
        var sheets = book.Sheets.Zip(numbers[1..], (s, rows) => new SheetNotes(s.Name, Enumerable.Range(2, rows).Where(r => r % numbers[0] == 0)
            .ToDictionary(r => r, _ => new RowNotes("从业人数:不是数字,请填写整数。", [new CellNote(3, "不是数字,请填写整数。")])))).ToList();
        return new WorkbookNotes(sheets, [("文件", Path.GetFileName(path))], [.. sheets.SelectMany(s => s.Rows.Keys.Select(r =>
            new SummaryLine(s.Sheet, r, $"D{r}", "从业人数", "约三十", "NOT_A_NUMBER", "不是数字,请填写整数。")))]);
    }
}
