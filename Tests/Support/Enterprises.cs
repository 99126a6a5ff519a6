using Dapper;
using RiskReport.Domain.Fields;

namespace RiskReport.Tests.Support;

/// <summary>The least that stands on the roll, for tests that are about something else.</summary>
public static class Enterprises
{
    private const string Insert = """
        INSERT INTO Enterprise (CreditCode, Name, TownshipCode, IndustryCode, DivisionCode, Scale, Address, LegalRepresentative,
            SafetyOfficer, Phone, Employees, Revenue, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
        VALUES (@CreditCode, @Name, @TownshipCode, '3360', '33', 1, @Name, @Name, @Name, '051257301234', 10, 1500, @Now, 'test', 'test', 'test');
        {new-id}
        """;

    private static int number;

    public static string NewCreditCode()
    {
        var first17 = $"91320583MA{Interlocked.Increment(ref number):D7}";
        return first17 + CreditCode.CheckCharacter(first17);
    }

    public static async Task<long> AddAsync(TestDatabase test, string township, string? creditCode = null)
    {
        await using var connection = await test.Database.OpenAsync(CancellationToken.None);
        return await connection.ExecuteScalarAsync<long>(test.Database.Command(Insert, new
        {
            CreditCode = creditCode ?? NewCreditCode(),
            Name = "昆山样板机械有限公司",
            TownshipCode = township,
            Now = new DateTime(2026, 1, 5, 1, 0, 0, DateTimeKind.Utc),
        }));
    }
}
