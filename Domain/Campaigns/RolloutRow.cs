using RiskReport.Domain.Declarations;
using RiskReport.Domain.Grading;

namespace RiskReport.Domain.Campaigns;

/// <summary>How many enterprises of a region stand in a status with a colour.</summary>
public sealed record RolloutCount
{
    public required string RegionCode { get; init; }
    public required DeclarationStatus Status { get; init; }
    public RiskColour? Colour { get; init; }

    /// <summary>Reported as free of greater risks.</summary>
    public required bool IsNil { get; init; }
    public required long Enterprises { get; init; }

    /// <summary>How many of them never filed although a deadline that concerns them is over.</summary>
    public required long Overdue { get; init; }
}

/// <summary>How many reports that count as filed were filed on a day.</summary>
public sealed record FiledDay
{
    public required string RegionCode { get; init; }
    public required DateOnly Day { get; init; }
    public required long Enterprises { get; init; }
}

/// <summary>How many were to be filed again by a day that is over.</summary>
public sealed record LateReturns
{
    public required string RegionCode { get; init; }
    public required long Enterprises { get; init; }
}

/// <summary>A region on the board. Who is written off owes nothing and is in no figure but its own.</summary>
public sealed record RolloutRow
{
    public required string Code { get; init; }
    public required string Name { get; init; }
    public required IReadOnlyList<RolloutCount> Counts { get; init; }
    public required long LateReturns { get; init; }
    public required Forecast Forecast { get; init; }

    /// <summary>What has to report: the duty is on the roll, whether anything was filed or not.</summary>
    public long Due => Sum(c => c.Status != DeclarationStatus.WrittenOff);

    public long Filed => Sum(c => c.Status is DeclarationStatus.Submitted or DeclarationStatus.Accepted);

    public long NotFiled => Sum(c => c.Status is DeclarationStatus.NotFiled or DeclarationStatus.Draft);

    public long Overdue => Counts.Sum(c => c.Overdue) + LateReturns;

    /// <summary>Filed as free of greater risks.</summary>
    public long Nil => Sum(c => c.IsNil && c.Status is (DeclarationStatus.Submitted or DeclarationStatus.Accepted));

    public long WrittenOff => Of(DeclarationStatus.WrittenOff);

    /// <summary>Per cent, to a tenth, and never 100 while one is missing.</summary>
    public decimal? Rate => Due == 0 ? null : Filed == Due ? 100 : Math.Min(99.9m, Math.Round(100m * Filed / Due, 1, MidpointRounding.AwayFromZero));

    public long Of(DeclarationStatus status) => Sum(c => c.Status == status);

    public long Of(RiskColour colour) => Sum(c => c.Colour == colour && c.Status != DeclarationStatus.WrittenOff);

    private long Sum(Func<RolloutCount, bool> which) => Counts.Where(which).Sum(c => c.Enterprises);
}
