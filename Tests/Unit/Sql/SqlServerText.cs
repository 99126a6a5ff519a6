using System.Text.RegularExpressions;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using RiskReport.Data;

namespace RiskReport.Tests.Unit.Sql;

/// <summary>The text that SQL Server would be given.</summary>
internal static partial class SqlServerText
{
    public static string Of(string sql) => ExpandedList().Replace(SqlDialect.SqlServer.Render(sql), "IN ($1)");

    public static TSqlFragment? Parse(string sql, out IList<ParseError> errors) =>
        new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(Of(sql)), out errors);

    /// <summary>
    /// What exists when all scripts have run, one statement an object: columns that were added later stand in their table,
    /// what was dropped is not there, and rows are nobody's business here.
    /// </summary>
    public static IEnumerable<string> Schema(IEnumerable<string> scripts)
    {
        var objects = new List<TSqlStatement>();
        foreach (var statement in scripts.SelectMany(s => ((TSqlScript)Parse(s, out _)!).Batches).SelectMany(b => b.Statements))
        {
            if (statement is AlterTableAddTableElementStatement added)
            {
                var table = objects.OfType<CreateTableStatement>().Single(t => t.SchemaObjectName.BaseIdentifier.Value == added.SchemaObjectName.BaseIdentifier.Value);
                foreach (var column in added.Definition.ColumnDefinitions)
                    table.Definition.ColumnDefinitions.Add(column);
            }
            else if (statement is DropIndexStatement dropped)
            {
                foreach (var name in dropped.DropIndexClauses.OfType<DropIndexClause>().Select(c => c.Index.Value))
                    objects.Remove(objects.OfType<CreateIndexStatement>().Single(i => i.Name.Value == name));
            }
            else if (statement is DropObjectsStatement gone)
            {
                foreach (var name in gone.Objects.Select(o => o.BaseIdentifier.Value))
                    objects.RemoveAll(o => TargetOf(o) == name);
            }
            else if (statement is AlterTableDropTableElementStatement shorter)
            {
                var table = objects.OfType<CreateTableStatement>().Single(t => t.SchemaObjectName.BaseIdentifier.Value == shorter.SchemaObjectName.BaseIdentifier.Value);
                var names = shorter.AlterTableDropTableElements.Select(e => e.Name.Value).ToList();
                foreach (var column in table.Definition.ColumnDefinitions.Where(c => names.Contains(c.ColumnIdentifier.Value)).ToList())
                    table.Definition.ColumnDefinitions.Remove(column);
            }
            else if (statement is not (InsertStatement or UpdateStatement))
            {
                objects.Add(statement);
            }
        }

        var generator = new Sql160ScriptGenerator();
        return objects.Select(o =>
        {
            generator.GenerateScript(o, out var text);
            return text;
        });
    }

    /// <summary>The table or view that a statement makes, or makes an index of.</summary>
    private static string? TargetOf(TSqlStatement statement) => statement switch
    {
        CreateTableStatement table => table.SchemaObjectName.BaseIdentifier.Value,
        CreateViewStatement view => view.SchemaObjectName.BaseIdentifier.Value,
        CreateIndexStatement index => index.OnName.BaseIdentifier.Value,
        _ => null,
    };

    /// <summary>Dapper writes the brackets of "IN @Ids" itself.</summary>
    [GeneratedRegex(@"\bIN\s+(@[A-Za-z][A-Za-z0-9]*)")]
    private static partial Regex ExpandedList();
}
