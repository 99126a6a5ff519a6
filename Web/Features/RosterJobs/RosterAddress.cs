using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;
using RiskReport.Web.Features.Roster;

namespace RiskReport.Web.Features.RosterJobs;

/// <summary>
/// A roster's search as an address that is kept: only what the search knows, in one order, without a page. It is never
/// trusted: whoever opens it reads it again with the own scope.
/// </summary>
public static class RosterAddress
{
    public const int Longest = 4_000;

    public static string Of(RosterSearch search) => search.ToQuery().TrimStart('?');

    public static RosterSearch Read(string? query)
    {
        var parts = QueryHelpers.ParseQuery(query);
        return new RosterSearch
        {
            View = One("view"),
            Year = One("year"),
            Region = All("region"),
            Colour = All("colour"),
            Scale = One("scale"),
            Industry = All("industry"),
            Status = All("status"),
            Type = All("type"),
            Overdue = One("overdue"),
            Subject = All("subject"),
            From = One("from"),
            To = One("to"),
            RiskColour = All("riskColour"),
            Method = All("method"),
            Accident = All("accident"),
            Catalogue = All("catalogue"),
            Q = One("q"),
            Sort = One("sort"),
            Column = All("column"),
        };

        string? One(string key) => parts.TryGetValue(key, out var values) ? values[0] : null;

        string[] All(string key) => parts.TryGetValue(key, out var values) ? [.. values.OfType<string>()] : [];
    }

    public static string Words(RosterRequest request, ReferenceData reference) =>
        KindWord(request.Kind) + "：" + request.Filter.InWords(reference);

    /// <summary>The name under which the file is handed out.</summary>
    public static string FileName(RosterRequest request, ReferenceData reference, string format) =>
        string.Create(CultureInfo.InvariantCulture, $"{KindWord(request.Kind)}-{request.Filter.Year}-{reference.Regions[request.Filter.RegionCode]!.Name}.{format}");

    private static string KindWord(RosterKind kind) => kind switch
    {
        RosterKind.Enterprises => "名册",
        RosterKind.Items => "风险清单",
        RosterKind.Statistics => "统计表",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
