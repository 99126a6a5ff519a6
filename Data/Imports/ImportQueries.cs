using Dapper;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Imports;

namespace RiskReport.Data.Imports;

/// <summary>Imports as their office sees them; an import of another region does not exist for it.</summary>
public sealed class ImportQueries(Database database)
{
    private const string InScope = "j.RegionFrom BETWEEN @RegionFrom AND @RegionTo";

    private const string SelectOne = $"SELECT {ImportQueue.JobColumns} FROM ImportJob j WHERE j.Id = @Id AND {InScope}";

    private const string SelectLatest = $$"""
        SELECT {{ImportQueue.JobColumns}} FROM ImportJob j WHERE {{InScope}} ORDER BY j.Id DESC {page}
        """;

    private const string SelectSummary = $"""
        SELECT o.Outcome, COUNT(*) AS Enterprises, SUM(o.Risks) AS Risks
        FROM ImportOutcome o
        JOIN ImportJob j ON j.Id = o.ImportId
        WHERE o.ImportId = @Id AND {InScope}
        GROUP BY o.Outcome
        """;

    private const string SelectOutcomes = $$"""
        SELECT o.RowNumber, o.CreditCode, o.Name, o.Outcome, o.Risks, o.Colour, o.Reasons
        FROM ImportOutcome o
        JOIN ImportJob j ON j.Id = o.ImportId
        WHERE o.ImportId = @Id AND {{InScope}}
        ORDER BY o.RowNumber {page}
        """;

    private const string CountProblems = $"""
        SELECT COUNT(*) FROM ImportProblem p JOIN ImportJob j ON j.Id = p.ImportId WHERE p.ImportId = @Id AND {InScope}
        """;

    private const string SelectProblems = $$"""
        SELECT p.Sheet, p.RowNumber, p.ColumnName, p.CellValue, p.Code, p.Message
        FROM ImportProblem p
        JOIN ImportJob j ON j.Id = p.ImportId
        WHERE p.ImportId = @Id AND {{InScope}}
        ORDER BY p.Position {page}
        """;

    public async Task<ImportJob?> FindAsync(long id, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<ImportJob>(database.Command(SelectOne, Parameters(id, scope), ct: ct));
    }

    public async Task<IReadOnlyList<ImportJob>> LatestAsync(Scope scope, int take, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var jobs = await connection.QueryAsync<ImportJob>(database.Command(SelectLatest, Parameters(0, scope, 0, take), ct: ct));
        return jobs.AsList();
    }

    public async Task<ImportSummary> SummaryAsync(long id, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var rows = (await connection.QueryAsync<OutcomeCount>(database.Command(SelectSummary, Parameters(id, scope), ct: ct))).ToDictionary(r => r.Outcome);
        int Of(ImportOutcomeKind kind) => rows.TryGetValue(kind, out var row) ? row.Enterprises : 0;
        return new ImportSummary(Of(ImportOutcomeKind.New), Of(ImportOutcomeKind.Changed), Of(ImportOutcomeKind.Unchanged), Of(ImportOutcomeKind.Refused),
            rows.Values.Where(r => r.Outcome != ImportOutcomeKind.Refused).Sum(r => r.Risks));
    }

    public async Task<IReadOnlyList<ImportOutcome>> OutcomesAsync(long id, Scope scope, int skip, int take, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var rows = await connection.QueryAsync<ImportOutcome>(database.Command(SelectOutcomes, Parameters(id, scope, skip, take), ct: ct));
        return rows.AsList();
    }

    public async Task<int> CountProblemsAsync(long id, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<int>(database.Command(CountProblems, Parameters(id, scope), ct: ct));
    }

    public async Task<IReadOnlyList<ImportProblem>> ProblemsAsync(long id, Scope scope, int skip, int take, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var rows = await connection.QueryAsync<ProblemRow>(database.Command(SelectProblems, Parameters(id, scope, skip, take), ct: ct));
        return rows.Select(r => r.ToProblem()).ToList();
    }

    private static object Parameters(long id, Scope scope, int skip = 0, int take = 0) =>
        new { Id = id, scope.RegionFrom, scope.RegionTo, Skip = skip, Take = take };

    private sealed record OutcomeCount
    {
        public required ImportOutcomeKind Outcome { get; init; }
        public required int Enterprises { get; init; }
        public required int Risks { get; init; }
    }
}
