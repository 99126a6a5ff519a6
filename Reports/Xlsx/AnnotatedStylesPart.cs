using System.Globalization;
using System.Text;

namespace RiskReport.Reports.Xlsx;

/// <summary>The styles part with the added formats at the end of each list; lists that it lacks come at their places.</summary>
internal sealed class AnnotatedStylesPart(XmlTokens tokens, Stream output, AnnotatedStyles styles) : TokenEdit(tokens, output)
{
    // numFmts alone stands before them
    private readonly Queue<string> ahead = new(StyleList.Names);
    private bool isBehind;

    protected override void Edit()
    {
        if (In.Depth == 0 && (In.Kind is XmlToken.Empty or XmlToken.End))
            BeforeEnd(() => WriteUntil(null));
        else if (In.Depth == 1 && In.Opens)
            BeginList(Encoding.UTF8.GetString(In.LocalName));
        else if (In.Depth == 1 && In.Kind == XmlToken.End && styles.Lists.TryGetValue(Encoding.UTF8.GetString(In.LocalName), out var list))
            BeforeEnd(() => Add(list));
        else
            Copy();
    }

    private void BeginList(string name)
    {
        if (!isBehind && name != "numFmts")
            WriteUntil(name);
        if (!styles.Lists.TryGetValue(name, out var list) || list.Items.Count == list.Stored)
        {
            Copy();
            return;
        }

        Attributed("count"u8, Encoding.UTF8.GetBytes(Count(list)), opened: true);
        if (In.Kind == XmlToken.Empty)
        {
            Add(list);
            Close(Encoding.UTF8.GetBytes(name));
        }
    }

    /// <summary>Lists that the part does not have; what comes first behind all of them ends the search.</summary>
    private void WriteUntil(string? name)
    {
        while (ahead.TryDequeue(out var next) && next != name)
        {
            var list = styles.Lists[next];
            if (list.Items.Count == 0)
                continue;
            var element = Encoding.UTF8.GetBytes(next);
            Open(element).Raw(" count=\""u8).Number(list.Items.Count).Raw("\">"u8);
            Add(list);
            Close(element);
        }

        isBehind = ahead.Count == 0;
    }

    private void Add(StyleList list)
    {
        foreach (var item in list.Added)
            Out.Raw(Encoding.UTF8.GetBytes(item));
    }

    private static string Count(StyleList list) => list.Items.Count.ToString(CultureInfo.InvariantCulture);
}
