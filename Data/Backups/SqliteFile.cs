using Dapper;
using Microsoft.Data.Sqlite;

namespace RiskReport.Data.Backups;

/// <summary>A database file apart from the one in use. Connections to it are not pooled, so that it can be moved.</summary>
internal sealed class SqliteFile(string path)
{
    public string ConnectionString { get; } = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();

    /// <summary>A consistent copy while others write: in WAL mode the one read that it is made in keeps nobody waiting.</summary>
    public async Task CopyFromAsync(Database source, CancellationToken ct)
    {
        await using var from = (SqliteConnection)await source.OpenForScanAsync(ct);
        await using var to = await OpenAsync(ct);
        from.BackupDatabase(to);
        await to.ExecuteAsync("PRAGMA journal_mode = DELETE"); // one file, without a log beside it
    }

    public async Task<SortedDictionary<string, long>> RowsAsync(CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        var rows = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in await connection.QueryAsync<string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"))
            rows[table] = await connection.ExecuteScalarAsync<long>($"SELECT COUNT(*) FROM \"{table}\"");
        return rows;
    }

    /// <summary>What SQLite itself finds wrong; null where nothing is.</summary>
    public async Task<string?> FaultAsync(CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        var found = await connection.ExecuteScalarAsync<string>("PRAGMA integrity_check(1)");
        return found == "ok" ? null : found;
    }

    /// <summary>As the program keeps it.</summary>
    public async Task LogAheadAsync(CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        await connection.ExecuteAsync("PRAGMA journal_mode = WAL");
    }

    private async Task<SqliteConnection> OpenAsync(CancellationToken ct)
    {
        var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync(ct);
        return connection;
    }
}
