using System.Data.Common;
using Dapper;

namespace RiskReport.Data.Audit;

/// <summary>Where the trail stands: its newest entry.</summary>
internal sealed record AuditHead
{
    private const string Select = "SELECT h.Number, h.Hash FROM AuditHead h WHERE h.Id = 1";

    public required long Number { get; init; }
    public required string Hash { get; init; }

    public static async Task<AuditHead> ReadAsync(Database database, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await ReadAsync(database, connection, null, ct);
    }

    public static async Task<AuditHead> ReadAsync(Database database, DbConnection connection, DbTransaction? transaction, CancellationToken ct) =>
        await FindAsync(database, connection, transaction, ct) ?? throw new InvalidOperationException("The head of the audit trail is gone.");

    /// <summary>Null where somebody has taken it away.</summary>
    public static Task<AuditHead?> FindAsync(Database database, DbConnection connection, DbTransaction? transaction, CancellationToken ct) =>
        connection.QuerySingleOrDefaultAsync<AuditHead>(database.Command(Select, null, transaction, ct));
}
