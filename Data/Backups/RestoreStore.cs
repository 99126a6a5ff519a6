using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using RiskReport.Data.Audit;
using RiskReport.Data.Declarations;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;

namespace RiskReport.Data.Backups;

/// <summary>
/// Puts a backup into an empty place. All of it is unpacked beside and looked at there, file by file, row by row and along the audit trail;
/// only what holds is entered there and moved to where the program will look for it, the database last: what cannot be entered is not there.
/// </summary>
public sealed class RestoreStore(Database database, string folder, TimeProvider clock)
{
    public async Task<BackupManifest> ReadAsync(string source, Actor actor, CancellationToken ct)
    {
        if (!database.IsSqlite)
            throw new BackupException("SQL Server 的恢复请用它自己的 RESTORE DATABASE（见 README）；本命令只恢复 SQLite。");
        var target = Path.GetFullPath(new SqliteConnectionStringBuilder(database.ConnectionString).DataSource);
        if (Occupied(target) is { } there)
            throw new BackupException($"{there} 已经存在：只能恢复到空的位置，不会覆盖任何内容。");

        var beside = Directory.CreateDirectory(Path.Combine(folder, $"restoring-{Guid.NewGuid():N}")).FullName;
        try
        {
            var manifest = await UnpackAsync(source, beside, ct);
            var file = new SqliteFile(Path.Combine(beside, BackupManifest.Database));
            var copy = Database.Create("sqlite", file.ConnectionString);
            await CheckAsync(manifest, beside, file, copy, ct);
            await new AuditLog(copy, clock).AppendAsync(new AuditDeed(AuditAction.BackupRestored, Path.GetFileName(source), Scope.City.RegionCode), actor, ct);
            await file.LogAheadAsync(ct);
            Move(manifest, beside, target);
            return manifest;
        }
        finally
        {
            Directory.Delete(beside, recursive: true);
        }
    }

    private string? Occupied(string target) => new[] { target, target + "-wal" }.FirstOrDefault(File.Exists)
        ?? BackupManifest.Folders.Select(f => Path.Combine(folder, f)).FirstOrDefault(f => Directory.Exists(f) && Directory.EnumerateFileSystemEntries(f).Any());

    private static async Task<BackupManifest> UnpackAsync(string source, string beside, CancellationToken ct)
    {
        try
        {
            await using var archive = await ZipFile.OpenReadAsync(source, ct);
            var manifest = await ManifestAsync(archive, ct);
            foreach (var (name, hash) in manifest.Files)
            {
                var entry = archive.GetEntry(name) ?? throw new BackupException($"备份不完整：缺少 {name}。");
                if (await UnpackAsync(entry, Path.Combine(beside, name), ct) != hash)
                    throw new BackupException($"备份已损坏：{name} 的 SHA-256 与清单不符。");
            }

            return manifest;
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or FileNotFoundException or UnauthorizedAccessException)
        {
            throw new BackupException($"{source} 不是可以读取的备份文件。");
        }
    }

    private static async Task<BackupManifest> ManifestAsync(ZipArchive archive, CancellationToken ct)
    {
        if (archive.GetEntry(BackupStore.ManifestEntry) is not { } entry)
            throw new InvalidDataException();
        await using var text = await entry.OpenAsync(ct);
        var manifest = await JsonSerializer.DeserializeAsync<BackupManifest>(text, StoredJson.Options, ct);
        if (manifest?.Format != BackupManifest.CurrentFormat || !manifest.Files.ContainsKey(BackupManifest.Database) || !manifest.Files.Keys.All(BackupManifest.IsOurs))
            throw new InvalidDataException();
        return manifest;
    }

    private static async Task<string> UnpackAsync(ZipArchiveEntry entry, string path, CancellationToken ct)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using (var packed = await entry.OpenAsync(ct))
        await using (var output = PrivateFile.Create(path))
        {
            await packed.CopyToAsync(output, ct);
            output.Flush(flushToDisk: true);
        }

        await using var written = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(written, ct));
    }

    private async Task CheckAsync(BackupManifest manifest, string beside, SqliteFile file, Database copy, CancellationToken ct)
    {
        if (await file.FaultAsync(ct) is { } fault)
            throw new BackupException($"备份中的数据库已损坏：{fault}");
        var rows = await file.RowsAsync(ct);
        if (!rows.OrderBy(r => r.Key, StringComparer.Ordinal).SequenceEqual(manifest.Rows.OrderBy(r => r.Key, StringComparer.Ordinal)))
            throw new BackupException("备份中各表的行数与清单不符。");

        var anchors = new AuditAnchors(Path.Combine(beside, BackupManifest.Anchors));
        var verdict = await new AuditVerifier(copy).RunAsync(anchors, clock.GetUtcNow().UtcDateTime, areAll: false, ct);
        if (verdict.Fault is { } broken)
            throw new BackupException($"备份中的审计记录有问题：{broken.Why}");
        if ((verdict.Entries, verdict.Hash) != (manifest.AuditNumber, manifest.AuditHash))
            throw new BackupException("备份中的审计记录与清单不符。");
        if ((await new VersionVerifier(copy).RunAsync(ct)).First is { } filed)
            throw new BackupException($"备份中的报告有问题：{filed.CreditCode} 的 {filed.Year} 年度第 {filed.Number} 版，{filed.Kind.Word()}。");
    }

    private void Move(BackupManifest manifest, string beside, string target)
    {
        foreach (var name in manifest.Files.Keys.Where(n => n != BackupManifest.Database))
        {
            Directory.CreateDirectory(Path.Combine(folder, Path.GetDirectoryName(name)!));
            File.Move(Path.Combine(beside, name), Path.Combine(folder, name));
        }

        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Move(Path.Combine(beside, BackupManifest.Database), target);
    }
}
