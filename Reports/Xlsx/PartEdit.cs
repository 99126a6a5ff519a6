namespace RiskReport.Reports.Xlsx;

/// <summary>One part written piece by piece, so that what is written can leave before the next piece is made.</summary>
internal abstract class PartEdit : IDisposable
{
    /// <summary>Writes the next piece; false when there is none.</summary>
    public abstract bool Step();

    public abstract void Dispose();
}

/// <summary>A part that is copied tag by tag; whoever derives from it says which tags become something else.</summary>
internal abstract class TokenEdit(XmlTokens tokens, Stream output) : PartEdit
{
    private int? skippingAt;

    protected XmlTokens In { get; } = tokens;

    protected Utf8Xml Out { get; } = new(output);

    /// <summary>The prefix of the root with its colon, which new elements get too.</summary>
    protected byte[] Prefix { get; private set; } = [];

    public sealed override bool Step()
    {
        if (!In.Next())
        {
            Out.Flush();
            return false;
        }

        if (In.Depth == 0 && In.Opens)
            Prefix = In.Prefix.ToArray();
        if (skippingAt is null)
            Edit();
        else if (In.Depth == skippingAt && In.Kind == XmlToken.End)
            skippingAt = null;
        return true;
    }

    /// <summary>Writes what the token at hand becomes.</summary>
    protected abstract void Edit();

    protected void Copy() => Out.Raw(In.Raw);

    /// <summary>Leaves out the element that begins here.</summary>
    protected void SkipElement() => skippingAt = In.Kind == XmlToken.Start ? In.Depth : null;

    protected void Attributed(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool opened = false) => In.Tag.Write(Out, name, value, opened);

    protected void Opened() => Attributed(default, default, opened: true);

    protected Utf8Xml Open(ReadOnlySpan<byte> name) => Out.Raw("<"u8).Raw(Prefix).Raw(name);

    protected Utf8Xml Close(ReadOnlySpan<byte> name) => Out.Raw("</"u8).Raw(Prefix).Raw(name).Raw(">"u8);

    /// <summary>Writes what belongs before the end of the element at hand, be it empty or closed by a tag of its own.</summary>
    protected void BeforeEnd(Action write)
    {
        if (In.Kind == XmlToken.Empty)
            Opened();
        write();
        if (In.Kind == XmlToken.Empty)
            Out.Raw("</"u8).Raw(In.Prefix).Raw(In.LocalName).Raw(">"u8);
        else
            Copy();
    }

    public override void Dispose() => In.Dispose();
}
