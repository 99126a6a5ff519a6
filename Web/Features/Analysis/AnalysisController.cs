using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Analysis;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Analysis;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;
using RiskReport.Reports;
using RiskReport.Web.Features.RosterJobs;
using RiskReport.Web.Features.Shared;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Analysis;

/// <summary>What the reports of the caller's region say together: year on year, by industry, item, subject and township.</summary>
[Authorize(Policy = Policies.Roster)]
[Route("analysis")]
public sealed class AnalysisController(AnalysisReader reader, AnalysisQueries queries, SealedDownloads downloads, ReferenceData reference, IConfiguration configuration, TimeProvider clock) : Controller
{
    private const int PageSize = 50;

    private Scope Scope => this.Caller().Scope;

    [HttpGet("")]
    public async Task<IActionResult> Index(AnalysisSearch search, CancellationToken ct)
    {
        var (filter, problems) = search.Read(Scope, reference, ChinaTime.Today(clock));
        var now = ChinaTime.Now(clock).DateTime;
        var page = new AnalysisPage
        {
            Search = search,
            Filter = filter ?? new RosterFilter { Year = now.Year, RegionCode = Scope.RegionCode },
            Reference = reference,
            RegionCode = Scope.RegionCode,
            ThisYear = now.Year,
            AsOf = now,
            Problems = problems,
        };
        if (filter is null)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return View(page);
        }

        return View(search.ViewKey switch
        {
            "industries" => page with { Statistics = await reader.IndustriesAsync(filter, reference, Scope, ct) },
            "movement" => page with { Tables = await reader.TablesAsync(search, filter, reference, Scope, ct), Movement = await reader.MovementAsync(filter, Scope, ct) },
            _ => page with { Tables = await reader.TablesAsync(search, filter, reference, Scope, ct) },
        });
    }

    [HttpGet("export.{format}")]
    public async Task<IActionResult> Export(string format, AnalysisSearch search, CancellationToken ct)
    {
        var (filter, _) = search.Read(Scope, reference, ChinaTime.Today(clock));
        if (format is not ("xlsx" or "pdf") || filter is null || await reader.TablesAsync(search, filter, reference, Scope, ct) is not { Count: > 0 } tables)
            return NotFound();

        var name = AnalysisSearch.Views.First(v => v.Key == search.ViewKey).Name;
        return await WriteAsync(ExportKind.Analysis, format, $"{name}：{filter.InWords(reference)}", $"{name}-{filter.Year}",
            (cover, body) => AnalysisFile.WriteAsync(format, tables, cover, body, ct), ct);
    }

    /// <summary>The names behind a figure.</summary>
    [HttpGet("movement")]
    public async Task<IActionResult> Moved(AnalysisSearch search, CancellationToken ct)
    {
        var (filter, _) = search.Read(Scope, reference, ChinaTime.Today(clock));
        if (filter is null || search.Moved() is not { } moved)
            return NotFound();

        return View(await MovedAsync(search, filter, moved, ct));
    }

    /// <summary>A list that is too long to be waited for is refused: it is divided by region or direction, and the roster of everybody is made in the background.</summary>
    [HttpGet("movement/export.{format}")]
    public async Task<IActionResult> ExportMoved(string format, AnalysisSearch search, CancellationToken ct)
    {
        var (filter, _) = search.Read(Scope, reference, ChinaTime.Today(clock));
        if (format is not ("xlsx" or "pdf" or "csv") || filter is null || search.Moved() is not { } moved)
            return NotFound();

        var page = await MovedAsync(search, filter, moved, ct);
        if (page.IsTooLong)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return View(nameof(Moved), page);
        }

        return await WriteAsync(ExportKind.Movement, format, page.Words, $"等级变化名单-{filter.Year}",
            (cover, body) => AnalysisFile.WriteAsync(format, queries.AllMovedAsync(filter, moved, Scope, ct), cover, body, ct), ct);
    }

    private async Task<MovedPage> MovedAsync(AnalysisSearch search, RosterFilter filter, MovementFilter moved, CancellationToken ct)
    {
        var names = await queries.MovedAsync(filter, moved, search.Place(), PageSize + 1, Scope, ct);
        return new MovedPage
        {
            Search = search,
            Words = Words(filter, moved),
            Year = filter.Year,
            Total = (await reader.MovementAsync(filter, Scope, ct)).Matching(moved),
            MostExported = RosterExports.MostAtOnce(configuration),
            Names = [.. names.Take(PageSize)],
            HasMore = names.Count > PageSize,
        };
    }

    private string Words(RosterFilter filter, MovementFilter moved) => string.Join('；', new[] { filter.InWords(reference), moved.Words(filter.Year) }.Where(w => w.Length > 0));

    private Task<EmptyResult> WriteAsync(ExportKind kind, string format, string words, string name, Func<RosterCover, Stream, Task<long>> write, CancellationToken ct) =>
        downloads.WriteAsync(this, new ExportStart { Kind = kind, Format = format, Filter = words, RegionCode = Scope.RegionCode }, "导出分析", name, write, ct);
}
