using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using RiskReport.Data;

namespace RiskReport.Tests.Support;

/// <summary>
/// The sample workbook as it was imported, with some reports by the methods and conditions it has none of. Imported once
/// and copied from then on, since importing takes a second and copying does not.
/// </summary>
internal static class SampleCounty
{
    /// <summary>A company whose name a spreadsheet would calculate; yellow under 2021-A, orange under 2021-B.</summary>
    public const string Formula = "=1+1&\"昆山\"";

    private static readonly string[] Tables = ["Enterprise", "Declaration", "RiskItem", "DeclarationEvent", "DeclarationVersion"];

    private static readonly Lazy<Task<TestDatabase>> Imported = new(ImportAsync);

    /// <summary>Into a database without enterprises.</summary>
    public static async Task FillAsync(TestDatabase test)
    {
        var imported = (await Imported.Value).Database.ConnectionString;
        await using var connection = await test.Database.OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync("ATTACH DATABASE @File AS imported", new { File = new SqliteConnectionStringBuilder(imported).DataSource });
        await using (var transaction = await Database.BeginWriteAsync(connection, CancellationToken.None))
        {
            foreach (var table in Tables)
            {
                var columns = string.Join(", ", await ColumnsAsync(table, connection, transaction));
                await connection.ExecuteAsync($"INSERT INTO {table} ({columns}) SELECT {columns} FROM imported.{table}", transaction: transaction);
            }

            await transaction.CommitAsync();
        }

        await connection.ExecuteAsync("DETACH DATABASE imported");
    }

    /// <summary>Copies of every enterprise with its report and its risks.</summary>
    public static async Task MultiplyAsync(TestDatabase test, int copies)
    {
        const string Shift = "copy.n * 1000";
        await using var connection = await test.Database.OpenAsync(CancellationToken.None);
        await using var transaction = await Database.BeginWriteAsync(connection, CancellationToken.None);
        await CopyAsync("Enterprise", new() { ["Id"] = $"Id + {Shift}", ["CreditCode"] = $"'9132' || printf('%014d', Id + {Shift})" });
        await CopyAsync("Declaration", new()
        {
            ["Id"] = $"Id + {Shift}",
            ["EnterpriseId"] = $"EnterpriseId + {Shift}",
            ["CreditCode"] = $"'9132' || printf('%014d', EnterpriseId + {Shift})",
        });
        await CopyAsync("RiskItem", new() { ["DeclarationId"] = $"DeclarationId + {Shift}" });
        await transaction.CommitAsync();

        async Task CopyAsync(string table, Dictionary<string, string> changed)
        {
            var columns = await ColumnsAsync(table, connection, transaction);
            await connection.ExecuteAsync($"""
                INSERT INTO {table} ({string.Join(", ", columns)})
                WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < @Copies)
                SELECT {string.Join(", ", columns.Select(c => changed.GetValueOrDefault(c, c)))} FROM copy, {table}
                """, new { Copies = copies }, transaction);
        }
    }

    /// <summary>Everything that belongs to enterprises and their reports, row by row, as text.</summary>
    public static async Task<List<string>> DumpAsync(TestDatabase test)
    {
        var lines = new List<string>();
        foreach (var table in Tables)
            lines.AddRange((await RowsAsync(test, table)).Select(r => $"{table}: {string.Join('|', r.Select(c => $"{c.Key}={c.Value}"))}"));
        return lines;
    }

    /// <summary>Every row by its columns, in the order of the key.</summary>
    public static async Task<List<IDictionary<string, object?>>> RowsAsync(TestDatabase test, string table)
    {
        await using var connection = await test.Database.OpenAsync(CancellationToken.None);
        return (await connection.QueryAsync($"SELECT * FROM {table} ORDER BY 1, 2")).Select(r => (IDictionary<string, object?>)r).ToList();
    }

    public static async Task ExecuteAsync(this TestDatabase test, string sql, object? parameters = null)
    {
        await using var connection = await test.Database.OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync(test.Database.Command(sql, parameters));
    }

    /// <summary>Without those that are computed.</summary>
    private static async Task<IReadOnlyList<string>> ColumnsAsync(string table, DbConnection connection, DbTransaction transaction) =>
        (await connection.QueryAsync<string>("SELECT name FROM pragma_table_info(@Table)", new { Table = table }, transaction)).AsList();

    private static async Task<TestDatabase> ImportAsync()
    {
        var test = await TestDatabase.CreateAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(test.Folder, recursive: true);
        Assert.AreEqual(1, (await test.ImportAsync(await File.ReadAllBytesAsync(Importing.Sample), TestApp.Kunshan)).Status);
        var others = await test.ImportAsync(Others().Bytes(), TestApp.Kunshan, "其他.xlsx");
        Assert.AreEqual(0, others.Status, others.Output + others.Error);

        // closing the last connection folds the write-ahead log into the file
        await using var connection = new SqliteConnection(test.Database.ConnectionString);
        SqliteConnection.ClearPool(connection);
        return test;
    }

    /// <summary>What the sample has none of: MES, GB 18218, a diagnosis, facts about the whole, and a name like a formula.</summary>
    private static ImportFile Others()
    {
        var file = new ImportFile();
        Add([("有无较大以上风险", "有"), ("重大危险源", "是")],
            [("评估方法", "GB18218"), ("厂外500米人数", 40), ("危险化学品及数量", "氨 30；乙醇 600")],
            [("L", 1), ("E", 1), ("C", 3)],
            [("评估方法", "危化企业分级"), ("诊断分级得分", 72.5m)],
            [("评估方法", "GB18218"), ("厂外500米人数", 0), ("危险化学品及数量", "氨 2")]);
        Add([("有无较大以上风险", "有")], [("评估方法", "危化企业分级"), ("诊断分级得分", 95), ("直接判红情形", "undesignedPlant")]);
        Add([("有无较大以上风险", "有")], [("L", 1), ("E", 1)], [("评估方法", "危化企业分级"), ("诊断分级得分", 71)]);
        Add([("有无较大以上风险", "有")], [("评估方法", "MES"), ("M", 3), ("E", 6), ("S", 8)], [("评估方法", "LS"), ("L", 2), ("S", 2)]);
        Add([("有无较大以上风险", "有"), ("危险场所最多人数", 12)], [("L", 3), ("E", 6), ("C", 15)]);
        Add([("有无较大以上风险", "有"), ("危险场所最多人数", 12)], [("L", 6), ("E", 2), ("C", 15)]);
        Add([("危险场所最多人数", 6)], [("L", 3)]);
        Add([("危险场所最多人数", 6), ("事故条件未消除", "否")]);
        Add([("企业名称", Formula)], [("评估方法", "LS"), ("L", 3), ("S", 4)]);
        return file;

        void Add((string, object)[] basics, params (string, object)[][] risks)
        {
            var code = Enterprises.NewCreditCode();
            file.Enterprise(code, cells: basics);
            foreach (var (risk, i) in risks.Select((r, i) => (r, i)))
                file.Risk(code, [("风险名称", $"另一风险{i + 1}"), .. risk]);
        }
    }
}
