using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;
using RiskReport.Domain.Tables;

namespace RiskReport.Domain.Analysis;

/// <summary>The other analyses as tables. Every figure says which enterprises it counts, for the roster to list them.</summary>
public static class OtherTables
{
    public const int MostTownships = 20;

    public static AnalysisTable Items(
        string id, string heading, string note, IEnumerable<(string Code, string Name, long Enterprises, long? Risks)> items, long whole, Func<string, FigureFilter> counts)
    {
        var sorted = items.OrderByDescending(i => i.Enterprises).ThenBy(i => i.Code, StringComparer.Ordinal).ToList();
        var counted = sorted.Any(i => i.Risks is not null);
        return new AnalysisTable
        {
            Id = id,
            Bars = [(1, null)],
            Heading = heading,
            Note = note,
            Columns =
            [
                AnalysisTable.Column(0, "名称", ValueKind.Text, 50), AnalysisTable.Column(1, "企业数", ValueKind.Whole, 12),
                AnalysisTable.Column(2, "占已评级企业(%)", ValueKind.Fraction, 16),
                .. counted ? [AnalysisTable.Column(3, "风险数", ValueKind.Whole, 12)] : Array.Empty<TableColumn<AnalysisLine>>(),
            ],
            Lines = [.. sorted.Select(i => new AnalysisLine(
            [
                new AnalysisCell(i.Code == i.Name ? i.Name : $"{i.Code} {i.Name}"),
                new AnalysisCell(i.Enterprises, counts(i.Code)),
                new AnalysisCell(PerHundred(i.Enterprises, whole)),
                .. counted ? [new AnalysisCell(i.Risks)] : Array.Empty<AnalysisCell>(),
            ]))],
        };
    }

    public static IReadOnlyList<AnalysisTable> Subjects(IReadOnlyList<SubjectCount> counts, IReadOnlyList<SubjectSums> sums, RegionList regions)
    {
        var places = counts.Select(c => c.Place).Distinct().Order(StringComparer.Ordinal).ToList();
        return
        [
            new AnalysisTable
            {
                Id = "by-subject",
                Bars = [(1, null), (2, RiskColour.Orange)],
                Heading = "重点领域",
                Note = "企业数按是否涉及该领域的回答统计；人数和数量是专项信息中的现状，只计已填写的企业。",
                Columns =
                [
                    AnalysisTable.Column(0, "重点领域", ValueKind.Text, 22), AnalysisTable.Column(1, "企业数", ValueKind.Whole, 12),
                    AnalysisTable.Column(2, "较大以上", ValueKind.Whole, 12), AnalysisTable.Column(3, "已填专项信息", ValueKind.Whole, 14),
                    AnalysisTable.Column(4, "统计内容", ValueKind.Text, 30), AnalysisTable.Column(5, "合计", ValueKind.Whole, 14), AnalysisTable.Column(6, "单位", ValueKind.Text, 8),
                ],
                Lines = [.. SpecialSubject.Figures.Select((figure, i) => new AnalysisLine(
                [
                    new AnalysisCell(figure.Name),
                    new AnalysisCell(Enterprises(figure, _ => true), new FigureFilter { Subject = figure.Subject }),
                    new AnalysisCell(Enterprises(figure, c => c.Colour >= RiskColour.Orange), new FigureFilter { Subject = figure.Subject, Colours = [RiskColour.Orange, RiskColour.Red] }),
                    new AnalysisCell(sums.Sum(s => s[i].Answers)),
                    new AnalysisCell(figure.Field.Heading),
                    new AnalysisCell(sums.Sum(s => s[i].Sum)),
                    new AnalysisCell(figure.Field.Unit),
                ]))],
            },
            new AnalysisTable
            {
                Id = "subjects-by-place",
                Heading = "各地区重点领域企业数",
                Note = "一家企业可以涉及几个领域，各列不能相加。",
                Columns =
                [
                    AnalysisTable.Column(0, "地区", ValueKind.Text, 22),
                    .. SpecialSubject.Figures.Select((f, i) => AnalysisTable.Column(i + 1, f.Name, ValueKind.Whole, 14)),
                    AnalysisTable.Column(SpecialSubject.Figures.Count + 1, "涉粉单班作业人数", ValueKind.Whole, 18),
                ],
                Lines = [.. places.Select(place => new AnalysisLine(
                [
                    new AnalysisCell(regions[place]?.Name ?? place),
                    .. SpecialSubject.Figures.Select(f => Led(Enterprises(f, c => c.Place == place), new FigureFilter { Region = place, Subject = f.Subject })),
                    new AnalysisCell(sums.FirstOrDefault(s => s.Place == place)?.DustSum ?? 0L),
                ]))],
            },
        ];

        long Enterprises(SubjectFigure figure, Func<SubjectCount, bool> which) => counts.Where(c => (c.Subjects & figure.Bit) != 0 && which(c)).Sum(c => c.Enterprises);
    }

    /// <summary>The townships with the most enterprises of a colour.</summary>
    public static AnalysisTable Townships(RosterCounts counts, RiskColour colour, RegionList regions)
    {
        var ranked = counts.Counts.GroupBy(c => c.TownshipCode)
            .Select(g => (Code: g.Key, Of: g.Where(c => c.Colour == colour).Sum(c => c.Enterprises), All: g.Sum(c => c.Enterprises), Graded: g.Where(c => c.Colour is not null).Sum(c => c.Enterprises)))
            .Where(t => t.Of > 0)
            .OrderByDescending(t => t.Of).ThenByDescending(t => PerHundred(t.Of, t.All)).ThenBy(t => t.Code, StringComparer.Ordinal)
            .Take(MostTownships).ToList();
        return new AnalysisTable
        {
            Id = $"most-{colour.Code()}",
            Bars = [(2, colour)],
            Heading = $"{colour.Word()}企业最多的镇(街道)",
            Note = $"前 {MostTownships} 个；“每百家”的分母是名册上的全部企业，未报告的也在内。",
            Columns =
            [
                AnalysisTable.Column(0, "镇(街道)", ValueKind.Text, 24), AnalysisTable.Column(1, "县(市、区)", ValueKind.Text, 18),
                AnalysisTable.Column(2, $"{colour.Word()}企业", ValueKind.Whole, 14), AnalysisTable.Column(3, "每百家企业", ValueKind.Fraction, 12),
                AnalysisTable.Column(4, "已评级企业", ValueKind.Whole, 12), AnalysisTable.Column(5, "名册企业", ValueKind.Whole, 12),
            ],
            Lines = [.. ranked.Select(t => new AnalysisLine(
            [
                new AnalysisCell(regions[t.Code]?.Name ?? t.Code),
                new AnalysisCell(regions[t.Code[..6]]?.Name ?? ""),
                new AnalysisCell(t.Of, new FigureFilter { Region = t.Code, Colours = [colour] }),
                new AnalysisCell(PerHundred(t.Of, t.All)),
                new AnalysisCell(t.Graded),
                new AnalysisCell(t.All, new FigureFilter { Region = t.Code }),
            ]))],
        };
    }

    /// <summary>Where enterprises are late, the longest first; what is late is the roster's own question.</summary>
    public static AnalysisTable Overdue(IReadOnlyList<LateCount> late, DateOnly today, bool byCounty, RegionList regions)
    {
        var places = late.GroupBy(c => byCounty ? c.TownshipCode[..6] : c.TownshipCode)
            .Select(g => (Code: g.Key, Returned: g.Where(c => c.Status == DeclarationStatus.Returned).Sum(c => c.Enterprises), All: g.Sum(c => c.Enterprises), Days: Days(g)))
            .OrderByDescending(p => p.Days).ThenByDescending(p => p.All).ThenBy(p => p.Code, StringComparer.Ordinal).ToList();
        return new AnalysisTable
        {
            Id = "overdue",
            Bars = [(3, RiskColour.Orange)],
            Heading = "逾期企业",
            Note = "逾期是截止日期已过仍未报告，或退回后超过期限没有重新提交；逾期时间最长的地区排在前面，同样长的按家数。",
            Columns =
            [
                AnalysisTable.Column(0, "地区", ValueKind.Text, 24), AnalysisTable.Column(1, "逾期未报告", ValueKind.Whole, 14),
                AnalysisTable.Column(2, "退回未改", ValueKind.Whole, 14), AnalysisTable.Column(3, "逾期合计", ValueKind.Whole, 14),
                AnalysisTable.Column(4, "最长逾期天数", ValueKind.Whole, 16),
            ],
            Lines =
            [
                .. places.Select(p => Line(regions[p.Code]?.Name ?? p.Code, p.Code, p.Returned, p.All, p.Days)),
                Line("合计", null, places.Sum(p => p.Returned), places.Sum(p => p.All), Days(late)),
            ],
        };

        int? Days(IEnumerable<LateCount> of) => of.Select(c => (int?)(today.DayNumber - c.DueOn.DayNumber)).Max();

        AnalysisLine Line(string name, string? place, long returned, long all, int? days) => new(
            [
                new AnalysisCell(name),
                Led(all - returned, new FigureFilter { Region = place, IsOverdue = true, Statuses = [DeclarationStatus.NotFiled, DeclarationStatus.Draft] }),
                Led(returned, new FigureFilter { Region = place, IsOverdue = true, Statuses = [DeclarationStatus.Returned] }),
                Led(all, new FigureFilter { Region = place, IsOverdue = true }),
                new AnalysisCell(days),
            ], IsSum: place is null);
    }

    private static AnalysisCell Led(long count, FigureFilter counts) => new(count, count == 0 ? null : counts);

    private static decimal? PerHundred(long part, long whole) => whole == 0 ? null : Math.Round(100m * part / whole, 1, MidpointRounding.AwayFromZero);
}
