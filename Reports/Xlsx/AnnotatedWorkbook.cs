using System.IO.Compression;
using RiskReport.Domain.Imports;

namespace RiskReport.Reports.Xlsx;

/// <summary>
/// The workbook of an office as it sent it, with its bad cells marked. Everything that is not a mark stays as it is;
/// memory does not grow with the rows.
/// </summary>
public static class AnnotatedWorkbook
{
    public const string NoteHeading = SheetHeadings.ProblemsColumn;
    public const string SummarySheet = "导入问题汇总";

    /// <param name="original">Must be able to seek; stays open.</param>
    /// <param name="output">May refuse to seek and to be written synchronously.</param>
    public static async Task WriteAsync(Stream original, WorkbookNotes notes, Stream output, CancellationToken ct)
    {
        var limits = WorkbookLimits.Default;
        if (FileSignature.Of(original, limits) != FileKind.Zip)
            throw WorkbookException.NotAWorkbook();
        using var package = new WorkbookPackage(original, limits);

        // quicker by a third with Fastest, but half as long again: a file near the limit must not grow beyond it
        await new AnnotatedPlan(package, notes, limits, ct).Make().WriteAsync(output, CompressionLevel.Optimal, ct);
    }
}
