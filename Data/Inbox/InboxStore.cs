using System.Data.Common;
using System.Diagnostics;
using Dapper;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Inbox;

namespace RiskReport.Data.Inbox;

/// <summary>What the people of the offices and of the enterprises are told, and what each of them has read.</summary>
public sealed class InboxStore(Database database, TimeProvider clock)
{
    /// <summary>A notice that nobody looked at in this time is put away; the count of the unread stays small.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    private const string Read = "EXISTS (SELECT 1 FROM NoticeRead r WHERE r.NoticeId = n.Id AND r.AccountId = @AccountId)";

    private const string CountUnread = $"SELECT COUNT(*) FROM Notice n WHERE {OfficeSql.OfNotice} AND NOT {Read}";

    private const string CountAll = $"SELECT COUNT(*) FROM Notice n WHERE {OfficeSql.OfNotice}";

    private const string SelectPage = $$"""
        SELECT n.Id, n.Kind, n.Title, n.Body, n.Link, CASE WHEN n.AccountId IS NULL THEN 1 ELSE 0 END AS IsShared,
            CASE WHEN {{Read}} THEN 1 ELSE 0 END AS IsRead, n.CreatedAt, n.CreatedBy, n.JobId, j.Status AS JobStatus, j.RowsDone AS Rows, j.ExpiresAt
        FROM Notice n
        LEFT JOIN RosterJob j ON j.Id = n.JobId
        WHERE {{OfficeSql.OfNotice}}
        ORDER BY n.Id DESC {page}
        """;

    private const string Insert = """
        INSERT INTO Notice (Kind, OfficeRole, RegionCode, AccountId, EnterpriseId, Title, Body, Link, JobId, CreatedAt, CreatedBy)
        VALUES (@Kind, @OfficeRole, @RegionCode, @AccountId, @EnterpriseId, @Title, @Body, @Link, @JobId, @Now, @CreatedBy)
        """;

    private const string InsertRead = $"""
        INSERT INTO NoticeRead (NoticeId, AccountId, ReadAt)
        SELECT n.Id, @AccountId, @Now FROM Notice n WHERE n.Id = @Id AND {OfficeSql.OfNotice} AND NOT {Read}
        """;

    private const string InsertAllRead = $"""
        INSERT INTO NoticeRead (NoticeId, AccountId, ReadAt)
        SELECT n.Id, @AccountId, @Now FROM Notice n WHERE n.Id <= @UpTo AND {OfficeSql.OfNotice} AND NOT {Read}
        """;

    private const string InsertJobRead = $"""
        INSERT INTO NoticeRead (NoticeId, AccountId, ReadAt)
        SELECT n.Id, @AccountId, @Now FROM Notice n WHERE n.JobId = @JobId AND {OfficeSql.OfNotice} AND NOT {Read}
        """;

    private const string CountOne = $"SELECT COUNT(*) FROM Notice n WHERE n.Id = @Id AND {OfficeSql.OfNotice}";

    private const int AtATime = 500;

    private const string SelectOld = "SELECT n.Id FROM Notice n WHERE n.CreatedAt < @Before ORDER BY n.CreatedAt, n.Id {page}";

    private const string DeleteReads = "DELETE FROM NoticeRead WHERE NoticeId IN @Ids";

    private const string Delete = "DELETE FROM Notice WHERE Id IN @Ids AND NOT EXISTS (SELECT 1 FROM NoticeRead r WHERE r.NoticeId = Notice.Id)";

    private static readonly BulkInsert<Row> Rows = new(Insert);

    public Task<int> UnreadAsync(OfficeMember reader, CancellationToken ct) => CountAsync(CountUnread, reader.Parameters(new { }), ct);

    public Task<int> CountAsync(OfficeMember reader, CancellationToken ct) => CountAsync(CountAll, reader.Parameters(new { }), ct);

    public async Task<bool> ExistsAsync(long id, OfficeMember reader, CancellationToken ct) =>
        await CountAsync(CountOne, reader.Parameters(new { Id = id }), ct) == 1;

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<Notice>> PageAsync(OfficeMember reader, int skip, int take, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var notices = await connection.QueryAsync<Notice>(database.Command(SelectPage, reader.Parameters(new { Skip = skip, Take = take }), ct: ct));
        return notices.AsList();
    }

    public Task ReadAsync(long id, OfficeMember reader, CancellationToken ct) => MarkAsync(InsertRead, reader.Parameters(new { Id = id, Now = Now() }), ct);

    /// <summary>What came after the reader's page was made stays unread.</summary>
    public Task ReadAllAsync(long upTo, OfficeMember reader, CancellationToken ct) => MarkAsync(InsertAllRead, reader.Parameters(new { UpTo = upTo, Now = Now() }), ct);

    /// <summary>Whoever has opened the file's own page needs no telling any more.</summary>
    public Task ReadOfJobAsync(long jobId, OfficeMember reader, CancellationToken ct) => MarkAsync(InsertJobRead, reader.Parameters(new { JobId = jobId, Now = Now() }), ct);

    /// <summary>Puts away what is old, some hundred at a time: after the last days of a campaign there are very many, and others write too.</summary>
    public async Task TidyAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        while (true)
        {
            var ids = (await connection.QueryAsync<long>(database.Command(SelectOld, new { Before = Now() - Kept, Skip = 0, Take = AtATime }, ct: ct))).AsList();
            if (ids.Count == 0)
                return;
            var began = Stopwatch.GetTimestamp();
            await using (var transaction = await Database.BeginWriteAsync(connection, ct))
            {
                await connection.ExecuteAsync(database.Command(DeleteReads, new { Ids = ids }, transaction, ct));
                if (await connection.ExecuteAsync(database.Command(Delete, new { Ids = ids }, transaction, ct)) == 0)
                    return;   // another instance puts them away
                await transaction.CommitAsync(ct);
            }

            await Breath.AfterAsync(began, ct);
        }
    }

    internal Task AddAsync(NewNotice notice, DbConnection connection, DbTransaction transaction, CancellationToken ct) =>
        AddAsync([notice], connection, transaction, ct);

    internal Task AddAsync(IReadOnlyList<NewNotice> notices, DbConnection connection, DbTransaction transaction, CancellationToken ct) =>
        Rows.RunAsync([.. notices.Select(n => new Row(n, n.Office.Role, n.Office.RegionCode, Now()))], connection, transaction, ct);

    private async Task<int> CountAsync(string sql, DynamicParameters parameters, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<int>(database.Command(sql, parameters, ct: ct));
    }

    private async Task MarkAsync(string sql, DynamicParameters parameters, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        try
        {
            await connection.ExecuteAsync(database.Command(sql, parameters, ct: ct));
        }
        catch (DbException e) when (Database.IsUniqueViolation(e))
        {
            // read in another tab at the same moment
        }
    }

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;

    private sealed record Row(NewNotice Notice, Role OfficeRole, string RegionCode, DateTime Now);
}
