namespace RiskReport.Domain.Reference;

/// <summary>A subject that is asked about on its own, and the industries in which it is to be expected.</summary>
public sealed record SpecialSheet
{
    /// <summary>The key of the yes-or-no field.</summary>
    public required string Code { get; init; }

    /// <summary>Beginnings of GB/T 4754-2017 codes, apart by semicolons.</summary>
    public required string Industries { get; init; }
    public required DateOnly EffectiveFrom { get; init; }

    /// <summary>Those that hold on a day, one of a code.</summary>
    public static IEnumerable<SpecialSheet> On(IEnumerable<SpecialSheet> sheets, DateOnly day) =>
        sheets.Where(s => s.EffectiveFrom <= day).GroupBy(s => s.Code).Select(g => g.MaxBy(s => s.EffectiveFrom)!);

    /// <summary>A code shorter than the beginning may be meant too: better to be asked than to be overlooked.</summary>
    public bool IsExpectedIn(string industryCode) => Industries.Split(';')
        .Any(i => industryCode.StartsWith(i, StringComparison.Ordinal) || i.StartsWith(industryCode, StringComparison.Ordinal));
}
