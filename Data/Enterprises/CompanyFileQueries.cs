using Dapper;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;

namespace RiskReport.Data.Enterprises;

/// <summary>All that is known of one enterprise over the years (一企一档).</summary>
public sealed class CompanyFileQueries(Database database)
{
    private const string SelectReports = $"""
        SELECT d.Id, d.Year, d.Status, d.Type, d.Source, d.Colour, d.TopScore, d.RedItems, d.OrangeItems, d.YellowItems, d.BlueItems, d.RuleSet,
            d.SubmittedAt, d.PendingType, v.Id AS ReceiptId, v.Number AS ReceiptVersion, v.Code AS ReceiptCode, m.Rating AS Management, m.Score AS ManagementScore
        FROM Declaration d
        LEFT JOIN DeclarationVersion v ON v.DeclarationId = d.Id
            AND v.Number = COALESCE(d.AcceptedVersion, (SELECT MAX(n.Number) FROM DeclarationVersion n WHERE n.DeclarationId = d.Id))
        LEFT JOIN ManagementRating m ON m.EnterpriseId = d.EnterpriseId AND m.Year = d.Year
        WHERE d.EnterpriseId = @Id AND {ScopeSql.OfDeclaration}
        ORDER BY d.Year DESC
        """;

    private const string CountEvents = $"""
        SELECT COUNT(*) FROM DeclarationEvent v JOIN Declaration d ON d.Id = v.DeclarationId WHERE d.EnterpriseId = @Id AND {ScopeSql.OfDeclaration}
        """;

    private const string SelectEvents = $$"""
        SELECT v.Id, v.DeclarationId, d.Year, v.At, v.Status, v.Colour, v.ChangedBy, v.ChangeReason,
            (SELECT MAX(n.Number) FROM DeclarationVersion n WHERE n.DeclarationId = v.DeclarationId AND n.FiledAt <= v.At) AS VersionNumber
        FROM DeclarationEvent v
        JOIN Declaration d ON d.Id = v.DeclarationId
        WHERE d.EnterpriseId = @Id AND {{ScopeSql.OfDeclaration}}
        ORDER BY v.At DESC, v.Id DESC {page}
        """;

    private const string SelectReasons = $"""
        SELECT r.DeclarationId, r.VersionNumber, r.Item, r.FieldKey, r.Message
        FROM ReturnReason r
        JOIN Declaration d ON d.Id = r.DeclarationId
        WHERE d.EnterpriseId = @Id AND {ScopeSql.OfDeclaration}
        ORDER BY r.DeclarationId, r.VersionNumber, r.Position
        """;

    // a check wrote nothing, and an import of a wider region is not the caller's to know of
    private const string SelectImports = $$"""
        SELECT j.Id AS ImportId, j.FileName, j.Year, o.RowNumber, o.Outcome, o.Undone, j.CreatedAt, j.CreatedBy
        FROM ImportOutcome o
        JOIN ImportJob j ON j.Id = o.ImportId
        JOIN Enterprise e ON e.CreditCode = o.CreditCode
        WHERE e.Id = @Id AND j.Stage <> 1 AND j.RegionFrom BETWEEN @RegionFrom AND @RegionTo AND {{ScopeSql.OfEnterprise}}
        ORDER BY j.Id DESC, o.RowNumber {page}
        """;

    /// <summary>The newest year first.</summary>
    public async Task<IReadOnlyList<YearReport>> ReportsAsync(long id, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return (await connection.QueryAsync<YearReport>(database.Command(SelectReports, scope.Parameters(new { Id = id }), ct: ct))).AsList();
    }

    public async Task<int> CountEventsAsync(long id, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<int>(database.Command(CountEvents, scope.Parameters(new { Id = id }), ct: ct));
    }

    /// <summary>The newest first; a return with what was to be put right.</summary>
    public async Task<IReadOnlyList<FileEvent>> EventsAsync(long id, Scope scope, int skip, int take, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var events = (await connection.QueryAsync<FileEvent>(database.Command(SelectEvents, scope.Parameters(new { Id = id, Skip = skip, Take = take }), ct: ct))).AsList();
        if (!events.Exists(e => e.Status == DeclarationStatus.Returned))
            return events;
        var reasons = (await connection.QueryAsync<ReasonRow>(database.Command(SelectReasons, scope.Parameters(new { Id = id }), ct: ct)))
            .ToLookup(r => (r.DeclarationId, (int?)r.VersionNumber), r => new ReturnReason { Item = r.Item, FieldKey = r.FieldKey, Message = r.Message });
        return events.ConvertAll(e => e.Status == DeclarationStatus.Returned ? e with { Reasons = [.. reasons[(e.DeclarationId, e.VersionNumber)]] } : e);
    }

    public async Task<IReadOnlyList<FileImport>> ImportsAsync(long id, Scope scope, int most, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return (await connection.QueryAsync<FileImport>(database.Command(SelectImports, scope.Parameters(new { Id = id, Skip = 0, Take = most }), ct: ct))).AsList();
    }

    private sealed record ReasonRow
    {
        public required long DeclarationId { get; init; }
        public required int VersionNumber { get; init; }
        public required int Item { get; init; }
        public required string FieldKey { get; init; }
        public required string Message { get; init; }
    }
}
