using System.Text;

namespace RiskReport.Reports.Xlsx;

/// <summary>A list of relationships, or of content types, with some added and some left out.</summary>
internal sealed class AnnotatedLinks(XmlTokens tokens, Stream output, IReadOnlyList<LinkLine> lines, Func<XmlTokens, bool> isDropped) : TokenEdit(tokens, output)
{
    protected override void Edit()
    {
        if (In.Depth == 0 && In.Kind is (XmlToken.End or XmlToken.Empty))
            BeforeEnd(Write);
        else if (In.Depth == 1 && In.Opens && isDropped(In))
            SkipElement();
        else
            Copy();
    }

    private void Write()
    {
        foreach (var line in lines)
        {
            Open(Encoding.ASCII.GetBytes(line.Element));
            foreach (var (name, value) in line.Attributes)
                Out.Raw(" "u8).Raw(Encoding.ASCII.GetBytes(name)).Raw("=\""u8).Raw(Encoding.UTF8.GetBytes(value)).Raw("\""u8);
            Out.Raw("/>"u8);
        }
    }
}

internal sealed record LinkLine(string Element, params (string Name, string Value)[] Attributes)
{
    public static LinkLine Relationship(string id, string type, string target) =>
        new("Relationship", ("Id", id), ("Type", type), ("Target", target));

    public static LinkLine ContentType(string part, string type) => new("Override", ("PartName", "/" + part), ("ContentType", type));
}
