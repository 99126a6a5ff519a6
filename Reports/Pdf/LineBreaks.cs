using System.Buffers;

namespace RiskReport.Reports.Pdf;

/// <summary>Where a line of mixed Chinese and Latin text may end (the everyday rules of GB/T 15834 and CLREQ).</summary>
internal static class LineBreaks
{
    private static readonly SearchValues<char> NeverFirst =
        SearchValues.Create("、。，；：？！）］｝》〉」』】〕〗”’…—～·％‰℃ー々,.;:?!)]}>%/");

    private static readonly SearchValues<char> NeverLast = SearchValues.Create("（［｛《〈「『【〔〖“‘([{<￥$#＃");

    /// <summary>Chinese text may end anywhere else; a Latin word, number or code holds together.</summary>
    public static bool Allowed(int before, int after) =>
        after != ' '
        && !Contains(NeverFirst, after)
        && !Contains(NeverLast, before)
        && !(IsNarrow(before) && IsNarrow(after));

    private static bool IsNarrow(int codePoint) =>
        codePoint is > ' ' and < 0x2E80 and not (>= 0x2010 and <= 0x2027);

    private static bool Contains(SearchValues<char> set, int codePoint) => codePoint <= char.MaxValue && set.Contains((char)codePoint);
}
