using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using RiskReport.Data.Audit;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;

namespace RiskReport.Data.Backups;

/// <summary>
/// All that an installation on SQLite is, in one file, made while it runs: the database, the keys and the anchors. Files made in the
/// background are left out; they can be made again.
/// </summary>
public sealed class BackupStore(Database database, AuditLog audit, string folder, TimeProvider clock)
{
    internal const string DatabaseEntry = "riskreport.db";
    internal const string ManifestEntry = "manifest.json";

    /// <summary>Folders below the storage folder that belong to a backup, with their files and nothing deeper.</summary>
    internal static readonly string[] Folders = ["keys", "anchors"];

    private const string SelectHead = "SELECT h.Number, h.Hash FROM AuditHead h WHERE h.Id = 1";

    public async Task<BackupManifest> WriteAsync(string target, Actor actor, CancellationToken ct)
    {
        if (!database.IsSqlite)
            throw new BackupException("SQL Server 的备份请用它自己的 BACKUP DATABASE（见 README）；本命令只备份 SQLite。");
        if (File.Exists(target))
            throw new BackupException($"文件 {target} 已经存在，不会覆盖；请另取文件名。");

        // first, so that the copy has it too
        await audit.AppendAsync(new AuditDeed(AuditAction.BackupMade, Path.GetFileName(target), Scope.City.RegionCode), actor, ct);
        var (copy, unfinished) = (target + ".db", target + ".part");
        try
        {
            await using (PrivateFile.Create(copy)) { } // it holds keys and what is known of persons
            var file = new SqliteFile(copy);
            await file.CopyFromAsync(database, ct);
            var manifest = await WriteArchiveAsync(unfinished, copy, await file.RowsAsync(ct), await HeadAsync(file, ct), ct);
            File.Move(unfinished, target);
            return manifest;
        }
        finally
        {
            File.Delete(copy);
            File.Delete(unfinished);
        }
    }

    internal static async Task<(long Number, string Hash)> HeadAsync(SqliteFile file, CancellationToken ct)
    {
        var copy = Database.Create("sqlite", file.ConnectionString);
        await using var connection = await copy.OpenAsync(ct);
        return await connection.QuerySingleAsync<(long, string)>(copy.Command(SelectHead, ct: ct));
    }

    private async Task<BackupManifest> WriteArchiveAsync(
        string path, string copy, IReadOnlyDictionary<string, long> rows, (long Number, string Hash) head, CancellationToken ct)
    {
        await using var output = PrivateFile.Create(path);
        await using var archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal) { [DatabaseEntry] = await AddAsync(archive, DatabaseEntry, copy, ct) };
        foreach (var name in Folders.Where(f => Directory.Exists(Path.Combine(folder, f))))
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, name)))
            {
                var entry = $"{name}/{Path.GetFileName(file)}";
                hashes[entry] = await AddAsync(archive, entry, file, ct);
            }
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
