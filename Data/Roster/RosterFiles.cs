using RiskReport.Domain.Roster;

namespace RiskReport.Data.Roster;

/// <summary>
/// The files that were made in the background, on disk. A file gets its name when it is whole, and carries the number of the
/// taking that made it: two workers never write one file.
/// </summary>
public sealed class RosterFiles(string folder)
{
    private const string Unfinished = ".part";

    public static string NameOf(RosterJob job) => $"{job.Id}-{job.ClaimNumber}.{job.Format}";

    public Stream Create(string name)
    {
        Directory.CreateDirectory(folder);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; // it holds what only the office may see
        return new FileStream(Path.Combine(folder, name + Unfinished), options);
    }

    public void Complete(string name) => File.Move(Path.Combine(folder, name + Unfinished), Path.Combine(folder, name), overwrite: true);

    /// <summary>Null when it is not there. It can be put away while somebody still reads it.</summary>
    public Stream? Open(string name)
    {
        var file = new FileInfo(Path.Combine(folder, name));
        return file.Exists ? new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 64 << 10, FileOptions.Asynchronous) : null;
    }

    /// <summary>Finished or not.</summary>
    public void Delete(string name)
    {
        foreach (var path in new[] { Path.Combine(folder, name), Path.Combine(folder, name + Unfinished) })
            File.Delete(path);
    }

    /// <summary>Of every file, without what marks it as unfinished, and the job it belongs to.</summary>
    public IReadOnlyList<(string Name, long JobId)> All() => !Directory.Exists(folder) ? [] : Directory.EnumerateFiles(folder)
        .Select(path => Path.GetFileName(path))
        .Select(name => name.EndsWith(Unfinished, StringComparison.Ordinal) ? name[..^Unfinished.Length] : name)
        .Distinct()
        .Select(name => (name, long.TryParse(name.Split('-')[0], out var id) ? id : 0))
        .Where(file => file.Item2 > 0)
        .ToList();
}
