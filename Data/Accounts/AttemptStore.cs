using System.Data.Common;
using Dapper;
using RiskReport.Domain.Accounts;

namespace RiskReport.Data.Accounts;

/// <summary>Whoever tries something that only the right person can do. Who is a hash, or empty; so is the network.</summary>
public sealed record AttemptBy(string Purpose, string Who, string Network);

/// <summary>
/// Counts attempts before they are made and takes the count back when they succeed, so that a hundred guesses made side by side
/// are a hundred. In the database, since there may be several instances.
/// </summary>
public sealed class AttemptStore(Database database, TimeProvider clock)
{
    private const string IsThis = "Who = @Who AND Purpose = @Purpose AND Network = @Network";

    /// <summary>Nobody else counts until this transaction is over, also where reading locks nothing.</summary>
    private const string Hold = $"UPDATE Attempt SET Failures = Failures WHERE {IsThis}";

    private const string Select = $"SELECT Failures, LastAt, OpenAt FROM Attempt WHERE {IsThis}";

    private const string Update = $"UPDATE Attempt SET Failures = @Failures, LastAt = @LastAt, OpenAt = @OpenAt WHERE {IsThis}";

    private const string Insert = """
        INSERT INTO Attempt (Who, Purpose, Network, Failures, LastAt, OpenAt) VALUES (@Who, @Purpose, @Network, @Failures, @LastAt, @OpenAt)
        """;

    private const string Delete = $"DELETE FROM Attempt WHERE {IsThis}";

    private const string DeleteOfSomebody = "DELETE FROM Attempt WHERE Who = @Who";

    private const string UpdateReturned =
        $"UPDATE Attempt SET Failures = Failures - 1, OpenAt = NULL WHERE {IsThis} AND Failures > 0";

    private const string CountNetwork = """
        SELECT COUNT(*) FROM AccountSession s JOIN Account a ON a.Id = s.AccountId
        WHERE a.NormalizedUserName = @Name AND s.Network = @Network
        """;

    /// <summary>False while a pause lasts; what is tried then is not looked at and does not count.</summary>
    public async Task<bool> BeginAsync(AttemptBy by, bool isKnownHere, CancellationToken ct)
    {
        try
        {
            return await CountAsync(by, isKnownHere, ct);
        }
        catch (DbException e) when (Database.IsUniqueViolation(e))
        {
            return await CountAsync(by, isKnownHere, ct); // the first one of its kind, made by two at the same moment
        }
    }

    /// <summary>Whether a pause lasts, and whether there was a failure lately. Counts nothing.</summary>
    public async Task<(bool IsHeld, bool HasFailed)> LookAsync(AttemptBy by, bool isKnownHere, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (isHeld, hasFailed) = (false, false);
        await using var connection = await database.OpenAsync(ct);
        foreach (var (each, _) in Limits(by, isKnownHere))
        {
            var row = await connection.QuerySingleOrDefaultAsync<Row>(database.Command(Select, each, ct: ct));
            isHeld |= row?.OpenAt > now;
            hasFailed |= row is not null && each == by;
        }

        return (isHeld, hasFailed);
    }

    public async Task SucceededAsync(AttemptBy by, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        await connection.ExecuteAsync(database.Command(Delete, by, transaction, ct));
        await connection.ExecuteAsync(database.Command(Delete, by with { Network = "" }, transaction, ct));
        await connection.ExecuteAsync(database.Command(UpdateReturned, by with { Who = "" }, transaction, ct));
        await transaction.CommitAsync(ct);
    }

    /// <summary>Within the transaction of whoever lifts the pause.</summary>
    public async Task ForgetAsync(string who, DbConnection connection, DbTransaction transaction, CancellationToken ct) =>
        await connection.ExecuteAsync(database.Command(DeleteOfSomebody, new { Who = who }, transaction, ct));

    /// <summary>Whether the person has signed in from there before, as far back as sessions are kept.</summary>
    public async Task<bool> IsKnownAsync(string normalizedName, string network, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<int>(
            database.Command(CountNetwork, new { Name = normalizedName, Network = network }, ct: ct)) > 0;
    }

    private async Task<bool> CountAsync(AttemptBy by, bool isKnownHere, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        var counts = new List<(AttemptBy By, Row? Before, AttemptLimit Limit)>();
        foreach (var (each, limit) in Limits(by, isKnownHere))
        {
            await connection.ExecuteAsync(database.Command(Hold, each, transaction, ct));
            var row = await connection.QuerySingleOrDefaultAsync<Row>(database.Command(Select, each, transaction, ct));
            if (row?.OpenAt > now)
                return false;
            counts.Add((each, row, limit));
        }

        foreach (var (each, row, limit) in counts)
        {
            var (failures, at) = row is null ? (1, now) : limit.Count(row.Failures, row.LastAt, now);
            var pause = limit.PauseAfter(failures);
            var parameters = new { each.Who, each.Purpose, each.Network, Failures = failures, LastAt = at, OpenAt = pause > TimeSpan.Zero ? now + pause : (DateTime?)null };
            await connection.ExecuteAsync(database.Command(row is null ? Insert : Update, parameters, transaction, ct));
        }

        await transaction.CommitAsync(ct);
        return true;
    }

    private static IEnumerable<(AttemptBy By, AttemptLimit Limit)> Limits(AttemptBy by, bool isKnownHere)
    {
        yield return (by, AttemptLimit.Here);
        if (by.Network.Length == 0)
            yield break; // through a socket without addresses, all of them come from one place
        yield return (by with { Who = "" }, AttemptLimit.Network);
        if (!isKnownHere)
            yield return (by with { Network = "" }, AttemptLimit.Anywhere);
    }

    private sealed record Row
    {
        public required int Failures { get; init; }
        public required DateTime LastAt { get; init; }
        public DateTime? OpenAt { get; init; }
    }
}
