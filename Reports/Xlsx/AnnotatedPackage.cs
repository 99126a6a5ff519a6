using System.IO.Compression;
using System.Text;

namespace RiskReport.Reports.Xlsx;

/// <summary>
/// The zip being written anew: parts nobody speaks of go over as they are, the others through an edit, new ones follow.
/// </summary>
internal sealed class AnnotatedPackage(WorkbookPackage original)
{
    public const string ContentTypes = "[Content_Types].xml";

    private readonly Dictionary<string, Func<Stream, PartEdit>> edits = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<LinkLine>> relationships = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<LinkLine> types = [];
    private readonly HashSet<string> dropped = new(StringComparer.OrdinalIgnoreCase);
    private string? last;

    /// <summary>Writes this part by an edit, whether it is there or new.</summary>
    public void Edit(string part, Func<Stream, PartEdit> edit) => edits[part] = edit;

    /// <summary>The same for the part that must wait until all others are written.</summary>
    public void EditLast(string part, Func<Stream, PartEdit> edit)
    {
        Edit(part, edit);
        last = part;
    }

    /// <summary>Leaves out a part and the relationship of the other that leads to it.</summary>
    public void Drop(string source, string part)
    {
        dropped.Add(part);
        LinesOf(source);
    }

    /// <summary>A free name, of the usual kind, for a new part of this type.</summary>
    public string Add(string folder, string name, string extension, string contentType)
    {
        var number = 1;
        var part = $"{folder}{name}{number}.{extension}";
        while (original.Has(part) || edits.ContainsKey(part))
            part = $"{folder}{name}{++number}.{extension}";
        edits[part] = _ => throw new InvalidOperationException($"{part} has no content.");
        types.Add(LinkLine.ContentType(part, contentType));
        return part;
    }

    /// <summary>Adds a relationship and returns its name.</summary>
    public string Relate(string source, string type, string part)
    {
        var lines = LinesOf(source);
        var taken = Ids(source).Concat(lines.Select(l => l.Attributes[0].Value)).ToHashSet(StringComparer.Ordinal);
        var number = 1;
        while (taken.Contains($"rId{number}"))
            number++;
        lines.Add(LinkLine.Relationship($"rId{number}", type, Relative(source, part)));
        return $"rId{number}";
    }

    public async Task WriteAsync(Stream output, CompressionLevel level, CancellationToken ct)
    {
        EditLinks();
        var outbox = new Outbox(output);
        var zip = new ZipArchive(outbox, ZipArchiveMode.Create, leaveOpen: true);
        var added = edits.Keys.Where(p => !original.Has(p) && p != last).ToList();
        var kept = original.Parts.Where(p => p.Length > 0 && !p.EndsWith('/') && !dropped.Contains(p) && !IsLast(p));
        foreach (var part in kept.Concat(added).Concat(last is null ? [] : [last]))
        {
            var entry = zip.CreateEntry(part, level);
            entry.LastWriteTime = original.WrittenAt(original.Has(part) ? part : ContentTypes);
            using var target = entry.Open();
            await WritePartAsync(part, target, outbox, ct);
        }

        // only now: a zip that ends without its directory cannot be taken for a whole one
        zip.Dispose();
        await outbox.DrainAsync(ct);
    }

    private List<LinkLine> LinesOf(string source) =>
        relationships.TryGetValue(source, out var lines) ? lines : relationships[source] = [];

    // some programs know comments by no other way of writing it
    private static string Relative(string source, string part)
    {
        var up = "";
        var folder = WorkbookPackage.FolderOf(source);
        while (!part.StartsWith(folder, StringComparison.OrdinalIgnoreCase))
        {
            up += "../";
            folder = WorkbookPackage.FolderOf(folder[..^1]);
        }

        return up + part[folder.Length..];
    }

    private bool IsLast(string part) => string.Equals(part, last, StringComparison.OrdinalIgnoreCase);

    private async Task WritePartAsync(string part, Stream target, Outbox outbox, CancellationToken ct)
    {
        if (edits.TryGetValue(part, out var begin))
        {
            using var edit = begin(target);
            while (edit.Step())
            {
                if (outbox.IsDue)
                    await outbox.DrainAsync(ct);
            }

            return;
        }

        using var source = original.OpenWhole(part);
        var buffer = new byte[64 * 1024];
        while (source.Read(buffer) is var read and > 0)
        {
            target.Write(buffer, 0, read);
            if (outbox.IsDue)
                await outbox.DrainAsync(ct);
        }
    }

    private void EditLinks()
    {
        foreach (var source in relationships.Keys.ToList())
        {
            var part = WorkbookPackage.RelationshipsOf(source);
            Edit(part, output => new AnnotatedLinks(
                original.Has(part) ? original.Tokens(part) : Whole("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"/>"),
                output, relationships[source], t => IsDroppedTarget(source, t)));
        }

        Edit(ContentTypes, output => new AnnotatedLinks(
            original.Tokens(ContentTypes), output, types, t => t.Attribute("PartName"u8) is { } name && dropped.Contains(name.TrimStart('/'))));
    }

    private bool IsDroppedTarget(string source, XmlTokens relationship) =>
        dropped.Count > 0 && relationship.Attribute("TargetMode"u8) != "External"
        && dropped.Contains(WorkbookPackage.Resolve(WorkbookPackage.FolderOf(source), relationship.Attribute("Target"u8) ?? ""));

    private IEnumerable<string> Ids(string source)
    {
        var part = WorkbookPackage.RelationshipsOf(source);
        if (!original.Has(part))
            yield break;
        using var tokens = original.Tokens(part);
        while (tokens.Next())
        {
            if (tokens.Opens && tokens.Attribute("Id"u8) is { } id)
                yield return id;
        }
    }

    private static XmlTokens Whole(string xml) => new(new MemoryStream(Encoding.UTF8.GetBytes(xml)));
}
