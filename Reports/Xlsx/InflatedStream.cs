namespace RiskReport.Reports.Xlsx;

/// <summary>
/// One unpacked part, read with two bounds: its total length, since the sizes in a zip can lie, and the
/// distance between two '&lt;', since XmlReader keeps a whole tag in memory however long it is.
/// </summary>
internal sealed class InflatedStream(Stream inner, long limit, bool isXml = true) : Stream
{
    // 32,767 characters written as references such as &#20013; take 260 KB
    private const int LongestToken = 1 << 20;

    private long total;
    private long sinceTag;

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        total += read;
        if (total > limit)
            throw WorkbookException.InflatesTooFar();

        // reads are far shorter than a token may be, so a long token cannot hide between two tags of one read
        var last = buffer[..read].LastIndexOf((byte)'<');
        sinceTag = last < 0 ? sinceTag + read : read - last;
        if (isXml && sinceTag > LongestToken)
            throw WorkbookException.InflatesTooFar();

        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
