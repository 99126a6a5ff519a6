using System.IO.Compression;

namespace RiskReport.Reports.Xlsx;

/// <summary>The zip and its parts by name. What the directory declares is checked before anything is unpacked.</summary>
internal sealed class WorkbookPackage : IDisposable
{
    private const long RatioCounts = 32L << 20;

    private readonly ZipArchive zip;
    private readonly WorkbookLimits limits;
    private readonly Dictionary<string, ZipArchiveEntry> parts = new(StringComparer.OrdinalIgnoreCase);

    public WorkbookPackage(Stream file, WorkbookLimits limits)
    {
        this.limits = limits;
        zip = Sound(() => new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true));
        var inflated = 0L;
        foreach (var entry in Sound(() => zip.Entries))
        {
            inflated += entry.Length;
            if (inflated > limits.InflatedBytes || IsTooDense(entry))
                throw WorkbookException.InflatesTooFar();

            // some writers on Windows put backslashes into the zip
            parts.TryAdd(entry.FullName.Replace('\\', '/').TrimStart('/'), entry);
        }
    }

    /// <summary>In the order of the zip.</summary>
    public IEnumerable<string> Parts => parts.Keys;

    public bool Has(string part) => parts.ContainsKey(part);

    public DateTimeOffset WrittenAt(string part) => parts[part].LastWriteTime;

    /// <summary>The part as it is, whatever it holds; what is longer than the directory says ends in an exception.</summary>
    public Stream OpenWhole(string part) => new InflatedStream(Sound(parts[part].Open), parts[part].Length, isXml: false);

    public XmlTokens Tokens(string part) => new(OpenXml(part));

    public Stream OpenXml(string part) => parts.TryGetValue(part, out var entry)
        ? new InflatedStream(Sound(entry.Open), entry.Length)
        : throw WorkbookException.Corrupt();

    public PartReader Read(string part) => Read(part, limits.OtherPartBytes);

    public PartReader Read(string part, long limit)
    {
        if (!parts.TryGetValue(part, out var entry))
            throw WorkbookException.Corrupt();
        if (entry.Length > limit)
            throw WorkbookException.InflatesTooFar();

        return new PartReader(new InflatedStream(Sound(entry.Open), limit), limit);
    }

    /// <param name="source">The part the relationships start from; empty for the package itself.</param>
    public IReadOnlyList<Relationship> Relationships(string source)
    {
        var folder = FolderOf(source);
        var name = RelationshipsOf(source);
        if (!Has(name))
            return [];

        var found = new List<Relationship>();
        using var part = Read(name);
        while (part.Read())
        {
            if (part.IsStart("Relationship")
                && part.Attribute("TargetMode") != "External"
                && part.Attribute("Id") is { } id
                && part.Attribute("Type") is { } type
                && part.Attribute("Target") is { } target)
            {
                if (found.Count == limits.Relationships)
                    throw WorkbookException.InflatesTooFar();
                found.Add(new Relationship(id, type[(type.LastIndexOf('/') + 1)..], Resolve(folder, target)));
            }
        }

        return found;
    }

    /// <summary>The part that holds the relationships of another.</summary>
    public static string RelationshipsOf(string source) => $"{FolderOf(source)}_rels/{source[FolderOf(source).Length..]}.rels";

    /// <summary>The folder of a part with its slash.</summary>
    public static string FolderOf(string part) => part[..(part.LastIndexOf('/') + 1)];

    public static string Resolve(string folder, string target)
    {
        target = Uri.UnescapeDataString(target).Replace('\\', '/');
        var path = new List<string>();
        foreach (var step in (target.StartsWith('/') ? target : folder + target).Split('/'))
        {
            if (step == ".." && path.Count > 0)
                path.RemoveAt(path.Count - 1);
            else if (step is not ("" or "." or ".."))
                path.Add(step);
        }

        return string.Join('/', path);
    }

    private bool IsTooDense(ZipArchiveEntry entry) =>
        entry.Length > RatioCounts && entry.Length / Math.Max(entry.CompressedLength, 1) > limits.CompressionRatio;

    private static T Sound<T>(Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException or OverflowException)
        {
            throw WorkbookException.Corrupt(e);
        }
    }

    public void Dispose() => zip.Dispose();
}
