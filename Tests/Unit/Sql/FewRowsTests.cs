using System.Data;
using System.Runtime.CompilerServices;
using Dapper;
using Microsoft.Data.SqlClient;
using RiskReport.Data;

namespace RiskReport.Tests.Unit.Sql;

/// <summary>A few rows go to SQL Server as parameters, whose types are those of the columns whatever they hold.</summary>
[TestClass]
public sealed class FewRowsTests
{
    private static readonly DateTime At = new(2026, 11, 24, 8, 0, 0, 345, 678, DateTimeKind.Utc);

    /// <summary>Dapper's own mark of a statement, which only Dapper makes; nothing of it is looked at here.</summary>
    private static readonly SqlMapper.Identity Identity = (SqlMapper.Identity)RuntimeHelpers.GetUninitializedObject(typeof(SqlMapper.Identity));

    [TestMethod]
    public void A_parameter_has_one_type_whether_there_is_anything_or_nothing()
    {
        var insert = new BulkInsert<Row>("INSERT INTO Any (Id, Name, Content, At, Amount, IsOn) VALUES (@Id, @Name, @Content, @At, @Amount, @IsOn)");
        foreach (var row in new[] { new Row(1, "一", [1, 2], At, 1.25m, true), new Row(2, null, null, null, null, null) })
        {
            using var command = new SqlCommand();
            ((SqlMapper.IDynamicParameters)insert.Parameters(row)).AddParameters(command, Identity);
            var there = command.Parameters.Cast<SqlParameter>().ToDictionary(p => p.ParameterName.TrimStart('@'));

            CollectionAssert.AreEqual(
                new[] { SqlDbType.BigInt, SqlDbType.NVarChar, SqlDbType.VarBinary, SqlDbType.DateTime2, SqlDbType.Decimal, SqlDbType.Bit },
                new[] { "Id", "Name", "Content", "At", "Amount", "IsOn" }.Select(n => there[n].SqlDbType).ToArray());
            Assert.AreEqual((-1, -1), (there["Name"].Size, there["Content"].Size), "of no length, so that no other is another statement");
            Assert.AreEqual((TypeHandlers.Precision, TypeHandlers.Scale), (there["Amount"].Precision, there["Amount"].Scale));
            Assert.AreEqual(row.At is null ? DBNull.Value : new DateTime(2026, 11, 24, 8, 0, 0, 345, DateTimeKind.Utc), there["At"].Value, "as a bulk copy stores it");
        }
    }

    private sealed record Row(long Id, string? Name, byte[]? Content, DateTime? At, decimal? Amount, bool? IsOn);
}
