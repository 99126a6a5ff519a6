using System.Reflection;
using RiskReport.Data;

namespace RiskReport.Tests.Unit.Sql;

/// <summary>Every statement and script of the Data assembly, found by reflection so that none is forgotten.</summary>
internal static class SqlTexts
{
    private static readonly string[] Verbs = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "CREATE"];

    /// <summary>Whole statements; a constant that begins otherwise is a fragment of one.</summary>
    public static IEnumerable<(string Name, string Sql)> Statements =>
        from type in typeof(Database).Assembly.GetTypes()
        from constant in type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
        where constant is { IsLiteral: true } && constant.FieldType == typeof(string)
        let sql = (string)constant.GetRawConstantValue()!
        where Verbs.Any(v => sql.StartsWith(v + " ", StringComparison.Ordinal) || sql.StartsWith(v + "\n", StringComparison.Ordinal))
        select ($"{type.Name}.{constant.Name}", sql);

    public static IEnumerable<(string Name, string Sql)> Scripts =>
        from name in typeof(Database).Assembly.GetManifestResourceNames()
        where name.EndsWith(".sql", StringComparison.Ordinal) && !name.EndsWith(".sqlite.sql", StringComparison.Ordinal)
        orderby name
        select (name, Read(name));

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(Database).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
