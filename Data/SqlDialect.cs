namespace RiskReport.Data;

/// <summary>
/// Everything that differs between the two databases. SQL is written once in the subset both accept;
/// the few things they disagree on are tokens in braces, replaced here.
/// </summary>
public sealed record SqlDialect(string Name, IReadOnlyDictionary<string, string> Tokens)
{
    public static readonly SqlDialect SqlServer = new("sqlserver", new Dictionary<string, string>
    {
        ["page"] = "OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY",
        ["new-id"] = "SELECT CAST(SCOPE_IDENTITY() AS BIGINT)",
        ["identity"] = "BIGINT IDENTITY(1,1)",
        ["number"] = "BIGINT",
        ["once"] = "",
        ["identity-int"] = "INT IDENTITY(1,1)",
        ["text"] = "NVARCHAR(MAX)",
        ["blob"] = "VARBINARY(MAX)",
        ["instant"] = "DATETIMEOFFSET(7)",
        ["noexpand"] = "WITH (NOEXPAND)",
        ["on Declaration"] = "ON Declaration",
        ["on RiskItem"] = "ON RiskItem",
        ["ids"] = "(SELECT CAST(k.value AS BIGINT) FROM OPENJSON(@Ids) k)",
        ["name-holds"] = "CHARINDEX(@Text, d.Name) > 0",
        ["code-holds"] = "CHARINDEX(@Text, d.CreditCode) > 0",
        ["has-sheets"] = "e.HasSheets = 1",
        ["subject-begins"] = @"a.Subject LIKE @SubjectPattern ESCAPE '\'",
    });

    public static readonly SqlDialect Sqlite = new("sqlite", new Dictionary<string, string>
    {
        ["page"] = "LIMIT @Take OFFSET @Skip",
        ["new-id"] = "SELECT last_insert_rowid()",
        ["identity"] = "INTEGER",
        ["number"] = "INTEGER",
        ["once"] = " AUTOINCREMENT",
        ["identity-int"] = "INTEGER",
        ["text"] = "TEXT",
        ["blob"] = "BLOB",
        ["instant"] = "TEXT",
        ["noexpand"] = "",
        ["on Declaration"] = "",
        ["on RiskItem"] = "",
        ["ids"] = "(SELECT k.value FROM json_each(@Ids) k)",
        ["name-holds"] = "instr(d.Name, @Text) > 0",
        ["code-holds"] = "instr(d.CreditCode, @Text) > 0",
        ["has-sheets"] = "e.Sheets IS NOT NULL",
        ["subject-begins"] = "a.Subject >= @Subject AND a.Subject < @SubjectEnd",
    });

    /// <summary>A script that is meant for one database alone says so in its name: 0013-numbers-given-once.sqlite.sql.</summary>
    public bool Runs(string script) => !script.EndsWith($".{(this == Sqlite ? SqlServer : Sqlite).Name}.sql", StringComparison.Ordinal);

    public string Render(string sql)
    {
        if (!sql.Contains('{', StringComparison.Ordinal))
            return sql;
        foreach (var (token, text) in Tokens)
            sql = sql.Replace("{" + token + "}", text, StringComparison.Ordinal);
        return sql;
    }
}
