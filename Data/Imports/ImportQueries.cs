using System.Runtime.CompilerServices;
using Dapper;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Imports;

namespace RiskReport.Data.Imports;

/// <summary>Imports as their office sees them; an import of another region does not exist for it.</summary>
public sealed class ImportQueries(Database database)
{
    private const int ChunkSize = 1_000;

    private const string InScope = "j.RegionFrom BETWEEN @RegionFrom AND @RegionTo";

    private const string SelectOne = $"SELECT {ImportQueue.JobColumns} FROM ImportJob j WHERE j.Id = @Id AND {InScope}";

    private const string SelectLatest = $$"""
        SELECT {{ImportQueue.JobColumns}} FROM ImportJob j WHERE {{InScope}} ORDER BY j.Id DESC {page}
        """;

    private const string CountJobs = $"SELECT COUNT(*) FROM ImportJob j WHERE {InScope}";

    private const string SelectSummary = $"""
        SELECT o.Outcome, COUNT(*) AS Enterprises, SUM(o.Risks) AS Risks,
            SUM(CASE WHEN o.Undone = 1 THEN 1 ELSE 0 END) AS Undone, SUM(CASE WHEN o.Undone = 2 THEN 1 ELSE 0 END) AS Kept,
            SUM(CASE WHEN o.Outcome IN (1, 2) AND o.EnterpriseId IS NOT NULL THEN 1 ELSE 0 END) AS CanBeUndone
        FROM ImportOutcome o
        JOIN ImportJob j ON j.Id = o.ImportId
        WHERE o.ImportId = @Id AND {InScope}
        GROUP BY o.Outcome
        """;

    private const string SelectOutcomes = $$"""
        SELECT o.RowNumber, o.CreditCode, o.Name, o.Outcome, o.Risks, o.Colour, o.Reasons, o.Changes, o.Undone, o.UndoNote
        FROM ImportOutcome o
        JOIN ImportJob j ON j.Id = o.ImportId
        WHERE o.ImportId = @Id AND (@Outcome IS NULL OR o.Outcome = @Outcome) AND (@Undone IS NULL OR o.Undone = @Undone) AND {{InScope}}
        ORDER BY o.RowNumber {page}
        """;

    private const string CountOutcomes = $"""
        SELECT COUNT(*)
        FROM ImportOutcome o
        JOIN ImportJob j ON j.Id = o.ImportId
        WHERE o.ImportId = @Id AND (@Outcome IS NULL OR o.Outcome = @Outcome) AND (@Undone IS NULL OR o.Undone = @Undone) AND {InScope}
        """;

    private const string OfGroup = "(@Level IS NULL OR p.Level = @Level) AND (@NotLevel IS NULL OR p.Level <> @NotLevel) AND (@Code IS NULL OR p.Code = @Code) AND (@Column IS NULL OR p.ColumnName = @Column)";

    private const string CountProblems = $"""
        SELECT COUNT(*) FROM ImportProblem p JOIN ImportJob j ON j.Id = p.ImportId WHERE p.ImportId = @Id AND {OfGroup} AND {InScope}
        """;

    private const string SelectGroups = $"""
        SELECT p.Level, p.Code, p.ColumnName, COUNT(*) AS Cells
        FROM ImportProblem p
        JOIN ImportJob j ON j.Id = p.ImportId
        WHERE p.ImportId = @Id AND {InScope}
        GROUP BY p.Level, p.Code, p.ColumnName
        ORDER BY p.Level, COUNT(*) DESC, p.Code, p.ColumnName
        """;

    private const string SelectProblems = $$"""
        SELECT p.Sheet, p.RowNumber, p.ColumnName, p.ColumnIndex, p.CellValue, p.Code, p.Message, p.Level
        FROM ImportProblem p
        JOIN ImportJob j ON j.Id = p.ImportId
        WHERE p.ImportId = @Id AND {{OfGroup}} AND {{InScope}}
        ORDER BY p.Position {page}
        """;

    private const string SelectNextProblems = $$"""
        SELECT p.Position, p.Sheet, p.RowNumber, p.ColumnName, p.ColumnIndex, p.CellValue, p.Code, p.Message, p.Level
        FROM ImportProblem p
        JOIN ImportJob j ON j.Id = p.ImportId
        WHERE p.ImportId = @Id AND p.Position > @After AND {{OfGroup}} AND {{InScope}}
        ORDER BY p.Position {page}
        """;

    private const string SelectFiles = $"""
        SELECT f.Name, f.Sha256, f.Content
        FROM ImportFile f
        JOIN ImportJob j ON j.Id = f.ImportId
        WHERE f.ImportId = @Id AND {InScope}
        ORDER BY f.Number
        """;

    private const string CountFiles = $"SELECT COUNT(*) FROM ImportFile f JOIN ImportJob j ON j.Id = f.ImportId WHERE f.ImportId = @Id AND {InScope}";

    private const string SelectSame = $$"""
        SELECT {{ImportQueue.JobColumns}} FROM ImportJob j
        WHERE j.FileSha256 = @FileSha256 AND j.Year = @Year AND j.RegionCode = @RegionCode AND j.Id < @Id AND j.Stage = 2 AND j.Status = 2 AND {{InScope}}
        ORDER BY j.Id DESC {page}
        """;

    public async Task<ImportJob?> FindAsync(long id, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<ImportJob>(database.Command(SelectOne, Parameters(id, scope), ct: ct));
    }

    public async Task<int> CountAsync(Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<int>(database.Command(CountJobs, Parameters(0, scope), ct: ct));
    }

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<ImportJob>> LatestAsync(Scope scope, int skip, int take, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var jobs = await connection.QueryAsync<ImportJob>(database.Command(SelectLatest, Parameters(0, scope, skip, take), ct: ct));
        return jobs.AsList();
    }

    public async Task<ImportSummary> SummaryAsync(long id, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var rows = (await connection.QueryAsync<OutcomeCount>(database.Command(SelectSummary, Parameters(id, scope), ct: ct))).ToDictionary(r => r.Outcome);
        int Of(ImportOutcomeKind kind) => rows.TryGetValue(kind, out var row) ? row.Enterprises : 0;
        return new ImportSummary
        {
            New = Of(ImportOutcomeKind.New),
            Changed = Of(ImportOutcomeKind.Changed),
            Unchanged = Of(ImportOutcomeKind.Unchanged),
            Refused = Of(ImportOutcomeKind.Refused),
            RisksAccepted = rows.Values.Where(r => r.Outcome != ImportOutcomeKind.Refused).Sum(r => r.Risks),
            Undone = rows.Values.Sum(r => r.Undone),
            Kept = rows.Values.Sum(r => r.Kept),
            CanBeUndone = rows.Values.Sum(r => r.CanBeUndone),
        };
    }

    /// <summary>Of one kind, or of all.</summary>
    public async Task<(int Total, IReadOnlyList<ImportOutcome> Page)> OutcomesAsync(
        long id, ImportOutcomeKind? kind, UndoResult? undone, Scope scope, int skip, int take, CancellationToken ct)
    {
        var parameters = new { Id = id, Outcome = kind, Undone = undone, scope.RegionFrom, scope.RegionTo, Skip = skip, Take = take };
        await using var connection = await database.OpenAsync(ct);
        var total = await connection.ExecuteScalarAsync<int>(database.Command(CountOutcomes, parameters, ct: ct));
        var rows = await connection.QueryAsync<ImportOutcome>(database.Command(SelectOutcomes, parameters, ct: ct));
        return (total, rows.AsList());
    }

    public async Task<IReadOnlyList<ProblemGroup>> GroupsAsync(long id, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenForScanAsync(ct);
        return (await connection.QueryAsync<ProblemGroup>(database.Command(SelectGroups, Parameters(id, scope), ct: ct))).AsList();
    }

    /// <summary>What is to be confirmed, everything else, or both; of one code and column, or of all.</summary>
    public async Task<(int Total, IReadOnlyList<ImportProblem> Page)> ProblemsAsync(
        long id, bool? warnings, string? code, string? column, Scope scope, int skip, int take, CancellationToken ct)
    {
        var parameters = Problems(id, warnings, code, column, scope, -1, skip, take);
        await using var connection = await database.OpenAsync(ct);
        var total = await connection.ExecuteScalarAsync<int>(database.Command(CountProblems, parameters, ct: ct));
        var rows = await connection.QueryAsync<ProblemRow>(database.Command(SelectProblems, parameters, ct: ct));
        return (total, rows.Select(r => r.ToProblem()).ToList());
    }

    /// <summary>All of them, some at a time: there may be more than should be held.</summary>
    public async IAsyncEnumerable<ImportProblem> EachProblemAsync(long id, bool warnings, Scope scope, [EnumeratorCancellation] CancellationToken ct)
    {
        var after = -1;
        List<ProblemRow> rows;
        do
        {
            await using (var connection = await database.OpenForScanAsync(ct))
                rows = (await connection.QueryAsync<ProblemRow>(database.Command(SelectNextProblems, Problems(id, warnings, null, null, scope, after, 0, ChunkSize), ct: ct))).AsList();
            foreach (var row in rows)
                yield return row.ToProblem();
            after = rows.Count > 0 ? rows[^1].Position : after;
        }
        while (rows.Count == ChunkSize);
    }

    public async Task<int> CountFilesAsync(long id, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<int>(database.Command(CountFiles, Parameters(id, scope), ct: ct));
    }

    /// <summary>The files as they were handed in; none when they are no longer kept.</summary>
    public async Task<IReadOnlyList<StoredFile>> FilesAsync(long id, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return (await connection.QueryAsync<StoredFile>(database.Command(SelectFiles, Parameters(id, scope), ct: ct))).AsList();
    }

    /// <summary>The same bytes taken in earnest before, for the same year.</summary>
    public async Task<ImportJob?> SameAppliedAsync(ImportJob job, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QueryFirstOrDefaultAsync<ImportJob>(database.Command(
            SelectSame, new { job.Id, job.FileSha256, job.Year, job.RegionCode, scope.RegionFrom, scope.RegionTo, Skip = 0, Take = 1 }, ct: ct));
    }

    private static object Problems(long id, bool? warnings, string? code, string? column, Scope scope, int after, int skip, int take) => new
    {
        Id = id,
        Level = warnings == true ? ProblemLevel.Warning : (ProblemLevel?)null,
        NotLevel = warnings == false ? ProblemLevel.Warning : (ProblemLevel?)null,
        Code = code,
        Column = column,
        After = after,
        scope.RegionFrom,
        scope.RegionTo,
        Skip = skip,
        Take = take,
    };

    private static object Parameters(long id, Scope scope, int skip = 0, int take = 0) =>
        new { Id = id, scope.RegionFrom, scope.RegionTo, Skip = skip, Take = take };

    private sealed record OutcomeCount
    {
        public required ImportOutcomeKind Outcome { get; init; }
        public required int Enterprises { get; init; }
        public required int Risks { get; init; }
        public required int Undone { get; init; }
        public required int Kept { get; init; }
        public required int CanBeUndone { get; init; }
    }
}
