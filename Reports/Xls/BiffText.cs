using System.Text;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Reports.Xls;

/// <summary>
/// Reads strings out of a record and the CONTINUE records behind it. Where characters go on in the next one, it
/// begins with a byte of its own that says how wide they are from there.
/// </summary>
internal sealed class BiffText(BiffRecord record, int at, WorkbookLimits limits)
{
    private const int Wide = 0x01;
    private const int Phonetic = 0x04;
    private const int Rich = 0x08;

    private BiffRecord record = record;
    private int at = at;

    /// <summary>False where the data ends; the number of strings that a file declares can be wrong.</summary>
    public bool HasMore => at < record.Data.Length || (record.Next is { Type: BiffRecord.Continue } next && next.Data.Length > 0);

    public string Read(bool shortLength = false)
    {
        var length = shortLength ? Byte() : Short();
        if (length > limits.CellCharacters)
            throw WorkbookException.CellTooLong(null, limits.CellCharacters);
        var flags = Byte();
        var runs = (flags & Rich) != 0 ? Short() : 0;
        var phonetic = (flags & Phonetic) != 0 ? Short() + (Short() * 65_536L) : 0;
        var text = Characters(length, (flags & Wide) != 0);
        Skip((runs * 4L) + phonetic);
        return text;
    }

    private string Characters(int length, bool wide)
    {
        var text = new StringBuilder(length);
        while (text.Length < length)
        {
            if (at == record.Data.Length)
            {
                Continue();
                wide = (Byte() & Wide) != 0;
            }

            var width = wide ? 2 : 1;
            var held = Math.Min((record.Data.Length - at) / width, length - text.Length);
            if (held == 0)
                throw WorkbookException.Corrupt();
            text.Append((wide ? Encoding.Unicode : Encoding.Latin1).GetString(record.Data.Slice(at, held * width)));
            at += held * width;
        }

        return text.ToString();
    }

    private void Skip(long count)
    {
        while (count > 0)
        {
            if (at == record.Data.Length)
                Continue();
            var step = (int)Math.Min(count, record.Data.Length - at);
            at += step;
            count -= step;
        }
    }

    private int Short() => Byte() | (Byte() << 8);

    private byte Byte()
    {
        while (at == record.Data.Length)
            Continue();
        return LittleEndian.U8(record.Data, at++);
    }

    private void Continue()
    {
        record = record.Next is { Type: BiffRecord.Continue } next ? next : throw WorkbookException.Corrupt();
        at = 0;
    }
}
