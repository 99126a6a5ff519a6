using System.Globalization;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;
using RiskReport.Web.Features.Roster;

namespace RiskReport.Web.Features.RosterJobs;

/// <summary>
/// A roster's search as it is kept: an address of only what the search knows, in one order, without a page. It is never
/// trusted: whoever opens it reads it again with the own scope.
/// </summary>
public static class RosterAddress
{
    public const int Longest = 4_000;

    public static string Of(RosterSearch search) => search.ToQuery().TrimStart('?');

    public static string Words(RosterRequest request, ReferenceData reference) =>
        KindWord(request.Kind) + "：" + request.Filter.InWords(reference);

    /// <summary>The name under which the file is handed out, without the code that it gets when it is made and the extension.</summary>
    public static string FileName(RosterRequest request, ReferenceData reference) =>
        string.Create(CultureInfo.InvariantCulture, $"{KindWord(request.Kind)}-{request.Filter.Year}-{reference.Regions[request.Filter.RegionCode]!.Name}");

    private static string KindWord(RosterKind kind) => kind switch
    {
        RosterKind.Enterprises => "名册",
        RosterKind.Items => "风险清单",
        RosterKind.Statistics => "统计表",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
