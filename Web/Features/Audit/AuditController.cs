using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Audit;
using RiskReport.Domain;
using RiskReport.Domain.Audit;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;
using RiskReport.Reports;
using RiskReport.Web.Features.Shared;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Audit;

public sealed record AuditPage
{
    public required AuditSearch Search { get; init; }
    public required IReadOnlyList<string> Problems { get; init; }
    public required IReadOnlyList<AuditEntry> Entries { get; init; }
    public required bool HasMore { get; init; }
    public required bool IsFirst { get; init; }

    /// <summary>The last walk along the whole trail; null before the first night.</summary>
    public required AuditCheck? Check { get; init; }
}

/// <summary>The audit trail of the caller's region, for auditors alone; who reads it is entered too.</summary>
[Authorize(Policy = Policies.Audit)]
[Route("audit")]
public sealed class AuditController(AuditQueries queries, AuditLog audit, AuditCheckStore checks, SealedDownloads downloads, ReferenceData reference, TimeProvider clock) : Controller
{
    private const int PageSize = 50;

    [HttpGet("")]
    public async Task<IActionResult> Index(AuditSearch search, long? before, CancellationToken ct)
    {
        var (filter, problems) = search.Read();
        await EnterAsync(filter.InWords(), ct);
        var rows = await queries.PageAsync(filter, before, PageSize + 1, this.Caller().Scope, ct);
        return View(new AuditPage
        {
            Search = search,
            Problems = problems,
            Entries = rows.Take(PageSize).ToList(),
            HasMore = rows.Count > PageSize,
            IsFirst = before is null,
            Check = await checks.LatestAsync(ct),
        });
    }

    [HttpGet("{number:long}")]
    public async Task<IActionResult> Entry(long number, CancellationToken ct)
    {
        if (await queries.FindAsync(number, this.Caller().Scope, ct) is not { } entry)
            return NotFound();
        await EnterAsync($"第 {number} 条", ct);
        return View(entry);
    }

    [HttpGet("export.{format}")]
    public async Task<IActionResult> Export(string format, AuditSearch search, CancellationToken ct)
    {
        var (filter, problems) = search.Read();
        if (format is not ("xlsx" or "csv") || problems.Count > 0)
            return NotFound();

        var scope = this.Caller().Scope;
        var region = reference.Regions[scope.RegionCode]!.Name;
        var start = new ExportStart { Kind = ExportKind.Audit, Format = format, Filter = filter.InWords(), RegionCode = scope.RegionCode };
        var rows = queries.AllAsync(filter, scope, ct);
        return await downloads.WriteAsync(this, start, "导出审计记录", $"审计记录-{region}-{ChinaTime.Now(clock):yyyyMMdd-HHmm}", (cover, body) => format == "csv"
            ? TableCsv.WriteAsync(AuditColumns.All, rows, body, ct)
            : RosterWorkbook.WriteAsync(cover.Title, AuditColumns.All, rows, cover with { Filter = $"{region}；{cover.Filter}" }, body, ct), ct);
    }

    private Task EnterAsync(string what, CancellationToken ct) =>
        audit.AppendAsync(new AuditDeed(AuditAction.AuditRead, what, this.Caller().Scope.RegionCode), this.Actor("查看审计记录"), ct);
}
