using Dapper;

namespace RiskReport.Data.Api;

/// <summary>What a token is good for at this very moment.</summary>
public sealed record ApiGrant
{
    public required long ClientKey { get; init; }
    public required string ClientId { get; init; }
    public required string RegionCode { get; init; }
}

/// <summary>Looks at a token on every call: one read by primary key, and what was revoked, ended or moved to another region is over at once.</summary>
public sealed class ApiClientQueries(Database database)
{
    private const string SelectGrant = """
        SELECT c.Id AS ClientKey, c.ClientId, c.RegionCode
        FROM ApiToken t
        JOIN ApiClient c ON c.Id = t.ApplicationId
        WHERE t.Id = @TokenId AND t.Status = 'valid' AND c.EndedAt IS NULL
        """;

    public async Task<ApiGrant?> GrantAsync(long tokenId, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<ApiGrant>(database.Command(SelectGrant, new { TokenId = tokenId }, ct: ct));
    }
}
