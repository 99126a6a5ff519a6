using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace RiskReport.Reports.Xlsx;

/// <summary>
/// The comments of a sheet: those of earlier times taken out, the new ones put in, and where somebody has commented
/// on the cell himself, ours written below his.
/// </summary>
internal sealed class AnnotatedComments : PartEdit
{
    public const string Mark = "【导入检查】";
    private const string Author = "导入检查";

    private readonly XmlReader reader;
    private readonly XmlWriter writer;
    private readonly AnnotatedCommentPlan plan;
    private XNamespace main = XNamespace.None;
    private int author;

    public AnnotatedComments(Stream part, Stream output, AnnotatedCommentPlan plan)
    {
        this.plan = plan;
        reader = Reader(part);
        writer = XmlWriter.Create(output, new XmlWriterSettings { Encoding = new UTF8Encoding(false), CloseOutput = false });
        writer.WriteStartDocument(standalone: true);
        Sound(reader.Read);
    }

    /// <summary>A part without comments.</summary>
    public static byte[] Nothing(string main) => Encoding.UTF8.GetBytes($"<comments xmlns=\"{main}\"><authors/><commentList/></comments>");

    /// <summary>Looks through the comments that are there.</summary>
    public static void Scan(Stream part, AnnotatedCommentPlan plan)
    {
        using var reader = Reader(part);
        while (Sound(reader.Read))
        {
            while (reader is { NodeType: XmlNodeType.Element, LocalName: "comment" })
            {
                var comment = Sound(() => (XElement)XNode.ReadFrom(reader));
                if (CellRange.Parse(comment.Attribute("ref")?.Value) is not { } cell)
                    continue;
                var text = TextOf(comment);
                if (text.StartsWith(Mark, StringComparison.Ordinal))
                    plan.Old.Add((cell.Top, cell.Left));
                else
                    plan.Kept.Add((cell.Top, cell.Left));
                plan.HasOurs |= text.Contains(Mark, StringComparison.Ordinal);
            }
        }
    }

    public override bool Step() => Sound(StepSoundly);

    private bool StepSoundly()
    {
        if (reader.EOF)
        {
            writer.Flush();
            return false;
        }

        if (reader is { NodeType: XmlNodeType.Element, LocalName: "comment" })
            Edit((XElement)XNode.ReadFrom(reader))?.WriteTo(writer);
        else if (reader is { NodeType: XmlNodeType.Element, LocalName: "authors" })
            WithAuthor((XElement)XNode.ReadFrom(reader)).WriteTo(writer);
        else
            CopyNode();
        return true;
    }

    private void CopyNode()
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.Element:
                if (reader.Depth == 0)
                    main = reader.NamespaceURI;
                var isList = reader.LocalName == "commentList";
                var isEmpty = reader.IsEmptyElement;
                writer.WriteStartElement(reader.Prefix, reader.LocalName, reader.NamespaceURI);
                writer.WriteAttributes(reader, false);
                if (isEmpty && isList)
                    WriteNew();
                if (isEmpty)
                    writer.WriteEndElement();
                break;
            case XmlNodeType.EndElement:
                if (reader.LocalName == "commentList")
                    WriteNew();
                writer.WriteEndElement();
                break;
            case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                writer.WriteString(reader.Value);
                break;
        }

        reader.Read();
    }

    private XElement WithAuthor(XElement authors)
    {
        var names = authors.Elements().Select(a => a.Value).ToList();
        author = names.IndexOf(Author);
        if (author < 0)
        {
            author = names.Count;
            authors.Add(new XElement(authors.Name.Namespace + "author", Author));
        }

        return authors;
    }

    private XElement? Edit(XElement comment)
    {
        if (CellRange.Parse(comment.Attribute("ref")?.Value) is not { } cell)
            return comment;
        var text = TextOf(comment);
        if (text.StartsWith(Mark, StringComparison.Ordinal))
            return null;

        var at = text.IndexOf("\n" + Mark, StringComparison.Ordinal);
        if (at >= 0)
            CutAt(comment, at);
        if (plan.New.TryGetValue((cell.Top, cell.Left), out var added))
            Append(comment, added);
        return comment;
    }

    private static void CutAt(XElement comment, int length)
    {
        foreach (var text in Texts(comment))
        {
            var kept = Math.Min(text.Value.Length, length);
            length -= kept;
            if (kept < text.Value.Length)
                text.Value = text.Value[..kept];
        }

        Texts(comment).Where(t => t.Value.Length == 0 && t.Parent!.Name.LocalName == "r").Select(t => t.Parent!).ToList().ForEach(r => r.Remove());
    }

    private void Append(XElement comment, string added)
    {
        var text = comment.Elements().First(e => e.Name.LocalName == "text");
        foreach (var plain in text.Elements(main + "t").ToList())
            plain.ReplaceWith(new XElement(main + "r", plain));
        var guide = text.Elements().FirstOrDefault(e => e.Name.LocalName is "rPh" or "phoneticPr");
        if (guide is null)
            text.Add(Run("\n" + added));
        else
            guide.AddBeforeSelf(Run("\n" + added));
    }

    private void WriteNew()
    {
        foreach (var (row, column) in plan.Fresh)
        {
            new XElement(main + "comment",
                new XAttribute("ref", CellReference.Of(column, row)), new XAttribute("authorId", author),
                new XElement(main + "text", Run(plan.New[(row, column)]))).WriteTo(writer);
        }
    }

    private XElement Run(string text) => new(main + "r",
        new XElement(main + "rPr",
            new XElement(main + "sz", new XAttribute("val", 9)), new XElement(main + "color", new XAttribute("indexed", 81)),
            new XElement(main + "rFont", new XAttribute("val", "宋体")), new XElement(main + "charset", new XAttribute("val", 134))),
        new XElement(main + "t", new XAttribute(XNamespace.Xml + "space", "preserve"), text));

    private static string TextOf(XElement comment) => string.Concat(Texts(comment).Select(t => t.Value));

    private static IEnumerable<XElement> Texts(XElement comment) =>
        comment.Elements().Where(e => e.Name.LocalName == "text").Elements()
            .SelectMany(e => e.Name.LocalName == "r" ? e.Elements() : [e]).Where(e => e.Name.LocalName == "t");

    private static XmlReader Reader(Stream part) => Sound(() => XmlReader.Create(
        part, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, NameTable = new CappedNames(), IgnoreComments = true }));

    private static T Sound<T>(Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception e) when (e is XmlException or InvalidDataException or IOException or InvalidOperationException)
        {
            throw WorkbookException.Corrupt(e);
        }
    }

    public override void Dispose()
    {
        writer.Dispose();
        reader.Dispose();
    }
}
