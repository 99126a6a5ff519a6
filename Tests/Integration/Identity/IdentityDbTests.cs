using Dapper;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using RiskReport.Tests.Support;
using RiskReport.Web.Identity;

namespace RiskReport.Tests.Integration.Identity;

/// <summary>The model is Identity's, the schema is ours; they must be the same thing.</summary>
[TestClass]
public sealed class IdentityDbTests
{
    [TestMethod]
    public async Task The_model_is_the_migrated_schema()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var db = new IdentityDb(new DbContextOptionsBuilder<IdentityDb>().UseSqlite(test.Database.ConnectionString).Options);

        var tables = db.Model.GetEntityTypes().ToDictionary(t => t.GetTableName()!, Columns);

        Assert.AreEqual("Account AccountClaim AccountLogin AccountToken ApiAuthorization ApiClient ApiToken", string.Join(' ', tables.Keys.Order(StringComparer.Ordinal)));
        await using var connection = await test.Database.OpenAsync(CancellationToken.None);
        foreach (var (table, modelled) in tables)
        {
            var migrated = await connection.QueryAsync<(string Name, long NotNull)>($"SELECT name, \"notnull\" FROM pragma_table_info('{table}')");
            CollectionAssert.AreEquivalent(modelled, migrated.Select(c => $"{c.Name} {(c.NotNull == 1 ? "NOT NULL" : "NULL")}").ToList(), table);
        }
    }

    [TestMethod]
    public async Task No_text_can_be_longer_than_its_column()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var db = new IdentityDb(new DbContextOptionsBuilder<IdentityDb>().UseSqlite(test.Database.ConnectionString).Options);
        await using var connection = await test.Database.OpenAsync(CancellationToken.None);

        foreach (var property in db.Model.GetEntityTypes().SelectMany(t => t.GetProperties()).Where(p => p.ClrType == typeof(string)))
        {
            var table = property.DeclaringType.ContainingEntityType.GetTableName()!;
            var type = await connection.ExecuteScalarAsync<string>(
                $"SELECT type FROM pragma_table_info('{table}') WHERE name = @Name", new { Name = property.GetColumnName() });
            Assert.AreEqual(property.GetMaxLength() is { } length ? $"NVARCHAR({length})" : "TEXT", type, $"{table}.{property.Name}");
        }
    }

    private static List<string> Columns(IEntityType table) =>
        [.. table.GetProperties().Select(p => $"{p.GetColumnName()} {(p.IsNullable ? "NULL" : "NOT NULL")}")];
}
