using System.Globalization;
using System.IO.Compression;

namespace RiskReport.Reports.Pdf;

/// <summary>
/// The numbered objects of a PDF and where they begin. They are collected in memory and leave by
/// <see cref="FlushAsync"/> alone: the web server refuses synchronous writes.
/// </summary>
internal sealed class PdfObjects
{
    private readonly Stream _output;
    private readonly ByteBuffer _pending = new(64 * 1024);
    private readonly List<long> _offsets = [];
    private long _flushed;

    public PdfObjects(Stream output)
    {
        _output = output;
        _pending.Write("%PDF-1.7\n%"u8).Write([0xE2, 0xE3, 0xCF, 0xD3]).Write("\n"u8);
    }

    public int Reserve()
    {
        _offsets.Add(0);
        return _offsets.Count;
    }

    /// <summary>The caller writes the object's dictionary or array and then calls <see cref="End"/>.</summary>
    public ByteBuffer Begin(int number)
    {
        _offsets[number - 1] = _flushed + _pending.Length;
        return _pending.Write($"{number} 0 obj\n");
    }

    public void End() => _pending.Write("\nendobj\n"u8);

    /// <param name="entries">What the stream's dictionary says besides length and filter.</param>
    public void Stream(int number, string entries, ReadOnlySpan<byte> content)
    {
        using var deflated = new MemoryStream(content.Length / 3);
        using (var zlib = new ZLibStream(deflated, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(content);

        Packed(number, entries + "/Filter/FlateDecode", deflated.GetBuffer().AsSpan(0, (int)deflated.Length));
    }

    /// <summary>For content that is compressed already; <paramref name="entries"/> names the filter too.</summary>
    public void Packed(int number, string entries, ReadOnlySpan<byte> content)
    {
        Begin(number).Write($"<<{entries}/Length {content.Length}>>stream\n");
        _pending.Write(content).Write("\nendstream"u8);
        End();
    }

    public async ValueTask FlushAsync(CancellationToken ct)
    {
        await _output.WriteAsync(_pending.Memory, ct);
        _flushed += _pending.Length;
        _pending.Clear();
    }

    public async Task FinishAsync(int catalog, int information, CancellationToken ct)
    {
        var start = _flushed + _pending.Length;
        _pending.Write($"xref\n0 {_offsets.Count + 1}\n").Write("0000000000 65535 f \n"u8);
        foreach (var offset in _offsets)
            _pending.Write(offset.ToString("D10", CultureInfo.InvariantCulture)).Write(" 00000 n \n"u8);

        _pending.Write($"trailer\n<</Size {_offsets.Count + 1}/Root {catalog} 0 R/Info {information} 0 R>>\nstartxref\n");
        _pending.WriteWhole(start);
        _pending.Write("\n%%EOF\n"u8);
        await FlushAsync(ct);
        await _output.FlushAsync(ct);
    }
}
