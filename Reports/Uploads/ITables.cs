using RiskReport.Reports.Xlsx;

namespace RiskReport.Reports.Uploads;

/// <summary>
/// The tables of an uploaded file, whatever its format. A file that cannot be used throws
/// <see cref="WorkbookException"/>, on opening or while its rows are read.
/// </summary>
public interface ITables : IDisposable
{
    IReadOnlyList<WorkbookSheet> Sheets { get; }

    /// <summary>The rows that hold a value; may be asked for again, and beside another reading.</summary>
    IEnumerable<WorkbookRow> Rows(string sheetName);
}
