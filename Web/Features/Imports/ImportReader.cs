using RiskReport.Data.Imports;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Imports;
using RiskReport.Domain.Reference;

namespace RiskReport.Web.Features.Imports;

/// <summary>Which part of an import's results is looked at, as the address has it.</summary>
public sealed class ImportView
{
    public ImportTab Tab { get; set; }
    public ImportOutcomeKind? Kind { get; set; }
    public UndoResult? Undone { get; set; }
    public string? Code { get; set; }
    public string? Column { get; set; }
    public int Page { get; set; } = 1;
}

/// <summary>Puts together the page of an import.</summary>
public sealed class ImportReader(ImportQueries imports, TimeProvider clock)
{
    private const int PageSize = 100;

    /// <summary>Null when there is no such import for this caller.</summary>
    public async Task<ImportPage?> LoadAsync(ReferenceData reference, Scope scope, long id, ImportView view, string? problem, CancellationToken ct)
    {
        if (await imports.FindAsync(id, scope, ct) is not { } job)
            return null;

        var page = new ImportPage
        {
            Job = job,
            Region = reference.Regions[job.RegionCode]!.Name,
            Now = clock.GetUtcNow().UtcDateTime,
            Summary = await imports.SummaryAsync(id, scope, ct),
            Groups = await imports.GroupsAsync(id, scope, ct),
            Tab = view.Tab,
            Kind = view.Kind,
            Undone = view.Undone,
            Code = view.Code,
            Column = view.Column,
            Page = Math.Clamp(view.Page, 1, 1_000_000),
            PageSize = PageSize,
            Total = 0,
            Files = await imports.CountFilesAsync(id, scope, ct),
            IsOwn = job.IsOf(scope),
            Same = job.AwaitsDecision ? await imports.SameAppliedAsync(job, scope, ct) : null,
            Problem = problem,
        };
        var read = await ReadAsync(page, scope, ct);
        var last = Math.Max(1, (read.Total + PageSize - 1) / PageSize);
        return page.Page <= last ? read : await ReadAsync(page with { Page = last }, scope, ct);
    }

    private async Task<ImportPage> ReadAsync(ImportPage page, Scope scope, CancellationToken ct)
    {
        var skip = (page.Page - 1) * PageSize;
        if (page.Tab == ImportTab.Outcomes)
        {
            var (count, outcomes) = await imports.OutcomesAsync(page.Job.Id, page.Kind, page.Undone, scope, skip, PageSize, ct);
            return page with { Total = count, Outcomes = outcomes };
        }

        var (total, problems) = await imports.ProblemsAsync(page.Job.Id, page.Tab == ImportTab.Warnings, page.Code, page.Column, scope, skip, PageSize, ct);
        return page with { Total = total, Problems = [.. problems.Select(p => p.Masked())] };
    }
}
