namespace RiskReport.Reports.Xlsx;

/// <summary>
/// Stands between a writer that writes synchronously, as ZipArchive does, and a target that refuses it, as Kestrel
/// does: bytes collect here and leave whenever the writer has time to wait.
/// </summary>
internal sealed class Outbox(Stream target) : Stream
{
    private const int Enough = 32 * 1024;

    private byte[] waiting = new byte[2 * Enough];
    private int length;

    /// <summary>Whether enough has collected to be worth a trip.</summary>
    public bool IsDue => length >= Enough;

    public async Task DrainAsync(CancellationToken ct)
    {
        await target.WriteAsync(waiting.AsMemory(0, length), ct);
        length = 0;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (length + buffer.Length > waiting.Length)
            Array.Resize(ref waiting, Math.Max(2 * waiting.Length, length + buffer.Length));
        buffer.CopyTo(waiting.AsSpan(length));
        length += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void WriteByte(byte value) => Write([value]);

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}
