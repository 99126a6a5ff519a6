namespace RiskReport.Reports.Pdf;

/// <summary>The bookmarks of a document in two levels, each leading to a place on a page; the inner ones are folded.</summary>
internal sealed class PdfOutline(PdfObjects objects)
{
    private sealed record Entry(string Title, double Top, int Number, List<Entry> Inner)
    {
        public int Page { get; set; }
    }

    private readonly List<Entry> _entries = [];
    private readonly List<Entry> _onThisPage = [];

    /// <param name="top">From the lower edge, as PDF counts.</param>
    public void Add(string title, int level, double top)
    {
        var entry = new Entry(title, top, objects.Reserve(), []);
        (level == 0 ? _entries : _entries[^1].Inner).Add(entry);
        _onThisPage.Add(entry);
    }

    /// <summary>The number of a page is known when it ends.</summary>
    public void EndPage(int page)
    {
        foreach (var entry in _onThisPage)
            entry.Page = page;
        _onThisPage.Clear();
    }

    /// <summary>Returns the number of the root; null where there are no bookmarks.</summary>
    public int? Finish()
    {
        if (_entries.Count == 0)
            return null;

        var root = objects.Reserve();
        objects.Begin(root).Write($"<</Type/Outlines/Count {_entries.Count}/First {_entries[0].Number} 0 R/Last {_entries[^1].Number} 0 R>>");
        objects.End();
        Write(_entries, root);
        return root;
    }

    private void Write(List<Entry> entries, int parent)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            var target = objects.Begin(entry.Number).Write("<</Title "u8).WriteText(entry.Title)
                .Write($"/Parent {parent} 0 R/Dest[{entry.Page} 0 R/XYZ null {entry.Top} null]");
            if (i > 0)
                target.Write($"/Prev {entries[i - 1].Number} 0 R");
            if (i < entries.Count - 1)
                target.Write($"/Next {entries[i + 1].Number} 0 R");
            if (entry.Inner.Count > 0)
                target.Write($"/Count {-entry.Inner.Count}/First {entry.Inner[0].Number} 0 R/Last {entry.Inner[^1].Number} 0 R");
            target.Write(">>"u8);
            objects.End();
            Write(entry.Inner, entry.Number);
        }
    }
}
