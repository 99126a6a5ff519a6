using System.Globalization;
using Dapper;
using RiskReport.Data.Campaigns;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Reference;

namespace RiskReport.Data.Reference;

/// <summary>
/// The code lists and rules. What the program carries is added where it is missing and never overwrites
/// what an installation has changed.
/// </summary>
public sealed class ReferenceStore(Database database)
{
    private const string SelectRegions = "SELECT Code, ParentCode, Name, ValidFrom, ValidTo FROM Region ORDER BY Code";

    private const string SelectRegionAliases = "SELECT Alias, Code FROM RegionAlias ORDER BY Alias";

    private const string SelectRegionBoxes = "SELECT RegionCode, West, South, East, North, EffectiveFrom FROM RegionBox ORDER BY EffectiveFrom, RegionCode";

    private const string SelectIndustries = "SELECT Code, Section, Name, ValidFrom, ValidTo FROM Industry ORDER BY Code";

    private const string SelectAccidentTypes = "SELECT Edition, Code, Name, EffectiveFrom FROM AccidentType ORDER BY EffectiveFrom, Code";

    private const string SelectSuccessors = """
        SELECT s.FromEdition, s.FromName, s.ToEdition, s.ToName
        FROM AccidentTypeSuccessor s
        JOIN AccidentType a ON a.Edition = s.ToEdition AND a.Name = s.ToName
        ORDER BY s.FromEdition, s.FromName, a.Code
        """;

    private const string SelectSizeClasses = "SELECT Name, EmployeesFrom, RevenueFrom, EffectiveFrom FROM SizeClass ORDER BY EffectiveFrom, EmployeesFrom DESC";

    private const string SelectSpecialSheets = "SELECT Code, Industries, EffectiveFrom FROM SpecialSheet ORDER BY EffectiveFrom, Code";

    private const string SelectPhases = $"SELECT {CampaignPhaseRow.Columns} FROM CampaignPhase WHERE WithdrawnAt IS NULL ORDER BY Id";

    private const string SelectRuleSets = $"SELECT {RuleSetRow.Columns} FROM RuleSet ORDER BY EffectiveFrom, Name";

    private const string SelectEditions = "SELECT Edition, EffectiveFrom, IsSample FROM CatalogueEdition ORDER BY EffectiveFrom, Edition";

    private const string SelectCatalogue = """
        SELECT Edition, Code, GroupName, Name, Colour, Requirement, AccidentTypes
        FROM CatalogueItem
        ORDER BY Code
        """;

    private const string InsertRegion = """
        INSERT INTO Region (Code, ParentCode, Name)
        SELECT @Code, @ParentCode, @Name
        WHERE NOT EXISTS (SELECT 1 FROM Region WHERE Code = @Code)
        """;

    private const string InsertRegionAlias = """
        INSERT INTO RegionAlias (Alias, Code)
        SELECT @Alias, @Code
        WHERE NOT EXISTS (SELECT 1 FROM RegionAlias WHERE Alias = @Alias)
        """;

    private const string InsertRegionBox = """
        INSERT INTO RegionBox (RegionCode, West, South, East, North, Source, EffectiveFrom)
        SELECT @RegionCode, @West, @South, @East, @North, @Source, @EffectiveFrom
        WHERE NOT EXISTS (SELECT 1 FROM RegionBox WHERE RegionCode = @RegionCode AND EffectiveFrom = @EffectiveFrom)
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

    private const string InsertSuccessor = """
        INSERT INTO AccidentTypeSuccessor (FromEdition, FromName, ToEdition, ToName)
        SELECT @FromEdition, @FromName, @ToEdition, @ToName
        WHERE NOT EXISTS (SELECT 1 FROM AccidentTypeSuccessor
            WHERE FromEdition = @FromEdition AND FromName = @FromName AND ToEdition = @ToEdition AND ToName = @ToName)
        """;

    private const string InsertSizeClass = """
        INSERT INTO SizeClass (Name, EmployeesFrom, RevenueFrom, EffectiveFrom)
        SELECT @Name, @EmployeesFrom, @RevenueFrom, @EffectiveFrom
        WHERE NOT EXISTS (SELECT 1 FROM SizeClass WHERE EffectiveFrom = @EffectiveFrom AND Name = @Name)
        """;

    private const string InsertSpecialSheet = """
        INSERT INTO SpecialSheet (Code, Name, Industries, Source, EffectiveFrom)
        SELECT @Code, @Name, @Industries, @Source, @EffectiveFrom
        WHERE NOT EXISTS (SELECT 1 FROM SpecialSheet WHERE Code = @Code AND EffectiveFrom = @EffectiveFrom)
        """;

    private const string InsertPhase = """
        INSERT INTO CampaignPhase (Year, Name, Scale, Industries, Regions, BeginsOn, LawDueOn, CampaignDueOn, Remark, ShippedAs, Version, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
        SELECT @Year, @Name, @Scale, @Industries, '', @BeginsOn, @LawDueOn, @CampaignDueOn, @Remark, @ShippedAs, 1, @ChangedAt, '', '', ''
        WHERE NOT EXISTS (SELECT 1 FROM CampaignPhase WHERE ShippedAs = @ShippedAs)
        """;

    // empty where the phase came before its remark; one that an office has changed is its own
    private const string UpdatePhase =
        "UPDATE CampaignPhase SET Remark = @Remark WHERE ShippedAs = @ShippedAs AND Version = 1 AND Remark <> @Remark";

    private const string InsertRuleSet = """
        INSERT INTO RuleSet (Name, EffectiveFrom, Definition, Status, ChangedAt)
        SELECT @Name, @EffectiveFrom, @Definition, @Status, @ChangedAt
        WHERE NOT EXISTS (SELECT 1 FROM RuleSet WHERE Name = @Name)
        """;

    // emptied by the migration that gave rule sets their present form; what they say is what they said
    private const string UpdateRuleSet = "UPDATE RuleSet SET Definition = @Definition WHERE Name = @Name AND Definition = ''";

    private const string InsertEdition = """
        INSERT INTO CatalogueEdition (Edition, EffectiveFrom, IsSample, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
        SELECT @Edition, @EffectiveFrom, 1, @ChangedAt, '', '', ''
        WHERE NOT EXISTS (SELECT 1 FROM CatalogueEdition WHERE Edition = @Edition)
        """;

    private const string InsertCatalogueItem = """
        INSERT INTO CatalogueItem (Edition, Code, GroupName, Name, Colour, Requirement, AccidentTypes, EffectiveFrom)
        SELECT @Edition, @Code, @GroupName, @Name, @Colour, @Requirement, @AccidentTypes, @EffectiveFrom
        WHERE NOT EXISTS (SELECT 1 FROM CatalogueItem WHERE Edition = @Edition AND Code = @Code)
        """;

    /// <summary>When the shipped rules came into force.</summary>
    private static readonly DateTime Shipped = new(2021, 2, 1, 0, 0, 0, DateTimeKind.Utc);

    public async Task AddMissingAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);

        Task AddAsync(string sql, IEnumerable<object> rows) => connection.ExecuteAsync(database.Command(sql, rows, transaction, ct));

        await AddAsync(InsertRegion, Seed.Rows("regions.csv", c => new { Code = c[0], ParentCode = c[1].Length == 0 ? null : c[1], Name = c[2] }));
        await AddAsync(InsertRegionAlias, Seed.Rows("region-aliases.csv", c => new { Alias = c[0], Code = c[1] }));
        await AddAsync(InsertRegionBox, Seed.Rows("region-boxes.csv", c => new
        {
            RegionCode = c[0],
            West = Seed.Degrees(c[1]),
            South = Seed.Degrees(c[2]),
            East = Seed.Degrees(c[3]),
            North = Seed.Degrees(c[4]),
            Source = c[5],
            EffectiveFrom = Seed.Day(c[6]),
        }));
        await AddAsync(InsertIndustry, Seed.Rows("industries.csv", c => new { Code = c[0], Section = c[1], Name = c[2] }));
        await AddAsync(InsertAccidentType, Seed.Rows("accident-types.csv", c => new { Edition = c[0], Code = c[1], Name = c[2], EffectiveFrom = Seed.Day(c[3]) }));
        await AddAsync(InsertSuccessor, Seed.Rows("accident-type-map.csv", c => new { FromEdition = c[0], FromName = c[1], ToEdition = c[2], ToName = c[3] }));
        await AddAsync(InsertSizeClass, Seed.Rows("size-classes.csv", c => new
        {
            Name = c[0],
            EmployeesFrom = int.Parse(c[1], CultureInfo.InvariantCulture),
            RevenueFrom = decimal.Parse(c[2], CultureInfo.InvariantCulture),
            EffectiveFrom = Seed.Day(c[3]),
        }));
        await AddAsync(InsertSpecialSheet, Seed.Rows("special-sheets.csv", c => new { Code = c[0], Name = c[1], Industries = c[2], Source = c[3], EffectiveFrom = Seed.Day(c[4]) }));
        var phases = Seed.Rows("campaign-phases.csv", c => new
        {
            ShippedAs = c[0],
            Year = int.Parse(c[1], CultureInfo.InvariantCulture),
            Name = c[2],
            Scale = c[3].Length == 0 ? (int?)null : int.Parse(c[3], CultureInfo.InvariantCulture),
            Industries = c[4],
            BeginsOn = Seed.Day(c[5]),
            LawDueOn = Seed.DayOrNone(c[6]),
            CampaignDueOn = Seed.DayOrNone(c[7]),
            Remark = c[8],
            ChangedAt = Shipped,
        }).ToList();
        await AddAsync(InsertPhase, phases);
        await AddAsync(UpdatePhase, phases);
        var ruleSets = Seed.RuleSets().Select(s => new
        {
            s.Rules.Name,
            EffectiveFrom = s.EffectiveFrom ?? RuleSetRow.Never,
            Definition = RuleSetJson.Write(s.Rules),
            Status = s.EffectiveFrom is null ? RuleSetStatus.Alternative : RuleSetStatus.Decided,
            ChangedAt = Shipped,
        }).ToList();
        await AddAsync(InsertRuleSet, ruleSets);
        await AddAsync(UpdateRuleSet, ruleSets);
        var catalogue = Seed.Rows("catalogue.csv", c => new
        {
            Edition = c[0],
            Code = c[1],
            GroupName = c[2],
            Name = c[3],
            Colour = RiskColourWords.Parse(c[4])!.Value,
            Requirement = c[5],
            AccidentTypes = c[6],
            EffectiveFrom = Seed.Day(c[7]),
            ChangedAt = Shipped,
        }).ToList();
        await AddAsync(InsertEdition, catalogue);
        await AddAsync(InsertCatalogueItem, catalogue);
        await transaction.CommitAsync(ct);
    }

    public async Task<ReferenceData> ReadAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);

        async Task<List<T>> AllAsync<T>(string sql) => (await connection.QueryAsync<T>(database.Command(sql, ct: ct))).AsList();

        var items = (await AllAsync<CatalogueItemRow>(SelectCatalogue)).ToLookup(i => i.Edition, i => i.ToItem());
        return new ReferenceData(
            new RegionList(await AllAsync<Region>(SelectRegions), await AllAsync<RegionAlias>(SelectRegionAliases), await AllAsync<RegionBox>(SelectRegionBoxes)),
            new IndustryList(await AllAsync<Industry>(SelectIndustries)),
            new AccidentTypeList(await AllAsync<AccidentType>(SelectAccidentTypes), await AllAsync<AccidentTypeSuccessor>(SelectSuccessors)),
            await AllAsync<SizeClass>(SelectSizeClasses),
            await AllAsync<SpecialSheet>(SelectSpecialSheets),
            (await AllAsync<CampaignPhaseRow>(SelectPhases)).ConvertAll(p => p.ToPhase()),
            (await AllAsync<RuleSetRow>(SelectRuleSets)).ConvertAll(r => r.ToEntry()),
            (await AllAsync<EditionRow>(SelectEditions)).ConvertAll(e => new Catalogue
            {
                Edition = e.Edition,
                EffectiveFrom = e.EffectiveFrom,
                IsSample = e.IsSample,
                Items = [.. items[e.Edition]],
            }));
    }

    private sealed record EditionRow
    {
        public required string Edition { get; init; }
        public required DateOnly EffectiveFrom { get; init; }
        public required bool IsSample { get; init; }
    }
}
