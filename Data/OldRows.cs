using System.Data.Common;
using System.Diagnostics;
using Dapper;

namespace RiskReport.Data;

/// <summary>Deletes what is over, some hundred at a time, since there may be very many and others write too.</summary>
internal static class OldRows
{
    internal const int AtATime = 500;

    /// <param name="selectInstant">The instants before @Before in their order, with {page}.</param>
    /// <param name="delete">What is older than @Before and not younger than @UpTo: rows of one instant go together, so each round gets on.</param>
    public static async Task<int> DeleteAsync(Database database, string selectInstant, string delete, DateTime before, DbConnection connection, CancellationToken ct)
    {
        var deleted = 0;
        while (true)
        {
            var upTo = await connection.ExecuteScalarAsync<DateTime?>(
                database.Command(selectInstant, new { Before = before, Skip = AtATime - 1, Take = 1 }, ct: ct));
            var began = Stopwatch.GetTimestamp();
            deleted += await connection.ExecuteAsync(database.Command(delete, new { Before = before, UpTo = upTo ?? before }, ct: ct));
            if (upTo is null)
                return deleted;
            await Breath.AfterAsync(began, ct);
        }
    }
}
