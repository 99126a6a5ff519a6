using System.Data;
using System.Data.Common;
using Dapper;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace RiskReport.Data;

/// <summary>Opens connections to the configured database and renders commands in its dialect.</summary>
public sealed class Database
{
    private const string SqliteSession = """
        PRAGMA foreign_keys = ON;
        PRAGMA synchronous = FULL;
        PRAGMA busy_timeout = 15000;
        PRAGMA cache_size = -65536;
        PRAGMA wal_autocheckpoint = 4000;
        PRAGMA temp_store = MEMORY;
        PRAGMA mmap_size = 1073741824;
        """;

    /// <summary>SQLITE_CONFIG_MEMSTATUS: whether SQLite counts what it allocates; taken before the first connection only.</summary>
    private const int SqliteMemoryStatus = 9;

    private const int MostAttempts = 5;

    private const int LongSeconds = 600;

    private readonly string connectionString;

    static Database()
    {
        TypeHandlers.Register();
        // without it every allocation of every connection waits for one lock, so that two queries side by side are as slow as one after the other
        SQLitePCL.Batteries_V2.Init();
        _ = SQLitePCL.raw.sqlite3_config(SqliteMemoryStatus, 0);
    }

    private Database(SqlDialect dialect, string connectionString)
    {
        Dialect = dialect;
        this.connectionString = connectionString;
    }

    public SqlDialect Dialect { get; }

    public string ConnectionString => connectionString;

    public bool IsSqlite => Dialect == SqlDialect.Sqlite;

    public static Database Create(string provider, string connectionString) => provider.ToLowerInvariant() switch
    {
        "sqlite" => new Database(SqlDialect.Sqlite, connectionString),
        "sqlserver" => new Database(SqlDialect.SqlServer, connectionString),
        _ => throw new ArgumentException($"Database:Provider must be sqlite or sqlserver, not '{provider}'.", nameof(provider)),
    };

    public async Task<DbConnection> OpenAsync(CancellationToken ct)
    {
        DbConnection connection = IsSqlite ? new SqliteConnection(connectionString) : new SqlConnection(connectionString);
        try
        {
            await connection.OpenAsync(ct);
            if (IsSqlite)
                await connection.ExecuteAsync(new CommandDefinition(SqliteSession, cancellationToken: ct));
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// For going through very much of the file once: SQLite then works through a small cache of its own instead of mapping the
    /// file into memory, where all of it would stay resident.
    /// </summary>
    public async Task<DbConnection> OpenForScanAsync(CancellationToken ct)
    {
        var connection = await OpenAsync(ct);
        if (IsSqlite)
            await connection.ExecuteAsync(new CommandDefinition("PRAGMA mmap_size = 0; PRAGMA cache_size = -16384;", cancellationToken: ct));
        return connection;
    }

    /// <summary>
    /// For figures that are read one after the other and belong together. On SQLite all of them see one moment; on SQL Server each
    /// statement sees its own, since a snapshot of several is the operator's to allow.
    /// </summary>
    public static ValueTask<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken ct) =>
        connection is SqliteConnection sqlite
            ? new ValueTask<DbTransaction>(sqlite.BeginTransaction(deferred: true))
            : connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);

    /// <summary>A write transaction. On SQLite it is BEGIN IMMEDIATE: the write lock is taken at once, never half-way.</summary>
    public static ValueTask<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken ct) =>
        connection is SqliteConnection sqlite
            ? new ValueTask<DbTransaction>(sqlite.BeginTransaction(deferred: false))
            : connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);

    public CommandDefinition Command(string sql, object? parameters = null, DbTransaction? transaction = null, CancellationToken ct = default) =>
        new(Dialect.Render(sql), parameters, transaction, cancellationToken: ct);

    /// <summary>
    /// What may go through a city: SQL Server is given more for it than the half minute that is enough for pages. SQLite takes the time of a
    /// command for how long to wait for another writer, which stays as it is.
    /// </summary>
    public CommandDefinition LongCommand(string sql, object? parameters, CancellationToken ct) =>
        new(Dialect.Render(sql), parameters, commandTimeout: IsSqlite ? null : LongSeconds, cancellationToken: ct);

    /// <summary>Only the driver knows how its own "already there" looks.</summary>
    public static bool IsUniqueViolation(DbException error) => error switch
    {
        SqliteException { SqliteExtendedErrorCode: 2067 or 1555 } => true,
        SqlException { Number: 2601 or 2627 } => true,
        _ => false,
    };

    /// <summary>Two writers waited for each other and this one was undone; SQLite has one writer.</summary>
    public static bool IsDeadlock(DbException error) => error is SqlException { Number: 1205 };

    /// <summary>A write transaction of its own, which is committed if it comes to something.</summary>
    public Task<bool> WriteAsync(Func<DbConnection, DbTransaction, Task<bool>> write, CancellationToken ct) => DespiteDeadlocksAsync(async () =>
    {
        await using var connection = await OpenAsync(ct);
        await using var transaction = await BeginWriteAsync(connection, ct);
        if (!await write(connection, transaction))
            return false;   // leaving without a commit undoes it
        await transaction.CommitAsync(ct);
        return true;
    });

    /// <summary>Does it anew where the server gave it up for another that it waited for: what it had done is undone by then.</summary>
    public static async Task<T> DespiteDeadlocksAsync<T>(Func<Task<T>> run)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await run();
            }
            catch (DbException e) when (attempt < MostAttempts && IsDeadlock(e))
            {
                // the other one has gone on meanwhile
            }
        }
    }
}
