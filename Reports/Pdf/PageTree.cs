namespace RiskReport.Reports.Pdf;

/// <summary>The pages in groups, so that a viewer finds page 4,000 without reading 4,000 entries.</summary>
internal sealed class PageTree(PdfObjects objects)
{
    private const int GroupSize = 64;

    private readonly int _root = objects.Reserve();
    private readonly List<int> _groups = [];
    private readonly List<int> _pages = [];

    public int Root => _root;
    public int Count { get; private set; }

    /// <summary>Returns the number of the page.</summary>
    public int Add(int content)
    {
        if (_pages.Count == 0)
            _groups.Add(objects.Reserve());

        var page = objects.Reserve();
        objects.Begin(page).Write($"<</Type/Page/Parent {_groups[^1]} 0 R/Contents {content} 0 R>>");
        objects.End();
        _pages.Add(page);
        Count++;
        if (_pages.Count == GroupSize)
            EndGroup();
        return page;
    }

    /// <param name="inherited">What holds for every page, such as its size.</param>
    public void Finish(string inherited)
    {
        if (_pages.Count > 0)
            EndGroup();

        WriteNode(_root, $"{inherited}/Count {Count}", _groups);
    }

    private void EndGroup()
    {
        WriteNode(_groups[^1], $"/Parent {_root} 0 R/Count {_pages.Count}", _pages);
        _pages.Clear();
    }

    private void WriteNode(int number, string entries, List<int> kids)
    {
        var target = objects.Begin(number).Write($"<</Type/Pages{entries}/Kids[");
        foreach (var kid in kids)
            target.Write($"{kid} 0 R ");

        target.Write("]>>"u8);
        objects.End();
    }
}
