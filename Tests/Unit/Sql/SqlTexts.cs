using System.Reflection;
using RiskReport.Data;
using RiskReport.Data.Roster;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Roster;

namespace RiskReport.Tests.Unit.Sql;

/// <summary>Every statement and script of the Data assembly, found by reflection so that none is forgotten.</summary>
internal static class SqlTexts
{
    private static readonly string[] Verbs = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "CREATE"];

    /// <summary>Whole statements; a constant that begins otherwise is a fragment of one.</summary>
    public static IEnumerable<(string Name, string Sql)> Statements => Constants.Concat(RosterSql);

    private static IEnumerable<(string Name, string Sql)> Constants =>
        from type in typeof(Database).Assembly.GetTypes()
        from constant in type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
        where constant is { IsLiteral: true } && constant.FieldType == typeof(string)
        let sql = (string)constant.GetRawConstantValue()!
        where Verbs.Any(v => sql.StartsWith(v + " ", StringComparison.Ordinal) || sql.StartsWith(v + "\n", StringComparison.Ordinal))
        select ($"{type.Name}.{constant.Name}", sql);

    /// <summary>The roster joins its constants as the filter needs them: every combination there is.</summary>
    private static IEnumerable<(string Name, string Sql)> RosterSql =>
        from colours in new RiskColour[][] { [], [RiskColour.Red] }
        from ungraded in new[] { false, true }
        from scale in new Scale?[] { null, Scale.Above }
        from statuses in new DeclarationStatus[][] { [], [DeclarationStatus.Submitted] }
        from text in new[] { null, "锂电", "LG", "91320583" }
        let filter = new RosterFilter { Year = 2026, RegionCode = "3205", Colours = colours, Ungraded = ungraded, Scale = scale, Statuses = statuses, Text = text }
        let name = $"{colours.Length}{ungraded}{scale}{statuses.Length}{text}"
        from statement in new[]
        {
            ($"RosterQueries.Count-{name}", RosterQueries.CountSql(filter)),
            ($"RosterQueries.Page-{name}", RosterQueries.PageSql(filter, backwards: false)),
            ($"RosterQueries.LastPage-{name}", RosterQueries.PageSql(filter, backwards: true)),
            ($"RosterQueries.Chunk-{name}", RosterQueries.ChunkSql(filter, goesOn: false)),
            ($"RosterQueries.NextChunk-{name}", RosterQueries.ChunkSql(filter, goesOn: true)),
        }
        select statement;

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
