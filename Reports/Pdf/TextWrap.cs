namespace RiskReport.Reports.Pdf;

/// <summary>Breaks a text into as many lines as there is room for, a new one at each end of a paragraph; what is left over is cut with an ellipsis.</summary>
internal static class TextWrap
{
    /// <param name="limit">In thousandths of the font size.</param>
    /// <returns>How many of <paramref name="lines"/> are used; none for an empty text.</returns>
    public static int Fill(Span<TextLine> lines, ReadOnlySpan<char> text, TrueTypeFont font, int limit)
    {
        var start = 0;
        for (var count = 0; ; count++)
        {
            start += text[start..].Length - text[start..].TrimStart().Length;
            if (start == text.Length)
                return count;

            var end = EndOfLine(text, start, font, limit);
            if (count == lines.Length - 1 && !text[end..].IsWhiteSpace())
            {
                lines[count] = Cut(text, start, font, limit);
                return lines.Length;
            }

            lines[count] = Line(text, start, end, font, isCut: false);
            start = end;
            if (count == lines.Length - 1)
                return lines.Length;
        }
    }

    /// <summary>All lines there are, each paragraph beginning a new one; nothing is cut.</summary>
    /// <param name="limit">In thousandths of the font size.</param>
    public static List<string> All(string text, TrueTypeFont font, int limit)
    {
        var all = new List<string>();
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var lines = new TextLine[paragraph.Length + 1];   // a line has one character at least
            foreach (var line in lines.AsSpan(0, Fill(lines, paragraph, font, limit)))
                all.Add(line.Of(paragraph).ToString());
        }

        return all;
    }

    private static int EndOfLine(ReadOnlySpan<char> text, int start, TrueTypeFont font, int limit)
    {
        var (width, previous, lastBreak) = (0, Characters.Invisible, start);
        for (var i = start; i < text.Length;)
        {
            var at = i;
            var codePoint = Characters.Next(text, ref i);
            if (codePoint == Characters.Invisible)
                continue;

            if (text[at] == '\n')
                return at;

            if (at > start && LineBreaks.Allowed(previous, codePoint))
                lastBreak = at;

            width += Characters.WidthOf(codePoint, font);
            if (width > limit && codePoint != ' ')   // blanks may hang over the edge
                return lastBreak > start ? lastBreak : Math.Max(at, FirstEnd(text, start));

            previous = codePoint;
        }

        return text.Length;
    }

    /// <summary>A column narrower than one character still moves on, so that wrapping ends.</summary>
    private static int FirstEnd(ReadOnlySpan<char> text, int start)
    {
        Characters.Next(text, ref start);
        return start;
    }

    private static TextLine Cut(ReadOnlySpan<char> text, int start, TrueTypeFont font, int limit)
    {
        var room = limit - Characters.Measure(TextLine.Ellipsis, font);
        var (width, end) = (0, start);
        for (var i = start; i < text.Length; end = i)
        {
            width += Characters.WidthOf(Characters.Next(text, ref i), font);
            if (width > room)
                break;
        }

        return Line(text, start, end, font, isCut: true);
    }

    private static TextLine Line(ReadOnlySpan<char> text, int start, int end, TrueTypeFont font, bool isCut)
    {
        end = start + text[start..end].TrimEnd().Length;
        var width = Characters.Measure(text[start..end], font) + (isCut ? Characters.Measure(TextLine.Ellipsis, font) : 0);
        return new TextLine(start, end, width, isCut);
    }
}
