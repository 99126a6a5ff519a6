namespace RiskReport.Reports.Pdf;

/// <summary>Draws on a page or form. Lengths are points; y runs down from the top, as one reads.</summary>
internal sealed class PdfCanvas(double height)
{
    /// <summary>How far the handles of a Bézier curve lie from a quarter circle's ends.</summary>
    private const double Kappa = 0.5523;

    private (PdfFont? Font, double Size) _font;
    private PdfColour _fill;
    private (PdfColour Colour, double Width) _stroke;

    public ByteBuffer Content { get; } = new(64 * 1024);

    public void Clear()
    {
        Content.Clear();
        (_font, _fill, _stroke) = (default, PdfColour.Black, (PdfColour.Black, 1));
    }

    /// <summary>Writes one line of text from its left end; <paramref name="y"/> is the base line.</summary>
    public void Text(PdfFont font, double size, PdfColour colour, double x, double y, ReadOnlySpan<char> text, bool ellipsis = false)
    {
        SetFill(colour);
        Content.Write("BT "u8);
        if (_font != (font, size))
            Content.Write($"/{font.Resource} {size} Tf ");

        _font = (font, size);
        Content.Write($"{x} {height - y} Td <");
        WriteNumbers(font, text);
        if (ellipsis)
            WriteNumbers(font, TextLine.Ellipsis);

        Content.Write("> Tj ET\n"u8);
    }

    public void Line(PdfColour colour, double width, double x1, double y1, double x2, double y2)
    {
        SetStroke(colour, width);
        Content.Write($"{x1} {height - y1} m {x2} {height - y2} l S\n");
    }

    public void FillRectangle(PdfColour colour, double x, double y, double w, double h)
    {
        SetFill(colour);
        Content.Write($"{x} {height - y - h} {w} {h} re f\n");
    }

    public void StrokeRectangle(PdfColour colour, double width, double x, double y, double w, double h)
    {
        SetStroke(colour, width);
        Content.Write($"{x} {height - y - h} {w} {h} re S\n");
    }

    public void FillRounded(PdfColour colour, double x, double y, double w, double h, double radius)
    {
        SetFill(colour);
        RoundedPath(x, height - y - h, w, h, radius);
        Content.Write("f\n"u8);
    }

    public void StrokeRounded(PdfColour colour, double width, double x, double y, double w, double h, double radius)
    {
        SetStroke(colour, width);
        RoundedPath(x, height - y - h, w, h, radius);
        Content.Write("s\n"u8);
    }

    public void Form(PdfForm form, double x, double y) =>
        Content.Write($"q 1 0 0 1 {x} {height - y} cm /{form.Resource} Do Q\n");

    /// <summary>Fills a box with a picture. <paramref name="turn"/> maps the unit square to itself, as PDF writes a matrix.</summary>
    public void Image(PdfForm image, string turn, double x, double y, double w, double h) =>
        Content.Write($"q {w} 0 0 {h} {x} {height - y - h} cm {turn} cm /{image.Resource} Do Q\n");

    /// <summary>The colour stays within the saved state, so the canvas need not know of it.</summary>
    public void FillPolygon(PdfColour colour, PdfOpacity opacity, IReadOnlyList<(double X, double Y)> corners)
    {
        Content.Write($"q /{opacity.Resource} gs {colour.Red / 255d} {colour.Green / 255d} {colour.Blue / 255d} rg ");
        Path(corners);
        Content.Write("f Q\n"u8);
    }

    public void StrokePolygon(PdfColour colour, double width, IReadOnlyList<(double X, double Y)> corners)
    {
        SetStroke(colour, width);
        Path(corners);
        Content.Write("s\n"u8);
    }

    private void Path(IReadOnlyList<(double X, double Y)> corners)
    {
        for (var i = 0; i < corners.Count; i++)
            Content.Write($"{corners[i].X} {height - corners[i].Y} {(i == 0 ? "m" : "l")} ");
    }

    private void WriteNumbers(PdfFont font, ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length;)
        {
            var codePoint = Characters.Next(text, ref i);
            if (codePoint != Characters.Invisible)
                Content.WriteHex(font.NumberOf(codePoint));
        }
    }

    private void RoundedPath(double x, double y, double w, double h, double r)
    {
        var (right, top, k) = (x + w, y + h, r * (1 - Kappa));
        Content.Write($"{x + r} {y} m {right - r} {y} l {right - k} {y} {right} {y + k} {right} {y + r} c ");
        Content.Write($"{right} {top - r} l {right} {top - k} {right - k} {top} {right - r} {top} c ");
        Content.Write($"{x + r} {top} l {x + k} {top} {x} {top - k} {x} {top - r} c ");
        Content.Write($"{x} {y + r} l {x} {y + k} {x + k} {y} {x + r} {y} c ");
    }

    private void SetFill(PdfColour colour)
    {
        if (_fill == colour)
            return;

        _fill = colour;
        Content.Write($"{colour.Red / 255d} {colour.Green / 255d} {colour.Blue / 255d} rg ");
    }

    private void SetStroke(PdfColour colour, double width)
    {
        if (_stroke == (colour, width))
            return;

        _stroke = (colour, width);
        Content.Write($"{colour.Red / 255d} {colour.Green / 255d} {colour.Blue / 255d} RG {width} w ");
    }
}
