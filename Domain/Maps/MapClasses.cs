namespace RiskReport.Domain.Maps;

/// <summary>Five steps of shading. A value belongs to the last step whose lower bound it reaches.</summary>
public sealed record MapClasses(IReadOnlyList<decimal> From)
{
    public const int Steps = 5;

    /// <summary>Where the steps by rank begin, after the first.</summary>
    private static readonly double[] Ranks = [0.5, 0.8, 0.93, 0.97];

    public int Of(decimal value) => Math.Max(0, From.Count(f => value >= f) - 1);

    /// <summary>Even steps from nothing to the highest value, or to a hundred where that is the natural end.</summary>
    public static MapClasses Even(MapMeasure measure, IEnumerable<decimal> values)
    {
        var top = measure == MapMeasure.Filed ? 100 : values.DefaultIfEmpty(0).Max();
        if (top == 0)
            return new MapClasses([0]);
        var step = measure == MapMeasure.Major ? Math.Max(1, Math.Ceiling((top + 1) / Steps)) : Math.Max(0.1m, Math.Ceiling(10 * top / Steps) / 10);
        return new MapClasses([.. Enumerable.Range(0, Steps).Select(i => i * step)]);
    }

    /// <summary>By rank, since risks crowd: half of the cells stand in the first step, one in thirty in the last.</summary>
    public static MapClasses Ranked(IEnumerable<int> values)
    {
        var sorted = values.Where(v => v > 0).Order().ToList();
        var from = Ranks.Where(_ => sorted.Count > 0).Select(q => (decimal)sorted[(int)(q * (sorted.Count - 1))]);
        return new MapClasses([.. from.Prepend(0).Distinct()]);
    }

    public string Word(int step, string unit = "") => step + 1 < From.Count ? $"{From[step]:0.#} 至不足 {From[step + 1]:0.#}{unit}" : $"{From[step]:0.#}{unit}及以上";
}
