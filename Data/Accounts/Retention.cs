using Dapper;
using RiskReport.Domain.Accounts;

namespace RiskReport.Data.Accounts;

/// <summary>Clears what is kept of persons when its time is over, as PersonalData promises. Small statements, each on its own; repeating one does nothing.</summary>
public sealed class Retention(Database database, TimeProvider clock)
{
    private static readonly TimeSpan HalfYear = TimeSpan.FromDays(180);

    private const string DeleteAttempts = "DELETE FROM Attempt WHERE LastAt < @Before";

    private const string DeleteSessions = "DELETE FROM AccountSession WHERE SeenAt < @Before";

    private const string ClearRequests = """
        UPDATE AccountRequest SET PersonName = '', Phone = '', UserName = '', NormalizedUserName = '', Note = NULL, AskedFrom = '', DecisionReason = NULL
        WHERE Status <> 0 AND DecidedAt < @Before AND PersonName <> ''
        """;

    private const string ClearAccounts = """
        UPDATE Account SET PhoneNumber = NULL, Email = NULL, NormalizedEmail = NULL, EmailConfirmed = 0
        WHERE State = 3 AND (PhoneNumber IS NOT NULL OR Email IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM AccountEvent v WHERE v.AccountId = Account.Id AND v.At >= @Before)
        """;

    /// <summary>How many rows were cleared.</summary>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var connection = await database.OpenAsync(ct);
        var cleared = await connection.ExecuteAsync(database.Command(DeleteAttempts, new { Before = now - AttemptLimit.Memory }, ct: ct));
        foreach (var statement in new[] { DeleteSessions, ClearRequests, ClearAccounts })
            cleared += await connection.ExecuteAsync(database.Command(statement, new { Before = now - HalfYear }, ct: ct));
        return cleared;
    }
}
