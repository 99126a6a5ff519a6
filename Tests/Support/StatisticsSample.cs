using RiskReport.Domain.Declarations;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Roster;

namespace RiskReport.Tests.Support;

internal static class StatisticsSample
{
    /// <summary>In every county and every division some of each colour.</summary>
    public static RosterStatistics Of(int counties, int divisions)
    {
        var regions = Lists.Reference.Regions.All.Where(r => r.Code.Length == 6).OrderByDescending(r => r.Name == "姑苏区").Take(counties).Select(r => r.Code).ToList();
        var industries = Lists.Reference.Industries.All.Where(i => i.Code.Length == 2).Take(divisions).Select(i => i.Code).ToList();
        var figures =
            from county in regions
            from division in industries
            from colour in StatisticsColumns.Colours
            select new RosterFigure
            {
                CountyCode = county,
                DivisionCode = division,
                Status = colour is null ? DeclarationStatus.NotFiled : DeclarationStatus.Accepted,
                Colour = colour,
                Enterprises = colour is RiskColour.Red ? 1 : 7,
            };
        return RosterStatistics.Of(figures.ToList(), Lists.Reference.Regions, Lists.Reference.Industries);
    }
}
