using RiskReport.Data.Roster;
using RiskReport.Domain;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;
using RiskReport.Domain.Tables;
using RiskReport.Reports;
using RiskReport.Web.Features.RosterJobs;

namespace RiskReport.Web.Features.Roster;

/// <summary>Writes a roster to a stream in one of its formats, for the browser, the command line and the background, and records it.</summary>
public sealed class RosterExport(RosterQueries roster, RiskRosterQueries risks, ExportLog log, TimeProvider clock)
{
    public static readonly IReadOnlyDictionary<string, string> ContentTypes = new Dictionary<string, string>
    {
        ["xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ["csv"] = "text/csv; charset=utf-8",
        ["pdf"] = "application/pdf",
    };

    /// <summary>Returns the number of rows. What has <see cref="ExportOrder.Problems"/> is neither written nor recorded.</summary>
    public Task<long> WriteAsync(ExportOrder order, ReferenceData reference, Stream output, CancellationToken ct)
    {
        if (order.Problems() is [var problem, ..])
            throw new ArgumentException(problem, nameof(order));

        var start = new ExportStart
        {
            Kind = order.Request.Kind.OfExport(),
            Format = order.Format,
            Filter = order.Request.Filter.InWords(reference),
            RegionCode = order.Scope.RegionCode,
            PhonesFor = order.PhonesFor,
        };
        return log.RecordAsync(start, order.Actor, output, (code, body) =>
        {
            order.Coded?.Invoke(code);
            return WriteAsync(order, Cover(order, start, code), reference, body, ct);
        }, ct);
    }

    private RosterCover Cover(ExportOrder order, ExportStart start, string code) => new()
    {
        Title = start.Kind.Title(),
        Filter = start.Filter,
        MadeAt = ChinaTime.Now(clock),
        MadeBy = order.Actor.Name,
        Code = code,
        VerifyAddress = order.Site is { } site ? $"{site}/verify/{code}" : null,
        Phones = order.Request.Kind == RosterKind.Statistics ? null : RosterCover.PhoneNote(order.PhonesFor),
        Notes = order.Request.Kind == RosterKind.Statistics ? [] : RosterCover.NameNotes(order.Sight),
    };

    private Task<long> WriteAsync(ExportOrder order, RosterCover cover, ReferenceData reference, Stream output, CancellationToken ct)
    {
        var request = order.Request;
        switch (request.Kind)
        {
            case RosterKind.Enterprises:
                var columns = Shown(RosterColumns.Known, order);
                var rows = roster.AllAsync(request, order.Scope, ct).Telling(order.Progress);
                return order.Format == "pdf"
                    ? RosterPdf.WriteAsync(request, columns, rows, cover, output, ct)
                    : TableAsync(order.Format, RosterWorkbook.Enterprises, columns.Chosen(request.ColumnsOr(RosterColumns.All.Select(c => c.Key))), rows, cover, output, ct);
            case RosterKind.Items:
                var riskColumns = Shown(RiskRosterColumns.Known, order);
                var riskRows = risks.AllAsync(request, order.Scope, ct).Telling(order.Progress);
                return order.Format == "pdf"
                    ? RosterPdf.WriteAsync(request, riskColumns, riskRows, cover, output, ct)
                    : TableAsync(order.Format, RosterWorkbook.Items, riskColumns.Chosen(request.ColumnsOr(RiskRosterColumns.All.Select(c => c.Key))), riskRows, cover, output, ct);
            case RosterKind.Statistics:
                return StatisticsAsync(order, cover, reference, output, ct);
            default:
                throw new ArgumentOutOfRangeException(nameof(order), request.Kind, null);
        }
    }

    private async Task<long> StatisticsAsync(ExportOrder order, RosterCover cover, ReferenceData reference, Stream output, CancellationToken ct)
    {
        var statistics = RosterStatistics.Of(await roster.FiguresAsync(order.Request.Filter, order.Scope, ct), reference.Regions, reference.Industries);
        return order.Format switch
        {
            "xlsx" => await StatisticsWorkbook.WriteAsync(statistics, cover, output, ct),
            "csv" => await StatisticsCsv.WriteAsync(statistics, output, ct),
            "pdf" => await StatisticsPdf.WriteAsync(statistics, cover, output, ct),
            _ => throw new ArgumentOutOfRangeException(nameof(order), order.Format, null),
        };
    }

    private static IReadOnlyList<TableColumn<T>> Shown<T>(IReadOnlyList<TableColumn<T>> all, ExportOrder order) =>
        all.For(order.PhonesFor is null ? order.Sight : order.Sight with { Phones = true });

    private static Task<long> TableAsync<T>(
        string format, string sheet, IReadOnlyList<TableColumn<T>> columns, IAsyncEnumerable<T> rows, RosterCover cover, Stream output, CancellationToken ct) => format switch
        {
            "xlsx" => RosterWorkbook.WriteAsync(sheet, columns, rows, cover, output, ct),
            "csv" => TableCsv.WriteAsync(columns, rows, output, ct),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
        };
}
