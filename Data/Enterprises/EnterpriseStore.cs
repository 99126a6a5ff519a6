using System.Data.Common;
using Dapper;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Maps;

namespace RiskReport.Data.Enterprises;

/// <summary>The roll, and the yearly duty to report that comes with being on it.</summary>
public sealed class EnterpriseStore(Database database, TimeProvider clock)
{
    internal const string Columns = """
        e.Id, e.CreditCode, e.Name, e.TownshipCode, e.IndustryCode, e.Scale, e.Address, e.Longitude, e.Latitude,
        e.LegalRepresentative, e.SafetyOfficer, e.Phone, e.Employees, e.Revenue, e.FixedAssets, e.MainProducts,
        e.LargestShift, e.ExternalWorkers, e.SpecialWorkers, e.CertifiedWorkers, e.StaffLastYear, e.JoinedLastYear, e.LeftLastYear,
        e.InjuryInsured, e.LiabilityCover, e.SafetySpending, e.UsableArea, e.AuxiliaryArea, e.StructureArea,
        e.CombustibleDust, e.AmmoniaRefrigeration, e.MetalSmelting, e.DeepWellCasting, e.ConfinedSpace, e.SprayPainting, e.Wastewater,
        e.LithiumBattery, e.HazardPlacePeople, e.MajorHazard, e.SeriousViolation, e.AccidentConditions, e.Sheets
        """;

    private const string SelectOne = $"""
        SELECT {Columns}
        FROM Enterprise e
        WHERE e.Id = @Id AND {ScopeSql.OfEnterprise}
        """;

    private const string SelectByCodes = $"""
        SELECT {Columns}
        FROM Enterprise e
        WHERE e.CreditCode IN @Codes AND {ScopeSql.OfEnterprise}
        """;

    private const string SelectTakenCodes = """
        SELECT e.CreditCode
        FROM Enterprise e
        WHERE e.CreditCode IN @Codes
        """;

    internal const string Insert = """
        INSERT INTO Enterprise (CreditCode, Name, TownshipCode, IndustryCode, DivisionCode, Scale, Address, Longitude, Latitude,
            LegalRepresentative, SafetyOfficer, Phone, Employees, Revenue, FixedAssets, MainProducts, LargestShift, ExternalWorkers,
            SpecialWorkers, CertifiedWorkers, StaffLastYear, JoinedLastYear, LeftLastYear, InjuryInsured, LiabilityCover, SafetySpending,
            UsableArea, AuxiliaryArea, StructureArea, CombustibleDust, AmmoniaRefrigeration, MetalSmelting, DeepWellCasting, ConfinedSpace,
            SprayPainting, Wastewater, LithiumBattery, HazardPlacePeople, MajorHazard, SeriousViolation, AccidentConditions, Sheets, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
        VALUES (@CreditCode, @Name, @TownshipCode, @IndustryCode, @DivisionCode, @Scale, @Address, @Longitude, @Latitude,
            @LegalRepresentative, @SafetyOfficer, @Phone, @Employees, @Revenue, @FixedAssets, @MainProducts, @LargestShift, @ExternalWorkers,
            @SpecialWorkers, @CertifiedWorkers, @StaffLastYear, @JoinedLastYear, @LeftLastYear, @InjuryInsured, @LiabilityCover, @SafetySpending,
            @UsableArea, @AuxiliaryArea, @StructureArea, @CombustibleDust, @AmmoniaRefrigeration, @MetalSmelting, @DeepWellCasting, @ConfinedSpace,
            @SprayPainting, @Wastewater, @LithiumBattery, @HazardPlacePeople, @MajorHazard, @SeriousViolation, @AccidentConditions, @Sheets, @ChangedAt, @ChangedBy, @ChangedFrom, @ChangeReason);
        {new-id}
        """;

    private const string Update = $"""
        UPDATE Enterprise
        SET Name = @Name, TownshipCode = @TownshipCode, IndustryCode = @IndustryCode, DivisionCode = @DivisionCode, Scale = @Scale,
            Address = @Address, Longitude = @Longitude, Latitude = @Latitude, LegalRepresentative = @LegalRepresentative,
            SafetyOfficer = @SafetyOfficer, Phone = @Phone, Employees = @Employees, Revenue = @Revenue, FixedAssets = @FixedAssets,
            MainProducts = @MainProducts, LargestShift = @LargestShift, ExternalWorkers = @ExternalWorkers,
            SpecialWorkers = @SpecialWorkers, CertifiedWorkers = @CertifiedWorkers, StaffLastYear = @StaffLastYear, JoinedLastYear = @JoinedLastYear,
            LeftLastYear = @LeftLastYear, InjuryInsured = @InjuryInsured, LiabilityCover = @LiabilityCover, SafetySpending = @SafetySpending,
            UsableArea = @UsableArea, AuxiliaryArea = @AuxiliaryArea, StructureArea = @StructureArea, CombustibleDust = @CombustibleDust, AmmoniaRefrigeration = @AmmoniaRefrigeration,
            MetalSmelting = @MetalSmelting, DeepWellCasting = @DeepWellCasting, ConfinedSpace = @ConfinedSpace,
            SprayPainting = @SprayPainting, Wastewater = @Wastewater, LithiumBattery = @LithiumBattery, Sheets = @Sheets, HazardPlacePeople = @HazardPlacePeople, MajorHazard = @MajorHazard,
            SeriousViolation = @SeriousViolation, AccidentConditions = @AccidentConditions, ChangedAt = @ChangedAt, ChangedBy = @ChangedBy, ChangedFrom = @ChangedFrom,
            ChangeReason = @ChangeReason
        WHERE Id = @Id AND {ScopeSql.OfThisEnterprise}
        """;

    /// <summary><see cref="SpecialSubject"/> as SQL.</summary>
    private const string SubjectBits = """
        (CASE WHEN e.CombustibleDust = 1 THEN 1 ELSE 0 END + CASE WHEN e.AmmoniaRefrigeration = 1 THEN 2 ELSE 0 END
        + CASE WHEN e.MetalSmelting = 1 THEN 4 ELSE 0 END + CASE WHEN e.DeepWellCasting = 1 THEN 8 ELSE 0 END
        + CASE WHEN e.ConfinedSpace = 1 THEN 16 ELSE 0 END + CASE WHEN e.SprayPainting = 1 THEN 32 ELSE 0 END
        + CASE WHEN e.Wastewater = 1 THEN 64 ELSE 0 END + CASE WHEN e.LithiumBattery = 1 THEN 128 ELSE 0 END)
        """;

    /// <summary><see cref="MapCell"/> as SQL.</summary>
    private const string Cell = """
        CASE WHEN e.Latitude IS NOT NULL THEN CAST(ROUND(e.Longitude * 1000000, 0) AS BIGINT) / 10500 END,
        CASE WHEN e.Longitude IS NOT NULL THEN CAST(ROUND(e.Latitude * 1000000, 0) AS BIGINT) / 9000 END
        """;

    private const string UpdateDutyCopies = """
        UPDATE Declaration
        SET Name = @Name, SafetyOfficer = @SafetyOfficer, CellX = @CellX, CellY = @CellY,
            SpecialSubjects = CASE WHEN Year < @Year THEN SpecialSubjects ELSE @SpecialSubjects END
        WHERE EnterpriseId = @Id
        """;

    // what an earlier year counted it as stays, so that published figures do; where it is follows in all years, so that its district sees its past.
    // Only where it differs: the sums of a township are locked with what they are sums of.
    private const string UpdateDutyPlaces = """
        UPDATE Declaration
        SET TownshipCode = @TownshipCode,
            Scale = CASE WHEN Year < @Year THEN Scale ELSE @Scale END,
            IndustryCode = CASE WHEN Year < @Year THEN IndustryCode ELSE @IndustryCode END,
            DivisionCode = CASE WHEN Year < @Year THEN DivisionCode ELSE @DivisionCode END
        WHERE EnterpriseId = @Id AND (TownshipCode <> @TownshipCode
            OR (Year >= @Year AND (Scale <> @Scale OR IndustryCode <> @IndustryCode OR DivisionCode <> @DivisionCode)))
        """;

    /// <summary>An enterprise that moves takes its people along: the office they move to looks after them.</summary>
    private const string UpdatePeople = """
        UPDATE Account
        SET RegionCode = @TownshipCode
        WHERE Id IN (SELECT m.AccountId FROM AccountEnterprise m WHERE m.EnterpriseId = @Id) AND EnterpriseId = @Id AND Role = 1 AND RegionCode <> @TownshipCode
        """;

    /// <summary>From the day that is named, but not before the enterprise came onto the roll, which is when its first duty began.</summary>
    private const string OwedSince = """
        CASE WHEN EXISTS (SELECT 1 FROM Declaration b WHERE b.EnterpriseId = e.Id AND b.OwedSince < @OwedSince) THEN @OwedSince
            ELSE COALESCE((SELECT MIN(b.OwedSince) FROM Declaration b WHERE b.EnterpriseId = e.Id), @OwedSince) END
        """;

    internal const string InsertNotFiled = $"""
        INSERT INTO Declaration (EnterpriseId, Year, TownshipCode, Scale, Name, CreditCode, IndustryCode, DivisionCode, SpecialSubjects, SafetyOfficer, OwedSince, CellX, CellY, Status, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
        SELECT e.Id, @Year, e.TownshipCode, e.Scale, e.Name, e.CreditCode, e.IndustryCode, e.DivisionCode, {SubjectBits}, e.SafetyOfficer, {OwedSince}, {Cell}, 0, @ChangedAt, @ChangedBy, @ChangedFrom, @ChangeReason
        FROM Enterprise e
        """;

    private const string InsertDuty = $"""
        {InsertNotFiled}
        WHERE e.Id = @Id AND NOT EXISTS (SELECT 1 FROM Declaration d WHERE d.EnterpriseId = e.Id AND d.Year = @Year)
        """;

    public async Task<Enterprise?> FindAsync(long id, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var found = await ReadAsync(connection, database.Command(SelectOne, scope.Parameters(new { Id = id }), ct: ct));
        return found.SingleOrDefault();
    }

    internal async Task<Enterprise?> FindAsync(long id, Scope scope, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        var found = await ReadAsync(connection, database.Command(SelectOne, scope.Parameters(new { Id = id }), transaction, ct));
        return found.SingleOrDefault();
    }

    public async Task<Enterprise?> FindByCodeAsync(string creditCode, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return (await FindAsync([creditCode], scope, connection, null, ct)).GetValueOrDefault(creditCode);
    }

    internal async Task<Dictionary<string, Enterprise>> FindAsync(
        IReadOnlyList<string> codes, Scope scope, DbConnection connection, DbTransaction? transaction, CancellationToken ct)
    {
        var found = await ReadAsync(connection, database.Command(SelectByCodes, scope.Parameters(new { Codes = codes }), transaction, ct));
        return found.ToDictionary(e => e.Facts.CreditCode);
    }

    private static Task<IEnumerable<Enterprise>> ReadAsync(DbConnection connection, CommandDefinition command) =>
        connection.QueryAsync<long, EnterpriseFacts, Enterprise>(command, (id, facts) => new Enterprise(id, facts), splitOn: "CreditCode");

    /// <summary>Codes that are on the roll anywhere, whoever may see them: a credit code stands there once.</summary>
    internal async Task<HashSet<string>> TakenAsync(
        IReadOnlyList<string> codes, DbConnection connection, DbTransaction? transaction, CancellationToken ct) =>
        (await connection.QueryAsync<string>(database.Command(SelectTakenCodes, new { Codes = codes }, transaction, ct))).ToHashSet();

    internal async Task<long> AddAsync(EnterpriseFacts facts, Actor actor, DbConnection connection, DbTransaction transaction, CancellationToken ct) =>
        await connection.ExecuteScalarAsync<long>(database.Command(Insert, Stamp(actor, facts), transaction, ct));

    /// <summary>False when the enterprise is not, or no longer, in the caller's region.</summary>
    /// <param name="year">Of the report that says so; earlier years keep the scale and the industry they had.</param>
    internal async Task<bool> ChangeAsync(
        long id, int year, EnterpriseFacts facts, Scope scope, Actor actor, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        var parameters = Stamp(actor, facts);
        parameters.AddDynamicParams(scope.Parameters(new { Id = id }));
        if (await connection.ExecuteAsync(database.Command(Update, parameters, transaction, ct)) != 1)
            return false;
        var cell = MapCell.Of(facts.Longitude, facts.Latitude);
        await connection.ExecuteAsync(database.Command(UpdateDutyPlaces, new { Id = id, Year = year, facts.TownshipCode, facts.Scale, facts.IndustryCode, facts.DivisionCode }, transaction, ct));
        await connection.ExecuteAsync(database.Command(UpdateDutyCopies, new
        {
            Id = id,
            Year = year,
            facts.Name,
            SpecialSubjects = SpecialSubject.BitsOf(facts),
            facts.SafetyOfficer,
            CellX = cell?.X,
            CellY = cell?.Y,
        }, transaction, ct));
        await connection.ExecuteAsync(database.Command(UpdatePeople, new { Id = id, facts.TownshipCode }, transaction, ct));
        return true;
    }

    internal async Task EnsureDutyAsync(long id, int year, Actor actor, DbConnection connection, DbTransaction transaction, CancellationToken ct) =>
        await connection.ExecuteAsync(database.Command(InsertDuty, Stamp(actor, new { Id = id, Year = year, OwedSince = ChinaTime.Today(clock) }), transaction, ct));

    private DynamicParameters Stamp(Actor actor, object parameters)
    {
        var all = new DynamicParameters(parameters);
        all.AddDynamicParams(new { ChangedAt = clock.GetUtcNow().UtcDateTime, ChangedBy = actor.Name, ChangedFrom = actor.From, ChangeReason = actor.Reason });
        return all;
    }
}
