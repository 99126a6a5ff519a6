namespace RiskReport.Domain.Analysis;

/// <summary>Which way an enterprise went from the year before. Only two colours can be compared.</summary>
public enum Direction
{
    Risen = 1,
    Fallen = 2,
    Same = 3,
}

public static class DirectionWords
{
    public static string Word(this Direction direction) => direction switch
    {
        Direction.Risen => "等级升高",
        Direction.Fallen => "等级降低",
        Direction.Same => "等级不变",
        _ => throw new ArgumentOutOfRangeException(nameof(direction), direction, null),
    };

    /// <summary>The name in addresses.</summary>
    public static string Code(this Direction direction) => direction.ToString().ToLowerInvariant();

    public static Direction? Parse(string? code) => Enum.GetValues<Direction>().Where(d => d.Code() == code).Select(d => (Direction?)d).FirstOrDefault();
}

/// <summary>How many enterprises of a place went from one state to another.</summary>
public sealed record MovementCount
{
    public required string Place { get; init; }
    public required ReportState Before { get; init; }
    public required ReportState After { get; init; }
    public required long Enterprises { get; init; }

    public Direction? Direction => (Before.Colour(), After.Colour()) switch
    {
        ({ } before, { } after) => after > before ? Analysis.Direction.Risen : after < before ? Analysis.Direction.Fallen : Analysis.Direction.Same,
        _ => null,
    };
}

/// <summary>The enterprises on the roll of a year, by what they were the year before and what they are now.</summary>
public sealed record Movement(IReadOnlyList<MovementCount> Counts)
{
    public long Total => Counts.Sum(c => c.Enterprises);

    public long Of(Direction direction) => Counts.Where(c => c.Direction == direction).Sum(c => c.Enterprises);

    /// <summary>A state that is not named stands for all.</summary>
    public long Of(ReportState? before, ReportState? after) => Matching(new MovementFilter(before, after, null));

    /// <summary>Those that have a colour now and had none the year before.</summary>
    public long Graded => Counts.Where(c => c.Before.Colour() is null && c.After.Colour() is not null).Sum(c => c.Enterprises);

    /// <summary>Those that had a colour and have none now.</summary>
    public long Ungraded => Counts.Where(c => c.Before.Colour() is not null && c.After.Colour() is null).Sum(c => c.Enterprises);

    public long Matching(MovementFilter filter) => Counts
        .Where(c => (filter.Before is null || c.Before == filter.Before) && (filter.After is null || c.After == filter.After) && (filter.Direction is null || c.Direction == filter.Direction))
        .Sum(c => c.Enterprises);

    public Movement In(string place) => new([.. Counts.Where(c => c.Place == place)]);
}

/// <summary>Which of them are listed by name; what is empty does not restrict.</summary>
public sealed record MovementFilter(ReportState? Before, ReportState? After, Direction? Direction)
{
    public string Words(int year) => string.Join("，", new[]
    {
        Before is { } before ? $"{year - 1} 年度{before.Word()}" : null,
        After is { } after ? $"{year} 年度{after.Word()}" : null,
        Direction?.Word(),
    }.OfType<string>());
}

/// <summary>An enterprise with both years side by side, and why it has its colour now.</summary>
public sealed record MovedEnterprise
{
    public required long EnterpriseId { get; init; }
    public required string TownshipCode { get; init; }
    public required string CreditCode { get; init; }
    public required string Name { get; init; }
    public required string County { get; init; }
    public required string Township { get; init; }
    public required ReportState Before { get; init; }
    public required ReportState After { get; init; }
    public decimal? ScoreBefore { get; init; }
    public decimal? Score { get; init; }
    public string? MainRiskBefore { get; init; }
    public string? MainRisk { get; init; }

    /// <summary>As stored with the grade; a line to each.</summary>
    public string? Reasons { get; init; }

    /// <summary>The first reason, which decided.</summary>
    public string? Reason => Reasons?.Split('\n')[0];
}
