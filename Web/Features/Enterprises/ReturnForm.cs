using System.Globalization;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Fields;

namespace RiskReport.Web.Features.Enterprises;

/// <summary>A return as typed: up to so many reasons, each about an answer, and a day.</summary>
public sealed class ReturnForm
{
    public const int Rows = 6;

    public string[] Targets { get; set; } = new string[Rows];

    public string[] Messages { get; set; } = new string[Rows];

    public string DueOn { get; set; } = "";

    public int Version { get; set; }

    public static ReturnForm From(IFormCollection posted) => new()
    {
        Targets = [.. Enumerable.Range(0, Rows).Select(i => posted[$"reasons[{i}].target"].ToString())],
        Messages = [.. Enumerable.Range(0, Rows).Select(i => posted[$"reasons[{i}].message"].ToString())],
        DueOn = posted["dueOn"].ToString(),
        Version = int.TryParse(posted["version"], out var version) ? version : -1,
    };

    public DateOnly? Due => DateOnly.TryParseExact(Normal.Text(DueOn), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>The reasons of the rows that hold any text; a row without a target is about the report as a whole.</summary>
    public IReadOnlyList<ReturnReason> Reasons(int risks) => Targets.Zip(Messages)
        .Select(row => (Target: row.First ?? "", Message: Normal.Text(row.Second ?? "")))
        .Where(row => row.Message.Length > 0)
        .Select(row => (Parts: row.Target.Split(':'), row.Message))
        .Select(row => row.Parts is [var item, var key] && int.TryParse(item, out var number) && number >= 0 && number <= risks
            && (number == 0 ? Reviewing.Basics : RiskFields.All).Any(f => f.Key == key)
                ? new ReturnReason { Item = number, FieldKey = key, Message = row.Message }
                : new ReturnReason { Item = 0, FieldKey = "", Message = row.Message })
        .ToList();
}
