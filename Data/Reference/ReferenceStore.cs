using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Reference;

namespace RiskReport.Data.Reference;

/// <summary>
/// The code lists and rules. What the program carries is added where it is missing and never overwrites
/// what an installation has changed.
/// </summary>
public sealed class ReferenceStore(Database database)
{
    private const string SelectRegions = "SELECT Code, ParentCode, Name FROM Region ORDER BY Code";

    private const string SelectIndustries = "SELECT Code, Section, Name FROM Industry ORDER BY Code";

    private const string SelectAccidentTypes = "SELECT Edition, Code, Name, EffectiveFrom FROM AccidentType ORDER BY EffectiveFrom, Code";

    private const string SelectRuleSets = "SELECT Definition FROM RuleSet ORDER BY EffectiveFrom, Name";

    private const string SelectCatalogue = """
        SELECT Edition, Code, GroupName, Name, Colour, Requirement, AccidentTypes, EffectiveFrom
        FROM CatalogueItem
        ORDER BY EffectiveFrom, Code
        """;

    private const string InsertRegion = """
        INSERT INTO Region (Code, ParentCode, Name)
        SELECT @Code, @ParentCode, @Name
        WHERE NOT EXISTS (SELECT 1 FROM Region WHERE Code = @Code)
        """;

    private const string InsertIndustry = """
        INSERT INTO Industry (Code, Section, Name)
        SELECT @Code, @Section, @Name
        WHERE NOT EXISTS (SELECT 1 FROM Industry WHERE Code = @Code)
        """;

    private const string InsertAccidentType = """
        INSERT INTO AccidentType (Edition, Code, Name, EffectiveFrom)
        SELECT @Edition, @Code, @Name, @EffectiveFrom
        WHERE NOT EXISTS (SELECT 1 FROM AccidentType WHERE Edition = @Edition AND Code = @Code)
        """;

    private const string InsertRuleSet = """
        INSERT INTO RuleSet (Name, EffectiveFrom, Definition)
        SELECT @Name, @EffectiveFrom, @Definition
        WHERE NOT EXISTS (SELECT 1 FROM RuleSet WHERE Name = @Name)
        """;

    private const string InsertCatalogueItem = """
        INSERT INTO CatalogueItem (Edition, Code, GroupName, Name, Colour, Requirement, AccidentTypes, EffectiveFrom)
        SELECT @Edition, @Code, @GroupName, @Name, @Colour, @Requirement, @AccidentTypes, @EffectiveFrom
        WHERE NOT EXISTS (SELECT 1 FROM CatalogueItem WHERE Edition = @Edition AND Code = @Code)
        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public async Task AddMissingAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);

        Task AddAsync(string sql, IEnumerable<object> rows) => connection.ExecuteAsync(database.Command(sql, rows, transaction, ct));

        await AddAsync(InsertRegion, Seed("regions.csv", c => new { Code = c[0], ParentCode = c[1].Length == 0 ? null : c[1], Name = c[2] }));
        await AddAsync(InsertIndustry, Seed("industries.csv", c => new { Code = c[0], Section = c[1], Name = c[2] }));
        await AddAsync(InsertAccidentType, Seed("accident-types.csv", c => new { Edition = c[0], Code = c[1], Name = c[2], EffectiveFrom = Day(c[3]) }));
        await AddAsync(InsertRuleSet, ShippedRuleSets().Select(s => new { s.Name, s.EffectiveFrom, Definition = JsonSerializer.Serialize(s, Json) }));
        await AddAsync(InsertCatalogueItem, Seed("catalogue.csv", c => new
        {
            Edition = c[0],
            Code = c[1],
            GroupName = c[2],
            Name = c[3],
            Colour = RiskColourWords.Parse(c[4])!.Value,
            Requirement = c[5],
            AccidentTypes = c[6],
            EffectiveFrom = Day(c[7]),
        }));
        await transaction.CommitAsync(ct);
    }

    public async Task<ReferenceData> ReadAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var regions = await connection.QueryAsync<Region>(database.Command(SelectRegions, ct: ct));
        var industries = await connection.QueryAsync<Industry>(database.Command(SelectIndustries, ct: ct));
        var accidentTypes = await connection.QueryAsync<AccidentType>(database.Command(SelectAccidentTypes, ct: ct));
        var ruleSets = await connection.QueryAsync<string>(database.Command(SelectRuleSets, ct: ct));
        var catalogue = await connection.QueryAsync<CatalogueItem>(database.Command(SelectCatalogue, ct: ct));
        return new ReferenceData(
            regions.AsList(),
            industries.AsList(),
            accidentTypes.AsList(),
            ruleSets.Select(d => JsonSerializer.Deserialize<RuleSet>(d, Json)!).ToList(),
            catalogue.AsList());
    }

    public static IReadOnlyList<RuleSet> ShippedRuleSets() => JsonSerializer.Deserialize<List<RuleSet>>(Resource("rule-sets.json"), Json)!;

    private static IEnumerable<object> Seed(string file, Func<string[], object> row) => Resource(file)
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Skip(1)
        .Select(line => row(line.TrimEnd('\r').Split(',')));

    private static string Resource(string file)
    {
        using var reader = new StreamReader(typeof(ReferenceStore).Assembly.GetManifestResourceStream($"seed/{file}")!);
        return reader.ReadToEnd();
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
