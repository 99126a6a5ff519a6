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

    public static IEnumerable<string> Statements(string script)
    {
        var text = Of(script);
        return ((TSqlScript)Parse(script, out _)!).Batches
            .SelectMany(b => b.Statements)
            .Select(s => text.Substring(s.StartOffset, s.FragmentLength));
    }

    /// <summary>Dapper writes the brackets of "IN @Ids" itself.</summary>
    [GeneratedRegex(@"\bIN\s+(@[A-Za-z][A-Za-z0-9]*)")]
    private static partial Regex ExpandedList();
}
