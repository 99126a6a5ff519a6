using RiskReport.Domain.Privacy;

namespace RiskReport.Domain.Roster;

/// <summary>What a printed or exported roster says about itself.</summary>
public sealed record RosterCover
{
    public required string Title { get; init; }

    /// <summary>The filter in words, e.g. "2026 年度；昆山市；较大(橙)、重大(红)".</summary>
    public required string Filter { get; init; }
    public required DateTimeOffset MadeAt { get; init; }
    public required string MadeBy { get; init; }
    public required string Code { get; init; }

    /// <summary>The address behind the QR code; null where the site's own is not known, and the code is typed.</summary>
    public string? VerifyAddress { get; init; }

    /// <summary>What holds for the telephone numbers, see <see cref="PhoneNote"/>; null where there are none.</summary>
    public string? Phones { get; init; }

    /// <summary>What else has to be known to read the figures: what they count, what they leave out.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <param name="reason">Why the numbers stand there whole; null where they are masked.</param>
    public static string PhoneNote(string? reason) => reason is null ? "电话已隐去部分号码" : $"电话为完整号码，仅限用于：{reason}";

    public static IReadOnlyList<string> NameNotes(Sight sight) => sight.Names ? [] : ["姓名只显示第一个字，其余以“*”代替"];
}
