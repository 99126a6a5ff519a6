using System.Text.Json;
using RiskReport.Domain.Analysis;
using RiskReport.Domain.Grading;

namespace RiskReport.Web.Features.Analysis;

/// <summary>The movement as a Sankey diagram: what the table beside it says, as an option of the chart library.</summary>
public static class MovementChart
{
    public static string Option(Movement movement, int year)
    {
        var before = ReportStateWords.Before.Where(s => movement.Of(s, null) > 0).ToList();
        var after = ReportStateWords.After.Where(s => movement.Of(null, s) > 0).ToList();
        return JsonSerializer.Serialize(new
        {
            tooltip = new { trigger = "item" },
            series = new[]
            {
                new
                {
                    type = "sankey",
                    left = 8,
                    right = 130,
                    nodeGap = 14,
                    layoutIterations = 0,   // the worst stays above
                    emphasis = new { focus = "adjacency" },
                    lineStyle = new { color = "gradient", opacity = 0.35 },
                    label = new { color = "#1c2733" },
                    data = before.Select(s => Node(year - 1, s)).Concat(after.Select(s => Node(year, s))),
                    links = from b in before
                            from a in after
                            where movement.Of(b, a) > 0
                            select new { source = Name(year - 1, b), target = Name(year, a), value = movement.Of(b, a) },
                },
            },
        });
    }

    private static object Node(int year, ReportState state) => new { name = Name(year, state), risk = state.Colour()?.Code() ?? "none" };

    private static string Name(int year, ReportState state) => $"{year} {state.Word()}";
}
