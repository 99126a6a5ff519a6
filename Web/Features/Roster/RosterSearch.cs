using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;

namespace RiskReport.Web.Features.Roster;

/// <summary>A roster as it stands in an address or on the command line. Several values of a list stand apart or behind one another with commas.</summary>
public sealed class RosterSearch
{
    public const int FirstYear = 2021;
    public const string Ungraded = "none";

    private const int MostText = 100;

    /// <summary>More than anybody ticks; what comes from outside has an end.</summary>
    private const int MostValues = 60;

    /// <summary>What a line is: enterprises (as where nothing is said), items or statistics.</summary>
    public string? View { get; set; }

    public string? Year { get; set; }

    public string[] Region { get; set; } = [];

    /// <summary>The number of a phase of the year.</summary>
    public string? Phase { get; set; }

    public string[] Colour { get; set; } = [];

    public string? Scale { get; set; }

    public string[] Industry { get; set; } = [];

    public string[] Status { get; set; } = [];

    public string[] Type { get; set; } = [];

    public string? Overdue { get; set; }

    public string[] Subject { get; set; } = [];

    public string? From { get; set; }

    public string? To { get; set; }

    public string[] RiskColour { get; set; } = [];

    public string[] Method { get; set; } = [];

    public string[] Accident { get; set; } = [];

    public string[] Catalogue { get; set; } = [];

    public string? Q { get; set; }

    /// <summary>The key of a column, with a dash before it for the other direction.</summary>
    public string? Sort { get; set; }

    public string[] Column { get; set; } = [];

    /// <summary>The request, or a sentence for everything that cannot be part of one. A region that is not the caller's is as unknown as one that is none.</summary>
    public (RosterRequest? Request, IReadOnlyList<string> Problems) Read(Scope scope, ReferenceData reference, DateOnly today)
    {
        var problems = new List<string>();
        var year = today.Year;
        if (!string.IsNullOrWhiteSpace(Year) && (!int.TryParse(Normal.Text(Year), out year) || year < FirstYear || year > today.Year + 1))
            problems.Add($"年度“{Year}”无效，请选择 {FirstYear} 至 {today.Year + 1} 之间的年度。");

        var regions = Codes(Region, r => reference.Regions.Find(r) is { } found && scope.Covers(found.Code) ? found.Code : null,
            "地区“{0}”无效，请从列表中选择本地区内的县（市、区）或镇（街道）。");
        regions = Widest(regions);
        var phase = string.IsNullOrWhiteSpace(Phase) ? null : reference.PhasesOf(year).FirstOrDefault(p => $"{p.Id}" == Normal.Text(Phase));
        if (phase is null && !string.IsNullOrWhiteSpace(Phase))
            problems.Add($"{year} 年度没有阶段“{Phase}”，可能已撤回，请从列表中选择。");
        var colours = Values(Words(Colour).Where(c => c != Ungraded), RiskColourWords.Parse, "企业风险等级“{0}”无效，可用 red、orange、yellow、blue、none。");
        var riskColours = Values(RiskColour, RiskColourWords.Parse, "风险等级“{0}”无效，可用 red、orange、yellow、blue。");
        var scale = ScaleWords.Parse(Scale);
        if (!string.IsNullOrEmpty(Scale) && scale is null)
            problems.Add($"规模“{Scale}”无效，可用 above（规上）、below（规下）。");
        var industries = Codes(Industry, i => i.Length is 2 or 3 && reference.Industries.Of(i, year) is not null ? i : null, "行业“{0}”无效，请填写国民经济行业大类（两位）或中类（三位）代码，例如 33 或 331。");
        var statuses = Values(Status, DeclarationStatusWords.Parse, "状态“{0}”无效，请从列表中选择。");
        var types = Values(Type, DeclarationTypeWords.Parse, "报告类型“{0}”无效，请从列表中选择。");
        var subjects = Codes(Subject, s => SpecialSubject.All.Any(k => k.Key == s) ? s : null, "重点领域“{0}”无效，请从列表中选择。");
        var methods = Values(Method, GradingMethodWords.Parse, "评估方法“{0}”无效，请从列表中选择。");
        var accidents = Codes(Accident, a => reference.AccidentTypes.Names.Contains(a) ? a : null, "事故类型“{0}”无效，请从列表中选择。");
        var catalogue = Codes(Catalogue, c => Normal.Code(c) is { Length: > 0 and <= 20 } code && reference.Catalogues.Any(k => k.Items.Any(i => i.Code == code)) ? code : null,
            "风险目录编号“{0}”不存在。");
        var from = Day(From, "提交时间起");
        var to = Day(To, "提交时间止");
        if (from > to)
            problems.Add("提交时间的起始日期晚于截止日期。");
        var text = Normal.Text(Q ?? "");
        if (text.Length > MostText)
            problems.Add($"查找文字最多 {MostText} 个字。");
        var kind = View switch
        {
            null or "" or "enterprises" => RosterKind.Enterprises,
            "items" => RosterKind.Items,
            "statistics" => RosterKind.Statistics,
            _ => (RosterKind?)null,
        };
        if (kind is null)
            problems.Add($"视图“{View}”无效，可用 enterprises（企业）、items（风险）、statistics（统计）。");
        var overdue = Overdue is "1" or "true" or "on" ? Domain.Roster.Overdue.On(today, year, phase, reference) : null;
        var order = Order();
        var columns = Codes(Column, c => kind is { } k && RosterColumns.Headings(k).ContainsKey(c) ? c : null, "列“{0}”无效，请从列表中选择。");

        return problems.Count > 0 ? (null, problems) : (new RosterRequest
        {
            Kind = kind!.Value,
            Order = order,
            Columns = columns,
            Filter = new RosterFilter
            {
                Year = year,
                RegionCode = regions is [var one] ? one : scope.RegionCode,
                Parts = regions.Count > 1 ? regions : [],
                Phase = phase,
                Colours = colours,
                Ungraded = Words(Colour).Contains(Ungraded),
                Scale = scale,
                Industries = industries,
                Statuses = statuses,
                Types = types,
                Overdue = overdue,
                Subjects = subjects,
                SubmittedFrom = from,
                SubmittedTo = to,
                Risk = new RiskFilter { Colours = riskColours, Methods = methods, AccidentTypes = accidents, CatalogueCodes = catalogue },
                Text = text.Length == 0 ? null : text,
            },
        }, problems);

        List<string> Codes(IEnumerable<string> values, Func<string, string?> read, string problem)
        {
            var found = new List<string>();
            foreach (var value in Words(values).Take(MostValues))
            {
                if (read(value) is { } code)
                    found.Add(code);
                else
                    problems.Add(string.Format(CultureInfo.InvariantCulture, problem, value));
            }

            return found.Distinct().ToList();
        }

        List<T> Values<T>(IEnumerable<string> values, Func<string, T?> read, string problem)
            where T : struct
        {
            var known = new Dictionary<string, T>();
            return Codes(values, value => read(value) is { } found && (known[value] = found) is var _ ? value : null, problem).ConvertAll(v => known[v]).Distinct().ToList();
        }

        DateOnly? Day(string? value, string name)
        {
            if (string.IsNullOrWhiteSpace(value))
                return null;
            if (DateOnly.TryParseExact(value.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                return day;
            problems.Add($"{name}“{value}”无效，请按 {today:yyyy-MM-dd} 的格式填写。");
            return null;
        }

        RosterOrder Order()
        {
            var key = Sort is ['-', .. var rest] ? rest : Sort ?? "";
            if (string.IsNullOrEmpty(Sort) || RosterOrder.OfPersons.Contains(key))
                return overdue is not null && kind == RosterKind.Enterprises ? RosterOrder.ByDelay : RosterOrder.ByRegion;
            if (!RosterOrder.IsPossible(kind ?? RosterKind.Enterprises, key, overdue))
                problems.Add($"不能按“{Sort}”排序。");
            return new RosterOrder(key, Sort.StartsWith('-'));
        }
    }

    public RosterSearch Sorted(string? sort) => Copy(s => s.Sort = sort);

    /// <summary>The same filter over other lines, which have other columns and orders.</summary>
    public RosterSearch ViewedAs(string view) => Copy(s => (s.View, s.Sort, s.Column) = (view, null, []));

    public RosterSearch In(string regionCode) => Copy(s => s.Region = [regionCode]);

    /// <summary>As <see cref="RosterFilter.Owing"/>.</summary>
    public RosterSearch Owing => Words(Status).Any() ? this : Copy(s => s.Status = [.. DeclarationStatusWords.Owing.Select(o => o.Code())]);

    public RosterSearch WithColumns(IReadOnlyList<string> columns) => Copy(s => s.Column = [.. columns]);

    private RosterSearch Copy(Action<RosterSearch> change)
    {
        var copy = (RosterSearch)MemberwiseClone();
        change(copy);
        return copy;
    }

    /// <summary>The same search as a query string, without what says nothing and always in one order; nothing of where a page begins.</summary>
    public string ToQuery()
    {
        var query = new QueryBuilder();
        void Add(string name, params IEnumerable<string?> values)
        {
            foreach (var value in values.Where(v => !string.IsNullOrWhiteSpace(v)))
                query.Add(name, value!);
        }

        Add("view", View == "enterprises" ? null : View);
        Add("year", Year);
        Add("region", Words(Region));
        Add("phase", Phase);
        Add("colour", Words(Colour));
        Add("scale", Scale);
        Add("industry", Words(Industry));
        Add("status", Words(Status));
        Add("type", Words(Type));
        Add("overdue", Overdue);
        Add("subject", Words(Subject));
        Add("from", From);
        Add("to", To);
        Add("riskColour", Words(RiskColour));
        Add("method", Words(Method));
        Add("accident", Words(Accident));
        Add("catalogue", Words(Catalogue));
        Add("q", Q);
        Add("sort", Sort);
        Add("column", Words(Column));
        return query.ToString();
    }

    /// <summary>Reads back what <see cref="ToQuery"/> has written; what else stands there is nothing of a search.</summary>
    public static RosterSearch FromQuery(string? query)
    {
        var parts = QueryHelpers.ParseQuery(query);
        return new RosterSearch
        {
            View = One("view"),
            Year = One("year"),
            Region = All("region"),
            Phase = One("phase"),
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

    /// <summary>A township within a county that is chosen too says nothing more.</summary>
    private static List<string> Widest(List<string> regions) =>
        regions.Where(r => !regions.Any(o => o.Length < r.Length && r.StartsWith(o, StringComparison.Ordinal))).Order(StringComparer.Ordinal).ToList();

    /// <summary>A field that was left empty comes as nothing.</summary>
    private static IEnumerable<string> Words(IEnumerable<string?> values) =>
        values.SelectMany(v => (v ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
