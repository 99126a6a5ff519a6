using Microsoft.AspNetCore.Http.Extensions;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Analysis;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;
using RiskReport.Web.Features.Roster;

namespace RiskReport.Web.Features.Analysis;

/// <summary>An analysis as it stands in an address; year, region, scale and industry are read by the roster's own rules.</summary>
public sealed class AnalysisSearch
{
    public static readonly IReadOnlyList<(string Key, string Name)> Views =
        [("movement", "等级变化"), ("industries", "行业等级"), ("items", "高频风险"), ("subjects", "重点领域"), ("townships", "重点镇街"), ("overdue", "逾期企业")];

    public string? View { get; set; }

    public string? Year { get; set; }

    public string? Region { get; set; }

    public string? Scale { get; set; }

    public string[] Industry { get; set; } = [];

    /// <summary>Of the names behind a movement: the states in both years, or the direction.</summary>
    public string? Before { get; set; }

    public string? After { get; set; }

    public string? Direction { get; set; }

    /// <summary>The line behind which a page of names begins: township, dash, enterprise.</summary>
    public string? Behind { get; set; }

    public string ViewKey => Views.Any(v => v.Key == View) ? View! : Views[0].Key;

    public (RosterFilter? Filter, IReadOnlyList<string> Problems) Read(Scope scope, ReferenceData reference, DateOnly today)
    {
        var (request, problems) = OfRoster().Read(scope, reference, today);
        return (request?.Filter, problems);
    }

    /// <summary>Null where something in it cannot be.</summary>
    public MovementFilter? Moved()
    {
        var (before, after, direction) = (ReportStateWords.Parse(Before), ReportStateWords.Parse(After), DirectionWords.Parse(Direction));
        return (before is null && !string.IsNullOrEmpty(Before)) || (after is null or ReportState.Absent && !string.IsNullOrEmpty(After)) || (direction is null && !string.IsNullOrEmpty(Direction))
            ? null : new MovementFilter(before, after, direction);
    }

    public (string Township, long Id)? Place() =>
        Behind?.Split('-') is [{ Length: 9 } township, var id] && long.TryParse(id, out var enterprise) ? (township, enterprise) : null;

    /// <summary>The filter that every part of the analysis shares.</summary>
    public string Query(params IEnumerable<(string Name, string? Value)> more)
    {
        var asked = more.ToList();
        var query = new QueryBuilder();
        foreach (var (name, value) in new[] { ("year", Year), ("region", Region), ("scale", Scale) }.Concat(Industry.Select(i => ("industry", (string?)i)))
            .Where(p => asked.All(m => m.Name != p.Item1)).Concat(asked))
        {
            if (!string.IsNullOrEmpty(value))
                query.Add(name, value);
        }

        return query.ToString();
    }

    /// <summary>Where the names behind a figure stand: of two years on a page of their own, else on the roster.</summary>
    public string AddressOf(FigureFilter counted)
    {
        IEnumerable<(string, string?)> region = counted.Region is { } code ? [("region", code)] : [];
        return counted.Movement is { } moved
            ? "/analysis/movement" + Query([.. region, ("before", moved.Before?.Code()), ("after", moved.After?.Code()), ("direction", moved.Direction?.Code())])
            : "/roster" + Query(
            [
                .. region, ("overdue", counted.IsOverdue ? "1" : null), ("subject", counted.Subject), ("catalogue", counted.CatalogueCode), ("accident", counted.AccidentType),
                .. counted.Colours.Select(c => ("colour", (string?)c.Code())), .. counted.Statuses.Select(s => ("status", (string?)s.Code())),
            ]);
    }

    private RosterSearch OfRoster() => new() { Year = Year, Region = Region is null ? [] : [Region], Scale = Scale, Industry = Industry, Overdue = ViewKey == "overdue" ? "1" : null };
}
