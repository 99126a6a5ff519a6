using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using RiskReport.Domain.Audit;
using RiskReport.Domain.Fields;

namespace RiskReport.Web.Features.Audit;

/// <summary>What an auditor asks for, as it stands in the address.</summary>
public sealed class AuditSearch
{
    private const int MostText = 200;

    private static readonly DateOnly FirstDay = new(2000, 1, 1);
    private static readonly DateOnly LastDay = new(2999, 12, 31);

    public string? From { get; set; }
    public string? To { get; set; }
    public string? Account { get; set; }
    public string? Deed { get; set; }
    public string? Result { get; set; }
    public string? Subject { get; set; }

    /// <summary>The filter, and a sentence for everything that is none and was left out of it.</summary>
    public (AuditFilter Filter, IReadOnlyList<string> Problems) Read()
    {
        var problems = new List<string>();
        var filter = new AuditFilter
        {
            From = Day(From, "起始日期"),
            To = Day(To, "截止日期"),
            Account = Text(Account),
            Subject = Text(Subject),
            Action = AuditActionWords.Parse(Deed),
            IsRefused = Result switch { AuditEntry.Refused => true, AuditEntry.Done => false, _ => null },
        };
        if (!string.IsNullOrEmpty(Deed) && filter.Action is null)
            problems.Add($"没有操作“{Deed}”。");
        if (!string.IsNullOrEmpty(Result) && filter.IsRefused is null)
            problems.Add($"没有结果“{Result}”。");
        if (filter.From > filter.To)
            problems.Add("起始日期晚于截止日期。");
        return (filter, problems);

        DateOnly? Day(string? typed, string name)
        {
            if (string.IsNullOrWhiteSpace(typed))
                return null;
            if (DateOnly.TryParseExact(Normal.Text(typed), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day >= FirstDay && day <= LastDay)
                return day;
            problems.Add($"{name}应为 2026-11-28 这样的日期（2000 至 2999 年），现为“{typed}”。");
            return null;
        }
    }

    /// <summary>As a query string with its question mark.</summary>
    public string ToQuery(long? before = null)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in new[] { ("from", From), ("to", To), ("account", Account), ("deed", Deed), ("result", Result), ("subject", Subject) })
        {
            if (!string.IsNullOrWhiteSpace(value))
                query.Add(name, value);
        }

        if (before is { } number)
            query.Add("before", number.ToString(CultureInfo.InvariantCulture));
        return query.ToQueryString().ToUriComponent();
    }

    private static string? Text(string? typed)
    {
        var text = Normal.Text(typed ?? "");
        return text.Length == 0 ? null : text.Length <= MostText ? text : text[..MostText];
    }
}
