using RiskReport.Domain.Accounts;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;

namespace RiskReport.Web.Features.Roster;

/// <summary>The roster's filter as it stands in an address or on the command line.</summary>
public sealed class RosterSearch
{
    public const int FirstYear = 2021;
    public const string Ungraded = "none";

    public string? Year { get; set; }

    public string? Region { get; set; }

    public string[] Colour { get; set; } = [];

    public string? Scale { get; set; }

    public string[] Status { get; set; } = [];

    public string? Q { get; set; }

    /// <summary>What a line is: enterprises (as where nothing is said), items or statistics.</summary>
    public string? View { get; set; }

    /// <summary>The key of a column, with a dash before it for the other direction.</summary>
    public string? Sort { get; set; }

    public string[] Column { get; set; } = [];

    public int Page { get; set; } = 1;

    /// <summary>The request, or a sentence for everything that cannot be part of one. A region that is not the caller's is as unknown as one that is none.</summary>
    public (RosterRequest? Request, IReadOnlyList<string> Problems) Read(Scope scope, ReferenceData reference, int thisYear)
    {
        var problems = new List<string>();
        var year = thisYear;
        if (!string.IsNullOrWhiteSpace(Year) && (!int.TryParse(Normal.Text(Year), out year) || year < FirstYear || year > thisYear + 1))
            problems.Add($"年度“{Year}”无效，请选择 {FirstYear} 至 {thisYear + 1} 之间的年度。");

        var region = string.IsNullOrWhiteSpace(Region) ? scope.RegionCode : reference.Regions.Find(Region.Trim())?.Code;
        if (region is null || !scope.Covers(region))
            problems.Add($"地区“{Region}”无效，请从列表中选择本地区内的县（市、区）或镇（街道）。");

        var colours = Words(Colour).Where(c => c != Ungraded).Select(c => (Text: c, Value: RiskColourWords.Parse(c))).ToList();
        problems.AddRange(colours.Where(c => c.Value is null).Select(c => $"风险等级“{c.Text}”无效，可用 red、orange、yellow、blue、none。"));
        var statuses = Words(Status).Select(s => (Text: s, Value: DeclarationStatusWords.Parse(s))).ToList();
        problems.AddRange(statuses.Where(s => s.Value is null).Select(s => $"状态“{s.Text}”无效，请从列表中选择。"));
        var scale = ScaleWords.Parse(Scale);
        if (!string.IsNullOrEmpty(Scale) && scale is null)
            problems.Add($"规模“{Scale}”无效，可用 above（规上）、below（规下）。");
        var text = Normal.Text(Q ?? "");
        if (text.Length > 100)
            problems.Add("查找文字最多 100 个字。");

        var kind = View switch
        {
            null or "" or "enterprises" => RosterKind.Enterprises,
            "items" => RosterKind.Items,
            "statistics" => RosterKind.Statistics,
            _ => (RosterKind?)null,
        };
        if (kind is null)
            problems.Add($"视图“{View}”无效，可用 enterprises（企业）、items（风险）、statistics（统计）。");

        return problems.Count > 0 ? (null, problems) : (new RosterRequest
        {
            Kind = kind!.Value,
            Filter = new RosterFilter
            {
                Year = year,
                RegionCode = region!,
                Colours = colours.Select(c => c.Value!.Value).Distinct().ToList(),
                Ungraded = Words(Colour).Contains(Ungraded),
                Scale = scale,
                Statuses = statuses.Select(s => s.Value!.Value).Distinct().ToList(),
                Text = text.Length == 0 ? null : text,
            },
        }, problems);
    }

    /// <summary>Several values may stand apart or behind one another with commas.</summary>
    private static IEnumerable<string> Words(string[] values) =>
        values.SelectMany(v => v.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
