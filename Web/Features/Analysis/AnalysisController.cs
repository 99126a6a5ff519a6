using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using RiskReport.Data.Analysis;
using RiskReport.Data.Roster;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Analysis;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;
using RiskReport.Reports;
using RiskReport.Web.Features.Roster;
using RiskReport.Web.Features.Shared;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Analysis;

/// <summary>What the reports of the caller's region say together: year on year, by industry, item, subject and township.</summary>
[Authorize(Policy = Policies.Roster)]
[Route("analysis")]
public sealed class AnalysisController(AnalysisReader reader, AnalysisQueries queries, ExportLog log, ReferenceData reference, TimeProvider clock) : Controller
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

        var names = await queries.MovedAsync(filter, moved, search.Place(), PageSize + 1, Scope, ct);
        return View(new MovedPage
        {
            Search = search,
            Words = Words(filter, moved),
            Year = filter.Year,
            Total = (await reader.MovementAsync(filter, Scope, ct)).Matching(moved),
            Names = [.. names.Take(PageSize)],
            HasMore = names.Count > PageSize,
        });
    }

    [HttpGet("movement/export.{format}")]
    public async Task<IActionResult> ExportMoved(string format, AnalysisSearch search, CancellationToken ct)
    {
        var (filter, _) = search.Read(Scope, reference, ChinaTime.Today(clock));
        return format is not ("xlsx" or "pdf" or "csv") || filter is null || search.Moved() is not { } moved
            ? NotFound()
            : await WriteAsync(ExportKind.Movement, format, Words(filter, moved), $"等级变化名单-{filter.Year}",
                (cover, body) => AnalysisFile.WriteAsync(format, queries.AllMovedAsync(filter, moved, Scope, ct), cover, body, ct), ct);
    }

    private string Words(RosterFilter filter, MovementFilter moved) => string.Join('；', new[] { filter.InWords(reference), moved.Words(filter.Year) }.Where(w => w.Length > 0));

    private async Task<EmptyResult> WriteAsync(ExportKind kind, string format, string words, string name, Func<RosterCover, Stream, Task<long>> write, CancellationToken ct)
    {
        Response.ContentType = RosterExport.ContentTypes[format];
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"{name}.{format}");
        Response.Headers.ContentDisposition = disposition.ToString();
        var start = new ExportStart { Kind = kind, Format = format, Filter = words, RegionCode = Scope.RegionCode };
        await log.RecordAsync(start, this.Actor("导出分析"), Response.Body, (code, body) => write(Cover(code), body), ct);
        return new EmptyResult();

        RosterCover Cover(string code) => new()
        {
            Title = kind.Title(),
            Filter = words,
            MadeAt = ChinaTime.Now(clock),
            MadeBy = this.Caller().Name,
            Code = code,
            VerifyAddress = $"{PublicAddress.Of(Request, "")}/verify/{code}",
        };
    }
}
