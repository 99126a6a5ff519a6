namespace RiskReport.Domain.Reference;

/// <summary>
/// 大中小微 for industry (统计上大中小微型企业划分办法 2017): both lower bounds must be reached, else it is the next class.
/// Not to be confused with 规上 and 规下, which is about revenue alone.
/// </summary>
public sealed record SizeClass
{
    public required string Name { get; init; }
    public required int EmployeesFrom { get; init; }

    /// <summary>10,000 yuan a year.</summary>
    public required decimal RevenueFrom { get; init; }
    public required DateOnly EffectiveFrom { get; init; }
}

public static class SizeClasses
{
    public static SizeClass? Of(this IReadOnlyList<SizeClass> classes, int employees, decimal revenue, DateOnly day)
    {
        var edition = classes.Where(c => c.EffectiveFrom <= day).Max(c => (DateOnly?)c.EffectiveFrom);
        return classes
            .Where(c => c.EffectiveFrom == edition && employees >= c.EmployeesFrom && revenue >= c.RevenueFrom)
            .MaxBy(c => (c.EmployeesFrom, c.RevenueFrom));
    }
}
