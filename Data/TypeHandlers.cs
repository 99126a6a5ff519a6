using System.Data;
using System.Globalization;
using System.Text.Json;
using Dapper;
using RiskReport.Domain;
using RiskReport.Domain.Enterprises;

namespace RiskReport.Data;

/// <summary>
/// SQLite keeps DECIMAL as integer or double and instants as text, row by row as it pleases; these read both databases to the same values. What
/// goes to SQL Server has one type whatever the value, also where there is none: it compiles a statement anew for every other one.
/// </summary>
internal static class TypeHandlers
{
    /// <summary>As wide as any column, and as fine as any value.</summary>
    public const byte Precision = 29;
    public const byte Scale = 10;

    public static void Register()
    {
        foreach (var type in new[] { typeof(decimal), typeof(bool), typeof(DateTime), typeof(DateOnly) })
        {
            SqlMapper.RemoveTypeMap(type);
            SqlMapper.RemoveTypeMap(typeof(Nullable<>).MakeGenericType(type));
        }

        SqlMapper.AddTypeHandler(typeof(decimal), new DecimalHandler());
        SqlMapper.AddTypeHandler(typeof(bool), new BooleanHandler());
        SqlMapper.AddTypeHandler(typeof(DateTime), new InstantHandler());
        SqlMapper.AddTypeHandler(typeof(DateOnly), new DateHandler());
        SqlMapper.AddTypeHandler(typeof(SheetAnswers), new SheetsHandler());
    }

    /// <summary>By the millisecond, as the columns are: a parameter would be rounded to it and a bulk copy cut.</summary>
    public static DateTime Stored(DateTime instant) => instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerMillisecond));

    private abstract class Handler<T>(DbType type) : SqlMapper.ITypeHandler
    {
        public object? Parse(Type destinationType, object value) => value is null or DBNull ? null : Read(value);

        public void SetValue(IDbDataParameter parameter, object? value)
        {
            parameter.DbType = type;
            Declare(parameter);
            parameter.Value = value is T there ? Write(there) ?? DBNull.Value : DBNull.Value;
        }

        protected abstract T Read(object value);

        protected virtual object? Write(T value) => value;

        protected virtual void Declare(IDbDataParameter parameter)
        {
        }
    }

    private sealed class DecimalHandler() : Handler<decimal>(DbType.Decimal)
    {
        protected override decimal Read(object value) => Convert.ToDecimal(value, CultureInfo.InvariantCulture);

        protected override void Declare(IDbDataParameter parameter) => (parameter.Precision, parameter.Scale) = (Precision, Scale);
    }

    private sealed class BooleanHandler() : Handler<bool>(DbType.Boolean)
    {
        protected override bool Read(object value) => Convert.ToBoolean(value, CultureInfo.InvariantCulture);
    }

    /// <summary>UTC always. SqlClient would send a DateTime as the old DATETIME, rounded to 1/300 s; hence DateTime2.</summary>
    private sealed class InstantHandler() : Handler<DateTime>(DbType.DateTime2)
    {
        protected override DateTime Read(object value) => DateTime.SpecifyKind(
            value is string text ? DateTime.Parse(text, CultureInfo.InvariantCulture) : (DateTime)value, DateTimeKind.Utc);

        protected override object? Write(DateTime value) => Stored(value);
    }

    private sealed class DateHandler() : Handler<DateOnly>(DbType.Date)
    {
        protected override DateOnly Read(object value) => value switch
        {
            string text => DateOnly.Parse(text.AsSpan(0, 10), CultureInfo.InvariantCulture),
            DateTime instant => DateOnly.FromDateTime(instant),
            _ => (DateOnly)value,
        };

        protected override object? Write(DateOnly value) => value.ToDateTime(TimeOnly.MinValue);
    }

    private sealed class SheetsHandler() : Handler<SheetAnswers>(DbType.String)
    {
        protected override SheetAnswers Read(object value) => JsonSerializer.Deserialize<SheetAnswers>((string)value, StoredJson.Options)!;

        protected override void Declare(IDbDataParameter parameter) => parameter.Size = -1;

        protected override object? Write(SheetAnswers value) => value.ByKey.Count == 0 ? null : JsonSerializer.Serialize(value, StoredJson.Options);
    }
}
