using Microsoft.Data.Sqlite;
using RiskReport.Data;
using RiskReport.Data.Roster;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Roster;

namespace RiskReport.Tests.Benchmarks;

/// <summary>Where the rows of a roster come from: invented ones in memory, or a database made by <c>seed city</c>.</summary>
internal sealed class RosterSource(string? file, int count)
{
    private const string BareSelect = """
        SELECT e.Id, e.CreditCode, e.Name, county.Name, d.TownshipCode, town.Name, e.IndustryCode, i.Name, e.Scale, d.Year, d.Type, d.Status,
            d.SubmittedAt, d.Colour, d.TopScore, d.RedItems, d.OrangeItems, d.YellowItems, d.BlueItems, d.MainRisk, e.SafetyOfficer, e.Phone
        FROM Declaration d
        JOIN Enterprise e ON e.Id = d.EnterpriseId
        JOIN Region town ON town.Code = d.TownshipCode
        JOIN Region county ON county.Code = town.ParentCode
        LEFT JOIN Industry i ON i.Code = e.DivisionCode
        WHERE d.Year = @Year
        ORDER BY d.TownshipCode, d.EnterpriseId
        """;

    private readonly RosterFilter filter = new() { Year = DateTime.UtcNow.Year, RegionCode = Scope.City.RegionCode };

    public static readonly RosterCover Cover = new()
    {
        Title = "工业企业安全生产风险报告名册",
        Filter = "2026 年度；苏州市",
        MadeAt = DateTimeOffset.UnixEpoch.AddYears(56),
        MadeBy = "基准测试",
        Code = "7F3K92QDA1B2",
        VerifyAddress = "https://risk.example.cn/verify/7F3K92QDA1B2",
        Phones = RosterCover.PhoneNote(null),
    };

    /// <summary>[FILE], [--rows N] or nothing; null for anything else.</summary>
    public static RosterSource? Parse(string[] args) => args switch
    {
        [] => new RosterSource(null, 200_000),
        ["--rows", var text] when int.TryParse(text, out var rows) && rows > 0 => new RosterSource(null, rows),
        [var file] when File.Exists(file) => new RosterSource(file, 0),
        _ => null,
    };

    /// <summary>As an argument to a child.</summary>
    public string[] Arguments => file is null ? ["--rows", $"{count}"] : [file];

    public bool IsDatabase => file is not null;

    public IAsyncEnumerable<RosterRow> Rows() => file is null ? SyntheticRoster.Rows(count).Select(InOrder).ToAsyncEnumerable() : AllAsync();

    /// <summary>The same rows by the bare driver, each value taken once and forgotten.</summary>
    public async Task<int> BareReadAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = BareSelect;
        command.Parameters.AddWithValue("@Year", filter.Year);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = 0;
        while (await reader.ReadAsync())
        {
            for (var i = 0; i < reader.FieldCount; i++)
                reader.GetValue(i);
            rows++;
        }

        return rows;
    }

    /// <summary>Township by township, as the roll has them.</summary>
    private RosterRow InOrder(RosterRow row, int place) => row with { County = $"第{place * 10L / count}县", Township = $"第{place * 118L / count}镇" };

    private IAsyncEnumerable<RosterRow> AllAsync()
    {
        var database = Database.Create("sqlite", $"Data Source={file};Mode=ReadOnly");
        return new RosterQueries(database, new RosterPieces(database)).AllAsync(new RosterRequest { Kind = RosterKind.Enterprises, Filter = filter }, Scope.City, CancellationToken.None);
    }
}
