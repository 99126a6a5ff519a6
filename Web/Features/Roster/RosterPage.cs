using RiskReport.Domain.Privacy;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;

namespace RiskReport.Web.Features.Roster;

public sealed record RosterPage
{
    public const int Size = 50;

    /// <summary>The page that the filter is of, and what its address keeps beside the filter.</summary>
    public string Action { get; init; } = "/roster";
    public IReadOnlyList<(string Name, string? Value)> Kept { get; init; } = [];
    public required RosterSearch Search { get; init; }

    /// <summary>As it was asked for; where it cannot be, the whole of the caller's region, and <see cref="Problems"/> says why.</summary>
    public required RosterRequest Request { get; init; }
    public required ReferenceData Reference { get; init; }

    /// <summary>The caller's own, of which the page offers the units.</summary>
    public required string RegionCode { get; init; }
    public required int ThisYear { get; init; }

    /// <summary>What the caller may see of persons.</summary>
    public Sight Sight { get; init; } = Sight.Masked;
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>The columns that the address names or the account has chosen, which files have too; none where there is no choice.</summary>
    public required IReadOnlyList<string> Chosen { get; init; }

    /// <summary>Keys of the columns on the screen, in their order.</summary>
    public IReadOnlyList<string> Columns => (Request with { Columns = Chosen }).ColumnsOr(ColumnChoice.Usual(Request.Kind));

    /// <summary>The caller's own, and what its office shares.</summary>
    public required IReadOnlyList<SavedView> Views { get; init; }
    public RosterCounts Counts { get; init; } = new([]);

    /// <summary>How many enterprises match.</summary>
    public long Total { get; init; }
    public int Number { get; init; } = 1;
    public RiskCounts? RiskCounts { get; init; }
    public RosterGrid? Grid { get; init; }
    public RosterStatistics? Statistics { get; init; }

    /// <summary>The first and the last line of the page, by which the next and the previous one are found.</summary>
    public (string First, string Last)? Ends { get; init; }

    public RosterFilter Filter => Request.Filter;

    /// <summary>How many lines the list has.</summary>
    public long Lines => Request.Kind == RosterKind.Items ? RiskCounts?.Matching(Filter) ?? 0 : Total;

    public int Pages => (int)Math.Max(1, (Lines + Size - 1) / Size);

    public string Words => Filter.InWords(Reference);
}
