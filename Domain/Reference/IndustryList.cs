namespace RiskReport.Domain.Reference;

public sealed record Industry : IDated
{
    public required string Code { get; init; }
    public required string Section { get; init; }
    public required string Name { get; init; }
    public DateOnly? ValidFrom { get; init; }
    public DateOnly? ValidTo { get; init; }
}

/// <summary>
/// The industries that must report, GB/T 4754-2017 with its amendment of 2019: divisions 06 to 46 and 57 with their
/// groups, and of division 59 only group 594. What is not on the list is outside the scope.
/// </summary>
public sealed class IndustryList(IReadOnlyList<Industry> industries)
{
    private readonly Dictionary<string, Industry> byCode = industries.ToDictionary(i => i.Code);

    public IReadOnlyList<Industry> All => industries;

    /// <summary>
    /// The group of a code of three or four digits, the division of one of two; null outside the scope, and where the
    /// division has no such group. Four-digit classes are told by their group: the list does not go further.
    /// </summary>
    public Industry? Of(string code, int year) =>
        byCode.GetValueOrDefault(code.Length > 3 ? code[..3] : code) is { } industry && industry.HoldsIn(year) ? industry : null;
}
