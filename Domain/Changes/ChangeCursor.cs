using System.Globalization;

namespace RiskReport.Domain.Changes;

/// <summary>
/// Behind which change a reader goes on, and when that was entered. After a restore another change gets the same number, at another moment:
/// by that it is told that the reader has seen what the feed does not hold any more.
/// </summary>
/// <param name="Number">0 for the beginning.</param>
/// <param name="At">In Unix milliseconds.</param>
public sealed record ChangeCursor(long Number, long At)
{
    public static readonly ChangeCursor Beginning = new(0, 0);

    public static ChangeCursor Behind(long number, DateTime at) => new(number, new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)).ToUnixTimeMilliseconds());

    /// <summary>Null for what is none.</summary>
    public static ChangeCursor? Parse(string text) =>
        text is "" or "0" ? Beginning
        : text.Split('.') is [var number, var at] && Whole(number) is > 0 and var n && Whole(at) is { } ms ? new ChangeCursor(n, ms)
        : null;

    public override string ToString() => this == Beginning ? "0" : string.Create(CultureInfo.InvariantCulture, $"{Number}.{At}");

    private static long? Whole(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) ? whole : null;
}
