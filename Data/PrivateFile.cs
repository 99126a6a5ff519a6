using System.Security.Cryptography;
using System.Text;

namespace RiskReport.Data;

/// <summary>
/// Files that nobody but the program's own user may read. What is written as a whole stands beside under another name first (one that no
/// backup takes) and is moved when it is on the disk, so that nobody ever reads half of it, not even after a crash.
/// </summary>
public static class PrivateFile
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>A new one, to be written bit by bit.</summary>
    public static FileStream Create(string path)
    {
        var options = New();
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    /// <summary>In the place of what may be there. It is no secret: whoever may read any new file may read it.</summary>
    public static void ReplacePublic(string path, string text) => File.Move(Draft(path, text, p => new FileStream(p, New())), path, overwrite: true);

    /// <summary>What the file says, which is made where there is none; of two instances that make it at once one is quicker, and both read that one's.</summary>
    public static string Find(string path, Func<string> make)
    {
        if (!File.Exists(path))
            Keep(path, make());
        return File.ReadAllText(path);
    }

    /// <summary>For ECDSA with SHA-256, as PEM.</summary>
    public static string NewSigningKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    /// <summary>In turn: a move that overwrites nothing looks first and moves then, so that of two at once the later one would win.</summary>
    private static void Keep(string path, string text)
    {
        var folder = Directory.CreateDirectory(Path.GetDirectoryName(path)!).FullName;
        using var turn = FileLock.Take(Path.Combine(folder, $".{Path.GetFileName(path)}.turn"), Patience, FileOptions.DeleteOnClose); // by then the key is there for whoever comes
        if (!File.Exists(path))
            File.Move(Draft(path, text, Create), path, overwrite: true);
    }

    private static FileStreamOptions New() => new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };

    private static string Draft(string path, string text, Func<string, FileStream> create)
    {
        var folder = Directory.CreateDirectory(Path.GetDirectoryName(path)!).FullName;
        var draft = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}");
        using var file = create(draft);
        file.Write(Encoding.UTF8.GetBytes(text));
        file.Flush(flushToDisk: true);
        return draft;
    }
}
