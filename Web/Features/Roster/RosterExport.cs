using RiskReport.Data.Roster;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;
using RiskReport.Reports;
using RiskReport.Web.Features.RosterJobs;

namespace RiskReport.Web.Features.Roster;

/// <summary>Writes a roster to a stream in one of its formats, for the browser, the command line and the background, and records it.</summary>
public sealed class RosterExport(RosterQueries roster, ExportLog log, TimeProvider clock)
{
    public static readonly IReadOnlyDictionary<string, string> ContentTypes = new Dictionary<string, string>
    {
        ["xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ["csv"] = "text/csv; charset=utf-8",
        ["pdf"] = "application/pdf",
    };

    public async Task<long> WriteAsync(string format, RosterRequest request, Scope scope, Actor actor, ReferenceData reference, Stream output, CancellationToken ct, IProgress<long>? progress = null)
    {
        var filter = request.Filter;
        var words = filter.InWords(reference);
        var code = await log.StartAsync(format, words, actor, ct);
        var cover = new RosterCover
        {
            Title = "工业企业安全生产风险报告名册",
            Filter = words,
            MadeAt = ChinaTime.Now(clock),
            MadeBy = actor.Name,
            Code = code,
        };
        var rows = roster.AllAsync(request, scope, ct).Telling(progress);
        var written = format switch
        {
            "xlsx" => await RosterWorkbook.WriteAsync(rows, cover, output, ct),
            "csv" => await RosterCsv.WriteAsync(rows, output, ct),
            "pdf" => await RosterPdf.WriteAsync(rows, cover, output, ct),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
        };
        await log.CompleteAsync(code, written, ct);
        return written;
    }
}
