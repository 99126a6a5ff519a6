using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using RiskReport.Data.Audit;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;

namespace RiskReport.Data.Backups;

/// <summary>
/// All that an installation on SQLite is, in one file, made while it runs: the database, the keys and the anchors. Files made in the
/// background are left out; they can be made again. What is made on the way stands in a folder of its own beside the target.
/// </summary>
public sealed class BackupStore(Database database, AuditLog audit, string folder, TimeProvider clock)
{
    internal const string ManifestEntry = "manifest.json";

    public async Task<BackupManifest> WriteAsync(string target, Actor actor, CancellationToken ct)
    {
        if (!database.IsSqlite)
            throw new BackupException("SQL Server 的备份请用它自己的 BACKUP DATABASE（见 README）；本命令只备份 SQLite。");
        if (Path.Exists(target))
            throw new BackupException($"{target} 已经存在，不会覆盖；请另取文件名。");
        if (Path.GetDirectoryName(target) is { } place && !Directory.Exists(place))
            throw new BackupException($"文件夹 {place} 不存在，请先建立（或者接上备份所用的磁盘）。");

        var beside = Directory.CreateDirectory($"{target}.{Guid.NewGuid():N}").FullName;
        var deed = new AuditDeed(AuditAction.BackupMade, Path.GetFileName(target), Scope.City.RegionCode);
        try
        {
            // before the database: none of them may sign more than the copy of it holds
            await CopyFolderAsync(BackupManifest.Anchors, beside, ct);
            await audit.AppendAsync(deed, actor, ct); // first, so that the copy has it too
            return await WriteAsync(target, beside, ct);
        }
        catch
        {
            await audit.AppendAsync(deed with { IsRefused = true }, actor, CancellationToken.None);
            throw;
        }
        finally
        {
            Directory.Delete(beside, recursive: true);
        }
    }

    private async Task<BackupManifest> WriteAsync(string target, string beside, CancellationToken ct)
    {
        var copy = Path.Combine(beside, BackupManifest.Database);
        await using (PrivateFile.Create(copy)) { } // it holds what is known of persons
        var file = new SqliteFile(copy);
        await file.CopyFromAsync(database, ct);
        await CopyFolderAsync(BackupManifest.Keys, beside, ct); // after it: whatever is sealed in the copy has its key
        var head = await AuditHead.ReadAsync(Database.Create("sqlite", file.ConnectionString), ct);
        var unfinished = Path.Combine(beside, "unfinished");
        var manifest = await WriteArchiveAsync(unfinished, beside, await file.RowsAsync(ct), head, ct);
        try
        {
            await using (PrivateFile.Create(target)) { } // takes the name or fails; a move that overwrites nothing looks first and moves then
        }
        catch (IOException) when (File.Exists(target))
        {
            throw new BackupException($"文件 {target} 在备份期间由别人建立，不会覆盖；请另取文件名。");
        }

        File.Move(unfinished, target, overwrite: true);
        return manifest;
    }

    private async Task CopyFolderAsync(string name, string beside, CancellationToken ct)
    {
        var source = Path.Combine(folder, name);
        if (!Directory.Exists(source))
            return;
        Directory.CreateDirectory(Path.Combine(beside, name));
        foreach (var file in Directory.EnumerateFiles(source).Select(Path.GetFileName).Where(f => BackupManifest.IsOurs($"{name}/{f}")))
        {
            await using var from = File.OpenRead(Path.Combine(source, file!));
            await using var to = PrivateFile.Create(Path.Combine(beside, name, file!));
            await from.CopyToAsync(to, ct);
        }
    }

    private async Task<BackupManifest> WriteArchiveAsync(
        string path, string beside, IReadOnlyDictionary<string, long> rows, AuditHead head, CancellationToken ct)
    {
        await using var output = PrivateFile.Create(path);
        await using var archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(beside, "*", SearchOption.AllDirectories).Where(f => f != path))
        {
            var entry = Path.GetRelativePath(beside, file).Replace(Path.DirectorySeparatorChar, '/');
            hashes[entry] = await AddAsync(archive, entry, file, ct);
        }

        var manifest = new BackupManifest
        {
            Format = BackupManifest.CurrentFormat,
            MadeAt = clock.GetUtcNow().UtcDateTime,
            Rows = rows,
            AuditNumber = head.Number,
            AuditHash = head.Hash,
            Files = hashes,
        };
        await using (var text = await archive.CreateEntry(ManifestEntry).OpenAsync(ct))
            await JsonSerializer.SerializeAsync(text, manifest, StoredJson.Options, ct);
        await archive.DisposeAsync();
        output.Flush(flushToDisk: true);
        return manifest;
    }

    private static async Task<string> AddAsync(ZipArchive archive, string name, string path, CancellationToken ct)
    {
        await using var input = File.OpenRead(path);
        await using var packed = await archive.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(ct);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        while (await input.ReadAsync(buffer, ct) is > 0 and var count)
        {
            hash.AppendData(buffer, 0, count);
            await packed.WriteAsync(buffer.AsMemory(0, count), ct);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
