using System.Data;
using System.Globalization;
using System.Text.Json;
using Dapper;
using RiskReport.Domain;
using RiskReport.Domain.Enterprises;

namespace RiskReport.Data;

/// <summary>
/// SQLite keeps DECIMAL as integer or double and instants as text, row by row as it pleases;
/// these read both databases to the same values.
/// </summary>
internal static class TypeHandlers
{
    public static void Register()
    {
        foreach (var type in new[] { typeof(decimal), typeof(bool), typeof(DateTime), typeof(DateOnly) })
        {
            SqlMapper.RemoveTypeMap(type);
            SqlMapper.RemoveTypeMap(typeof(Nullable<>).MakeGenericType(type));
        }

        SqlMapper.AddTypeHandler(new DecimalHandler());
        SqlMapper.AddTypeHandler(new BooleanHandler());
        SqlMapper.AddTypeHandler(new InstantHandler());
        SqlMapper.AddTypeHandler(new DateHandler());
        SqlMapper.AddTypeHandler(new SheetsHandler());
    }

    private sealed class DecimalHandler : SqlMapper.TypeHandler<decimal>
    {
        public override decimal Parse(object value) => Convert.ToDecimal(value, CultureInfo.InvariantCulture);

        public override void SetValue(IDbDataParameter parameter, decimal value)
        {
            parameter.DbType = DbType.Decimal;
            parameter.Value = value;
        }
    }

    private sealed class BooleanHandler : SqlMapper.TypeHandler<bool>
    {
        public override bool Parse(object value) => Convert.ToBoolean(value, CultureInfo.InvariantCulture);

        public override void SetValue(IDbDataParameter parameter, bool value)
        {
            parameter.DbType = DbType.Boolean;
            parameter.Value = value;
        }
    }

    /// <summary>UTC always. SqlClient would send a DateTime as the old DATETIME, rounded to 1/300 s; hence DateTime2.</summary>
    private sealed class InstantHandler : SqlMapper.TypeHandler<DateTime>
    {
        public override DateTime Parse(object value) => DateTime.SpecifyKind(
            value is string text ? DateTime.Parse(text, CultureInfo.InvariantCulture) : (DateTime)value, DateTimeKind.Utc);

        public override void SetValue(IDbDataParameter parameter, DateTime value)
        {
            parameter.DbType = DbType.DateTime2;
            parameter.Value = value;
        }
    }

    private sealed class DateHandler : SqlMapper.TypeHandler<DateOnly>
    {
        public override DateOnly Parse(object value) => value switch
        {
            string text => DateOnly.Parse(text.AsSpan(0, 10), CultureInfo.InvariantCulture),
            DateTime instant => DateOnly.FromDateTime(instant),
            _ => (DateOnly)value,
        };

        public override void SetValue(IDbDataParameter parameter, DateOnly value)
        {
            parameter.DbType = DbType.Date;
            parameter.Value = value.ToDateTime(TimeOnly.MinValue);
        }
    }

    private sealed class SheetsHandler : SqlMapper.TypeHandler<SheetAnswers>
    {
        public override SheetAnswers Parse(object value) => JsonSerializer.Deserialize<SheetAnswers>((string)value, StoredJson.Options)!;

        public override void SetValue(IDbDataParameter parameter, SheetAnswers? value)
        {
            parameter.DbType = DbType.String;
            parameter.Value = value is null || value.ByKey.Count == 0 ? DBNull.Value : JsonSerializer.Serialize(value, StoredJson.Options);
        }
    }
}
