namespace RiskReport.Tests.Unit.Sql;

/// <summary>
/// Every statement must parse as T-SQL, so a SQLite-only habit fails here, in milliseconds, and not first at a
/// customer who runs SQL Server.
/// </summary>
[TestClass]
public sealed class SqlServerSyntaxTests
{
    /// <summary>These parse on one side and fail, or mean something else, on the other.</summary>
    private static readonly string[] Unshared =
    [
        "GETDATE", "GETUTCDATE", "SYSUTCDATETIME", "datetime(", "strftime", "IFNULL", "ISNULL(", "||", "N'", " TOP ", "LIMIT ", "MERGE ",
        "NEWID", "LEN(", "LENGTH(", "SUBSTR(", "ON CONFLICT", "INCLUDE (", "SELECT *", "[", "GROUP_CONCAT", "STRING_AGG",
    ];

    public static IEnumerable<object[]> Statements => SqlTexts.Statements.Select(s => new object[] { s.Name, s.Sql });

    public static IEnumerable<object[]> Scripts => SqlTexts.Scripts.Select(s => new object[] { s.Name, s.Sql });

    [TestMethod]
    [DynamicData(nameof(Statements))]
    [DynamicData(nameof(Scripts))]
    public void Parses_as_transact_sql(string name, string sql)
    {
        var errors = Errors(sql);

        Assert.IsEmpty(errors, $"{name}: {string.Join("; ", errors)}");
    }

    [TestMethod]
    [DynamicData(nameof(Statements))]
    [DynamicData(nameof(Scripts))]
    public void Uses_only_what_both_databases_share(string name, string sql) => Assert.IsEmpty(Banned(sql), name);

    [TestMethod]
    [DataRow("SELECT Id FROM Region LIMIT 1")]
    [DataRow("INSERT INTO Region (Code) VALUES ('1') RETURNING Code")]
    [DataRow("INSERT OR REPLACE INTO Region (Code) VALUES ('1')")]
    [DataRow("CREATE TABLE IF NOT EXISTS Region (Code INT)")]
    [DataRow("SELECT Name || Code FROM Region")]
    [DataRow("SELECT IFNULL(Name, '') FROM Region")]
    public void What_only_sqlite_understands_is_found(string sql) => Assert.IsTrue(Errors(sql).Count > 0 || Banned(sql).Count > 0);

    private static List<string> Errors(string sql)
    {
        SqlServerText.Parse(sql, out var errors);
        return [.. errors.Select(e => $"line {e.Line}: {e.Message}")];
    }

    private static List<string> Banned(string sql)
    {
        var code = string.Join('\n', sql.Split('\n').Select(line => line.Split("--")[0]));
        return Unshared.Where(w => code.Contains(w, StringComparison.OrdinalIgnoreCase)).ToList();
    }
}
