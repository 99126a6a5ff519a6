using System.Data;
using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using RiskReport.Domain;
using RiskReport.Domain.Enterprises;

namespace RiskReport.Data;

/// <summary>
/// Many rows into one table: by SqlBulkCopy on SQL Server, where each takes several round trips and a few rows go as they are; by one prepared
/// command on SQLite. What goes where is the text of an ordinary INSERT, whose parameters are properties of <typeparamref name="T"/> or of a record
/// that it holds.
/// </summary>
internal sealed partial class BulkInsert<T>
{
    private const int Few = 4;

    private readonly string sql;
    private readonly string table;
    private readonly string[] columns;
    private readonly Func<T, object?>[] values;
    private readonly string[] names;
    private readonly Type[] types;
    private readonly DbType[] kinds;

    public BulkInsert(string sql)
    {
        var match = Shape().Match(sql);
        this.sql = match.Value;
        table = match.Groups["table"].Value;
        columns = Names(match.Groups["columns"].Value);
        var parameters = Names(match.Groups["values"].Value);
        if (!match.Success || columns.Length != parameters.Length)
            throw new ArgumentException($"Not an INSERT of one row: {sql}", nameof(sql));
        names = parameters;
        var row = Expression.Parameter(typeof(T));
        var found = parameters.Select(p => Find(row, p[1..])).ToList();
        values = found.Select(v => Expression.Lambda<Func<T, object?>>(Expression.Convert(v, typeof(object)), row).Compile()).ToArray();
        types = found.Select(v => Stored(Nullable.GetUnderlyingType(v.Type) ?? v.Type)).ToArray();
        kinds = types.Select(Kind).ToArray();
    }

    public async Task RunAsync(IReadOnlyCollection<T> rows, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        if (rows.Count == 0)
            return;
        if (connection is not SqlConnection server)
            Execute(rows, (SqliteConnection)connection, (SqliteTransaction)transaction, ct);
        else if (rows.Count > Few)
            await CopyAsync(rows, server, (SqlTransaction)transaction, ct);
        else
            await server.ExecuteAsync(new CommandDefinition(sql, rows.Select(Parameters).ToList(), transaction, cancellationToken: ct));
    }

    /// <summary>Each with the type of its column, also where there is nothing: SQL Server takes no untyped NULL for bytes, and compiles anew for every other length.</summary>
    internal DynamicParameters Parameters(T row)
    {
        var parameters = new DynamicParameters();
        for (var i = 0; i < names.Length; i++)
        {
            parameters.Add(names[i], Store(values[i](row)), kinds[i], size: kinds[i] is DbType.String or DbType.Binary ? -1 : null,
                precision: kinds[i] is DbType.Decimal ? TypeHandlers.Precision : null, scale: kinds[i] is DbType.Decimal ? TypeHandlers.Scale : null);
        }

        return parameters;
    }

    private void Execute(IReadOnlyCollection<T> rows, SqliteConnection connection, SqliteTransaction transaction, CancellationToken ct)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        var parameters = ParameterNames().Matches(sql).Select(m => command.Parameters.Add(new SqliteParameter(m.Value, null))).ToArray();
        foreach (var row in rows)
        {
            ct.ThrowIfCancellationRequested();
            for (var i = 0; i < parameters.Length; i++)
                parameters[i].Value = Store(values[i](row)) ?? DBNull.Value;
            command.ExecuteNonQuery();
        }
    }

    private async Task CopyAsync(IReadOnlyCollection<T> rows, SqlConnection connection, SqlTransaction transaction, CancellationToken ct)
    {
        using var data = new DataTable();
        for (var i = 0; i < columns.Length; i++)
            data.Columns.Add(columns[i], types[i]);
        foreach (var row in rows)
            data.Rows.Add(values.Select(v => Store(v(row)) ?? DBNull.Value).ToArray());

        using var copy = new SqlBulkCopy(connection, SqlBulkCopyOptions.CheckConstraints | SqlBulkCopyOptions.FireTriggers, transaction) { DestinationTableName = table };
        var places = await PlacesAsync(connection, transaction, ct);
        for (var i = 0; i < columns.Length; i++)
            copy.ColumnMappings.Add(i, places[columns[i]]);
        await copy.WriteToServerAsync(data, ct);
    }

    /// <summary>Mapped by ordinal: names would be looked up under the collation of the server.</summary>
    private async Task<Dictionary<string, int>> PlacesAsync(SqlConnection connection, SqlTransaction transaction, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM {table} WHERE 1 = 0";
        command.Transaction = transaction;
        await using var reader = await command.ExecuteReaderAsync(ct);
        return Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName);
    }

    private static MemberExpression Find(ParameterExpression row, string name)
    {
        if (row.Type.GetProperty(name) is { } own)
            return Expression.Property(row, own);
        var holder = row.Type.GetProperties(BindingFlags.Public | BindingFlags.Instance).FirstOrDefault(p => p.PropertyType.Namespace!.StartsWith("RiskReport", StringComparison.Ordinal) && p.PropertyType.GetProperty(name) is not null)
            ?? throw new ArgumentException($"{row.Type.Name} has no {name}.", nameof(name));
        return Expression.Property(Expression.Property(row, holder), name);
    }

    private static Type Stored(Type type) => type.IsEnum ? typeof(int) : type == typeof(SheetAnswers) ? typeof(string) : type == typeof(DateOnly) ? typeof(DateTime) : type;

    private static DbType Kind(Type type) =>
        type == typeof(string) ? DbType.String
        : type == typeof(byte[]) ? DbType.Binary
        : type == typeof(DateTime) ? DbType.DateTime2
        : type == typeof(decimal) ? DbType.Decimal
        : type == typeof(bool) ? DbType.Boolean
        : type == typeof(int) ? DbType.Int32
        : type == typeof(long) ? DbType.Int64
        : throw new ArgumentException($"No column holds a {type.Name}.", nameof(type));

    private static object? Store(object? value) => value switch
    {
        Enum => Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture),
        DateOnly day => day.ToDateTime(TimeOnly.MinValue),   // as the type handler stores it
        DateTime instant => TypeHandlers.Stored(instant),
        SheetAnswers sheets => sheets.ByKey.Count == 0 ? null : JsonSerializer.Serialize(sheets, StoredJson.Options),
        _ => value,
    };

    private static string[] Names(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"^INSERT INTO (?<table>\w+) \((?<columns>[\w\s,]+)\)\s+VALUES \((?<values>[@\w\s,]+)\)")]
    private static partial Regex Shape();

    [GeneratedRegex(@"@\w+")]
    private static partial Regex ParameterNames();
}
