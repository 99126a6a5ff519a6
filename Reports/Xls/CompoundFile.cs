using System.Text;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Reports.Xls;

/// <summary>
/// The container of an .xls: a file system of sectors (MS-CFB). Every chain is at most as long as the file has
/// sectors, so one that leads back into itself ends as damage.
/// </summary>
internal sealed class CompoundFile
{
    private const uint LastSector = 0xFFFF_FFFA;
    private const int HeaderLength = 512;
    private const int SectorsInHeader = 109;
    private const int EntryLength = 128;
    private const uint NoEntry = 0xFFFF_FFFF;

    private readonly byte[] file;
    private readonly int sectorLength;
    private readonly int miniSectorLength;
    private readonly uint[] next;
    private readonly uint[] nextMini;
    private readonly byte[] directory;
    private readonly byte[] miniStream;

    public CompoundFile(byte[] file)
    {
        this.file = file;
        sectorLength = Power(LittleEndian.U16(file, 0x1E));
        miniSectorLength = Power(LittleEndian.U16(file, 0x20));
        next = Numbers(TableSectors());
        directory = Chain(LittleEndian.U32(file, 0x30), long.MaxValue);
        nextMini = Numbers([Chain(LittleEndian.U32(file, 0x3C), long.MaxValue)]);
        miniStream = Chain(LittleEndian.U32(directory, 0x74), Size(0));
    }

    /// <summary>The stream of this name in the root; embedded objects have streams of the same names further down.</summary>
    public byte[]? Find(string name)
    {
        const int stream = 2;
        var entries = directory.Length / EntryLength;
        var waiting = new Stack<uint>();
        Wait(LittleEndian.U32(directory, 0x4C));
        for (var seen = 0; waiting.TryPop(out var entry); seen++)
        {
            if (seen > entries || entry >= entries)
                throw WorkbookException.Corrupt();
            var at = (int)entry * EntryLength;
            if (directory[at + 0x42] == stream && string.Equals(Name(at), name, StringComparison.OrdinalIgnoreCase))
                return Content(at);
            Wait(LittleEndian.U32(directory, at + 0x44));
            Wait(LittleEndian.U32(directory, at + 0x48));
        }

        return null;

        void Wait(uint entry)
        {
            if (entry != NoEntry)
                waiting.Push(entry);
        }
    }

    private string Name(int at) => Encoding.Unicode.GetString(directory, at, Math.Clamp(LittleEndian.U16(directory, at + 0x40) - 2, 0, 64));

    private byte[] Content(int at)
    {
        var size = Size(at);
        var start = LittleEndian.U32(directory, at + 0x74);
        var content = size < LittleEndian.U32(file, 0x38)
            ? Chain(start, size, nextMini, miniSectorLength, sector => LittleEndian.Slice(miniStream, Offset(sector, miniSectorLength), miniSectorLength))
            : Chain(start, size);
        return content.Length == size ? content : throw WorkbookException.Corrupt();
    }

    // the upper half is noise in files with small sectors
    private uint Size(int at) => LittleEndian.U32(directory, at + 0x78);

    private IEnumerable<byte[]> TableSectors()
    {
        var left = (long)LittleEndian.U32(file, 0x2C);
        var list = LittleEndian.Slice(file, 0x4C, SectorsInHeader * sizeof(uint)).ToArray();
        var further = LittleEndian.U32(file, 0x44);
        for (var lists = 0; ; lists++)
        {
            var entries = list.Length / sizeof(uint);
            for (var i = 0; i < entries && LittleEndian.U32(list, i * sizeof(uint)) is var sector && sector < LastSector && left > 0; i++, left--)
                yield return Sector(sector).ToArray();
            if (further >= LastSector || left == 0)
                yield break;
            if (lists > file.Length / sectorLength)
                throw WorkbookException.Corrupt();
            var block = Sector(further).ToArray();
            list = block[..^sizeof(uint)];
            further = LittleEndian.U32(block, block.Length - sizeof(uint));
        }
    }

    private uint[] Numbers(IEnumerable<byte[]> blocks)
    {
        var numbers = new List<uint>();
        foreach (var block in blocks)
        {
            for (var at = 0; at + sizeof(uint) <= block.Length; at += sizeof(uint))
                numbers.Add(LittleEndian.U32(block, at));
            if (numbers.Count > file.Length / sizeof(uint) + block.Length)
                throw WorkbookException.Corrupt();
        }

        return [.. numbers];
    }

    private byte[] Chain(uint start, long size) => Chain(start, size, next, sectorLength, Sector);

    private byte[] Chain(uint start, long size, uint[] links, int length, SectorAt read)
    {
        var content = new MemoryStream();
        for (var sector = start; sector < LastSector && content.Length < size; sector = links[sector])
        {
            if (sector >= links.Length || content.Length > file.Length)
                throw WorkbookException.Corrupt();
            content.Write(read(sector)[..(int)Math.Min(length, size - content.Length)]);
        }

        return content.ToArray();
    }

    private ReadOnlySpan<byte> Sector(uint number)
    {
        var at = Offset(number, sectorLength) + Math.Max(HeaderLength, sectorLength);
        // the last sector may be cut short where nothing of it is used
        var held = Math.Min(sectorLength, file.Length - at);
        if (held == sectorLength || held <= 0)
            return LittleEndian.Slice(file, at, sectorLength);
        var whole = new byte[sectorLength];
        file.AsSpan(at, held).CopyTo(whole);
        return whole;
    }

    private int Offset(uint sector, int length) =>
        (long)sector * length <= file.Length ? (int)sector * length : throw WorkbookException.Corrupt();

    private static int Power(int exponent) => exponent is >= 6 and <= 12 ? 1 << exponent : throw WorkbookException.Corrupt();

    private delegate ReadOnlySpan<byte> SectorAt(uint number);
}
