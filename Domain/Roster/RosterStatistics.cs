using RiskReport.Domain.Declarations;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Reference;

namespace RiskReport.Domain.Roster;

/// <summary>A line of statistics: the enterprises of a county or an industry division, by colour and by status.</summary>
public sealed record StatisticsRow(string Code, string Name, IReadOnlyList<RosterFigure> Figures)
{
    public long Total => Figures.Sum(f => f.Enterprises);

    public long Of(RiskColour? colour) => Figures.Where(f => f.Colour == colour).Sum(f => f.Enterprises);

    public long Of(DeclarationStatus status) => Figures.Where(f => f.Status == status).Sum(f => f.Enterprises);

    /// <summary>Orange and red.</summary>
    public long Major => Of(RiskColour.Orange) + Of(RiskColour.Red);
}

/// <summary>One table: its lines in the order of their codes, and what they come to.</summary>
public sealed record StatisticsTable(string Heading, IReadOnlyList<StatisticsRow> Rows, StatisticsRow Sum);

/// <summary>The same enterprises twice: county by county and industry by industry.</summary>
public sealed record RosterStatistics(StatisticsTable Counties, StatisticsTable Divisions)
{
    public const string ByCounty = "县(市、区)";
    public const string ByDivision = "行业大类";
    public const string SumWord = "合计";

    public IReadOnlyList<StatisticsTable> Tables => [Counties, Divisions];

    public static RosterStatistics Of(IReadOnlyList<RosterFigure> figures, RegionList regions, IndustryList industries)
    {
        var names = industries.All.ToLookup(i => i.Code, i => i.Name);
        return new RosterStatistics(
            Table(ByCounty, figures, f => f.CountyCode, code => regions[code]?.Name),
            Table(ByDivision, figures, f => f.DivisionCode, code => names[code].FirstOrDefault()));
    }

    private static StatisticsTable Table(string heading, IReadOnlyList<RosterFigure> figures, Func<RosterFigure, string> key, Func<string, string?> name) => new(
        heading,
        figures.GroupBy(key).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new StatisticsRow(g.Key, name(g.Key) ?? g.Key, [.. g])).ToList(),
        new StatisticsRow("", SumWord, figures));
}
