using RiskReport.Data.Analysis;
using RiskReport.Data.Roster;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Analysis;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;

namespace RiskReport.Web.Features.Analysis;

/// <summary>The tables of an analysis, for the page and for its files.</summary>
public sealed class AnalysisReader(AnalysisQueries analysis, RosterQueries roster)
{
    public async Task<IReadOnlyList<AnalysisTable>> TablesAsync(AnalysisSearch search, RosterFilter filter, ReferenceData reference, Scope scope, CancellationToken ct)
    {
        switch (search.ViewKey)
        {
            case "movement":
                return MovementTables.Of(await MovementAsync(filter, scope, ct), filter.Year, reference.Regions);
            case "items":
                var graded = (await analysis.ColoursAsync(filter, scope, ct)).Counts.Where(c => c.Colour is not null).Sum(c => c.Enterprises);
                var names = reference.Catalogues.SelectMany(c => c.Items).GroupBy(i => i.Code).ToDictionary(g => g.Key, g => g.Last().Name);
                return
                [
                    OtherTables.Items("by-catalogue", "较大以上风险目录项", "按选用该目录项的企业数排列。风险名称由企业自拟，同一风险写法不同，因此不按名称统计。",
                        (await analysis.CatalogueAsync(filter, scope, ct)).Select(i => (i.Item, names.GetValueOrDefault(i.Item, ""), i.Enterprises, i.Risks)), graded, code => new FigureFilter { CatalogueCode = code }),
                    OtherTables.Items("by-accident", "事故类型", "按有该类事故风险的企业数排列；一家企业可以有几类，各行不能相加。",
                        (await analysis.AccidentTypesAsync(filter, scope, ct)).Select(i => (i.Item, i.Item, i.Enterprises, i.Risks)), graded, name => new FigureFilter { AccidentType = name }),
                ];
            case "subjects":
                return OtherTables.Subjects(await analysis.SubjectsAsync(filter, scope, ct), await analysis.SubjectSumsAsync(filter, scope, ct), reference.Regions);
            case "townships":
                var counts = await analysis.ColoursAsync(filter, scope, ct);
                return [.. new[] { RiskColour.Red, RiskColour.Orange }.Select(colour => OtherTables.Townships(counts, colour, reference.Regions))];
            case "overdue":
                return [OtherTables.Overdue(await analysis.LateAsync(filter, scope, ct), filter.Overdue!.Today, filter.RegionCode.Length < 6, reference.Regions)];
            default:
                return [];
        }
    }

    public async Task<Movement> MovementAsync(RosterFilter filter, Scope scope, CancellationToken ct) => new(await analysis.MovementAsync(filter, scope, ct));

    public async Task<RosterStatistics> IndustriesAsync(RosterFilter filter, ReferenceData reference, Scope scope, CancellationToken ct) =>
        RosterStatistics.Of(await roster.FiguresAsync(filter, scope, ct), reference.Regions, reference.Industries);
}
