using System.Security.Cryptography;
using System.Text;
using Dapper;

namespace RiskReport.Tests.Support;

internal static class TableStates
{
    /// <summary>What a database holds, table by table: how many rows, and a hash of them.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> StateAsync(this TestDatabase test)
    {
        await using var connection = await test.Database.OpenAsync(CancellationToken.None);
        var states = new Dictionary<string, string>();
        foreach (var table in await connection.QueryAsync<string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"))
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using var reader = await connection.ExecuteReaderAsync($"SELECT * FROM \"{table}\"");
            var rows = 0;
            for (var values = new object[reader.FieldCount]; await reader.ReadAsync(); rows++)
            {
                reader.GetValues(values);
                hash.AppendData(Encoding.UTF8.GetBytes(string.Join('\u001F', values.Select(v => v is byte[] bytes ? Convert.ToHexString(bytes) : v))));
            }

            states[table] = $"{rows} {Convert.ToHexString(hash.GetHashAndReset())}";
        }

        return states;
    }

    /// <summary>The tables that are not as they were.</summary>
    public static string Changed(this IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after) =>
        string.Join(' ', after.Where(t => before[t.Key] != t.Value).Select(t => t.Key).Order(StringComparer.Ordinal));
}
