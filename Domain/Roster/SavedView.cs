using RiskReport.Domain.Accounts;
using RiskReport.Domain.Fields;

namespace RiskReport.Domain.Roster;

/// <summary>A filter of the roster with a name, of one person or shared within an office.</summary>
public sealed record SavedView
{
    public const int LongestName = 60;

    /// <summary>Of one person, and shared ones of one office.</summary>
    public const int Most = 100;

    public required long Id { get; init; }
    public required string Name { get; init; }

    /// <summary>The filter as an address; whoever opens it reads it with the own scope.</summary>
    public required string Query { get; init; }
    public required bool IsShared { get; init; }
    public required long OwnerId { get; init; }
    public required string OwnerName { get; init; }
    public required Role OfficeRole { get; init; }
    public required string RegionCode { get; init; }
    public ScheduleEvery? Every { get; init; }
    public int? Day { get; init; }
    public int? Hour { get; init; }
    public string? Format { get; init; }
    public DateTime? NextRunAt { get; init; }

    /// <summary>Why nothing is made by itself any more.</summary>
    public string? ScheduleStopped { get; init; }
    public required DateTime ChangedAt { get; init; }

    /// <summary>Its owner has left the office: whoever is there may put it away.</summary>
    public bool IsLeftBehind { get; init; }

    public Office Office => new(OfficeRole, RegionCode);

    public Schedule? Schedule => Every is { } every ? new Schedule(every, Day!.Value, Hour!.Value, Format!) : null;

    /// <summary>Of the file that is made for a date (UTC); whatever a system would not have in a file's name is a dash.</summary>
    public string FileName(DateTime due) =>
        string.Concat(Name.Select(c => char.IsLetterOrDigit(c) || c is ' ' or '_' or '（' or '）' or '、' or '，' ? c : '-')) + $"-{ChinaTime.FromUtc(due):yyyyMMdd}.{Format}";

    /// <summary>A name as it is kept, or what is wrong with it.</summary>
    public static (string Name, string? Problem) ReadName(string? typed)
    {
        var name = Normal.Text(typed ?? "");
        return (name, name.Length is > 0 and <= LongestName ? null : $"请给视图起一个名称（不超过 {LongestName} 个字）。");
    }
}
