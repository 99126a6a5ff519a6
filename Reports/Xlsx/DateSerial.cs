using System.Globalization;

namespace RiskReport.Reports.Xlsx;

/// <summary>Days since the epoch of a workbook, as a spreadsheet counts them, and ISO 8601 text.</summary>
internal static class DateSerial
{
    private const double SecondsPerDay = 86_400;
    private const double FirstBeyondYear9999 = 2_958_466;

    // 1900 was no leap year, but spreadsheets count its 29 February as day 60: before it days are one ahead
    private static readonly DateTime Epoch = new(1899, 12, 30);
    private static readonly DateTime EpochBeforeMarch1900 = new(1899, 12, 31);
    private static readonly DateTime Epoch1904 = new(1904, 1, 1);

    /// <summary>Null if no date has this number. Below one day it is a time of day.</summary>
    public static string? ToIso(double serial, bool from1904)
    {
        if (!(serial >= 0 && serial < FirstBeyondYear9999 - (from1904 ? 1462 : 0)) || (!from1904 && (int)serial == 60))
            return null;

        var epoch = from1904 ? Epoch1904 : serial < 60 ? EpochBeforeMarch1900 : Epoch;
        var time = epoch.AddSeconds(Math.Round(serial * SecondsPerDay));
        return serial is > 0 and < 1 && time.Date == epoch ? time.ToString("HH:mm:ss", CultureInfo.InvariantCulture) : ToIso(time);
    }

    public static string ToIso(DateTime time) =>
        time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    public static double FromTime(DateTime time) => (time - Epoch).TotalDays;
}
