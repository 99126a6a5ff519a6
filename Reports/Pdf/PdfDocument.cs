using System.Globalization;

namespace RiskReport.Reports.Pdf;

/// <summary>
/// A PDF written page by page: a finished page leaves at once, and only its number and offset are kept. The output
/// need not seek, is written to asynchronously only, and stays open.
/// </summary>
internal sealed class PdfDocument
{
    private readonly PdfObjects _objects;
    private readonly PageTree _pages;
    private readonly PdfOutline _outline;
    private readonly PdfProperties _properties;
    private readonly (double Width, double Height) _size;
    private readonly int _fontResources;
    private readonly List<PdfFont> _fonts = [];
    private readonly List<PdfForm> _forms = [];
    private readonly List<double> _opacities = [];

    public PdfDocument(Stream output, PdfProperties properties, double width, double height)
    {
        _objects = new PdfObjects(output);
        _pages = new PageTree(_objects);
        _outline = new PdfOutline(_objects);
        _properties = properties;
        _size = (width, height);
        _fontResources = _objects.Reserve();
        Page = new PdfCanvas(height);
        Page.Clear();
    }

    /// <summary>The page being drawn.</summary>
    public PdfCanvas Page { get; }
    public int PageNumber => _pages.Count + 1;

    public PdfFont AddFont(TrueTypeFont outlines)
    {
        var font = new PdfFont(outlines, $"F{_fonts.Count + 1}", _objects.Reserve());
        _fonts.Add(font);
        return font;
    }

    /// <summary>Every form reserved must be drawn before the document is finished.</summary>
    public PdfForm ReserveForm()
    {
        var number = _objects.Reserve();
        var form = new PdfForm(number, $"X{number}");
        _forms.Add(form);
        return form;
    }

    /// <summary>A form's origin is where a page puts it; it may reach as far as a page in every direction.</summary>
    public void DrawForm(PdfForm form, Action<PdfCanvas> draw)
    {
        var canvas = new PdfCanvas(0);
        canvas.Clear();
        draw(canvas);
        var (w, h) = ((int)_size.Width, (int)_size.Height);
        _objects.Stream(form.ObjectNumber,
            $"/Type/XObject/Subtype/Form/BBox[{-w} {-h} {w} {h}]/Resources<</Font {_fontResources} 0 R>>", canvas.Content.Span);
    }

    /// <summary>A picture is drawn like a form, by its own method of the canvas.</summary>
    /// <param name="entries">Size, colours and filter.</param>
    public PdfForm AddImage(string entries, ReadOnlySpan<byte> content)
    {
        var number = _objects.Reserve();
        var image = new PdfForm(number, $"I{number}");
        _forms.Add(image);
        _objects.Packed(number, $"/Type/XObject/Subtype/Image{entries}", content);
        return image;
    }

    /// <summary>How much of what lies below a fill covers; 1 is all of it.</summary>
    public PdfOpacity AddOpacity(double covers)
    {
        _opacities.Add(covers);
        return new PdfOpacity($"G{_opacities.Count}");
    }

    /// <summary>Leads to a place on the page being drawn; one of level 1 stands below the last of level 0.</summary>
    public void AddBookmark(string title, int level, double y) => _outline.Add(title, level, _size.Height - y);

    public ValueTask EndPageAsync(CancellationToken ct)
    {
        var content = _objects.Reserve();
        _objects.Stream(content, "", Page.Content.Span);
        _outline.EndPage(_pages.Add(content));
        Page.Clear();
        return _objects.FlushAsync(ct);
    }

    public async Task FinishAsync(CancellationToken ct)
    {
        foreach (var font in _fonts)
            PdfFontObjects.Write(_objects, font);

        var fonts = _objects.Begin(_fontResources).Write("<<"u8);
        foreach (var font in _fonts)
            fonts.Write($"/{font.Resource} {font.ObjectNumber} 0 R");

        fonts.Write(">>"u8);
        _objects.End();
        WritePages();
        await _objects.FinishAsync(WriteCatalog(), WriteInformation(), ct);
    }

    private void WritePages()
    {
        var forms = string.Concat(_forms.Select(f => $"/{f.Resource} {f.ObjectNumber} 0 R"));
        var opacities = string.Concat(_opacities.Select((covers, i) => string.Create(CultureInfo.InvariantCulture, $"/G{i + 1}<</ca {covers:0.##}>>")));
        var box = string.Create(CultureInfo.InvariantCulture, $"[0 0 {_size.Width:0.##} {_size.Height:0.##}]");
        _pages.Finish($"/MediaBox{box}/Resources<</Font {_fontResources} 0 R/XObject<<{forms}>>/ExtGState<<{opacities}>>>>");
    }

    private int WriteCatalog()
    {
        var outline = _outline.Finish() is { } root ? $"/Outlines {root} 0 R/PageMode/UseOutlines" : "";
        var (number, metadata) = (_objects.Reserve(), _objects.Reserve());
        // not compressed, so that it is found without reading the PDF
        _objects.Packed(metadata, "/Type/Metadata/Subtype/XML", PdfMetadata.Packet(_properties));
        _objects.Begin(number).Write($"<</Type/Catalog/Pages {_pages.Root} 0 R{outline}/Metadata {metadata} 0 R")
            .Write($"/Lang({PdfProperties.Language})/ViewerPreferences<</DisplayDocTitle true>>>>");
        _objects.End();
        return number;
    }

    private int WriteInformation()
    {
        var number = _objects.Reserve();
        var created = _properties.CreatedAt.ToString("yyyyMMddHHmmsszzz", CultureInfo.InvariantCulture).Replace(':', '\'');
        var target = _objects.Begin(number).Write("<</Title "u8).WriteText(_properties.Title).Write("/Author "u8).WriteText(_properties.Author);
        if (_properties.Subject is { } subject)
            target.Write("/Subject "u8).WriteText(subject);
        target.Write($"/Creator({PdfProperties.Product})/Producer({PdfProperties.Product})/CreationDate(D:{created}')/ModDate(D:{created}')>>");
        _objects.End();
        return number;
    }
}
