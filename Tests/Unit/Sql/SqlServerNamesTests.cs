using System.Text.RegularExpressions;
using Microsoft.SqlServer.Dac.Model;

namespace RiskReport.Tests.Unit.Sql;

/// <summary>
/// Microsoft's schema model checks every table and column named in a statement against the migrations. It knows
/// no types of expressions and no argument counts: it does not replace a run on SQL Server before a release.
/// </summary>
[TestClass]
public sealed partial class SqlServerNamesTests
{
    [TestMethod]
    public void Every_name_in_every_statement_exists()
    {
        using var model = Model(SqlTexts.Statements);

        var problems = Problems(model);

        Assert.IsEmpty(problems, string.Join('\n', problems));
    }

    [TestMethod]
    [DataRow("SELECT Code FROM Regoin")]
    [DataRow("SELECT Cood FROM Region WHERE Code = @Code")]
    [DataRow("INSERT INTO Region (Code, Nmae) VALUES (@Code, @Name)")]
    [DataRow("UPDATE Region SET Nmae = @Name WHERE Code = @Code")]
    public void A_slip_in_a_name_is_found(string sql)
    {
        using var model = Model([("Slip", sql)]);

        Assert.IsNotEmpty(Problems(model));
    }

    private static TSqlModel Model(IEnumerable<(string Name, string Sql)> statements)
    {
        var model = new TSqlModel(SqlServerVersion.Sql160, new TSqlModelOptions());
        var number = 0;
        foreach (var statement in SqlServerText.Schema(SqlTexts.Scripts.Select(s => s.Sql)))
            model.AddOrUpdateObjects(statement, $"schema-{++number}", new TSqlObjectOptions());

        foreach (var (name, sql) in statements.Where(s => !s.Sql.Contains("sys.", StringComparison.Ordinal)))
            model.AddOrUpdateObjects(Procedure(name, SqlServerText.Of(sql)), name, new TSqlObjectOptions());
        return model;
    }

    private static string Procedure(string name, string sql)
    {
        var parameters = Parameter().Matches(sql).Select(m => m.Value).Distinct(StringComparer.OrdinalIgnoreCase).Select(p => $"{p} INT");
        return $"CREATE PROCEDURE [{name}] {string.Join(", ", parameters)} AS BEGIN\n{sql}\nEND";
    }

    private static List<string> Problems(TSqlModel model) =>
        [.. model.Validate().Select(m => $"{m.Prefix}{m.Number}: {m.Message}")];

    [GeneratedRegex("@[A-Za-z][A-Za-z0-9]*")]
    private static partial Regex Parameter();
}
