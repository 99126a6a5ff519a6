using System.Diagnostics;
using RiskReport.Data.Reference;
using RiskReport.Domain.Grading;

namespace RiskReport.Tests.Benchmarks;

/// <summary><c>grade [--items N]</c>: items graded per second with their sentences, against the bare products and comparisons.</summary>
internal static class GradeItems
{
    private const int ItemsPerEnterprise = 8;

    public static Task<int> RunAsync(string[] args) => Task.FromResult(args switch
    {
        [] => Compare(1_000_000),
        ["--items", var text] when int.TryParse(text, out var items) && items >= ItemsPerEnterprise => Compare(items),
        _ => Usage(),
    });

    private static int Compare(int count)
    {
        var rules = new GradingRules(ReferenceStore.ShippedRuleSets()[0], new Dictionary<string, CatalogueItem>());
        var enterprises = Enterprises(rules.RuleSet, count / ItemsPerEnterprise);
        var items = enterprises.Count * ItemsPerEnterprise;
        GradeAll(enterprises[..Math.Min(1_000, enterprises.Count)], rules);   // pays for compiling

        var (graded, bytes) = Time(() => GradeAll(enterprises, rules));
        var (bare, _) = Time(() => BareAll(enterprises, rules.RuleSet));

        Console.WriteLine(FormattableString.Invariant($"items                 {items:N0} in {enterprises.Count:N0} enterprises"));
        Console.WriteLine(FormattableString.Invariant($"Grader                {items / graded.TotalSeconds:N0} items/s, {(double)bytes / items:N0} bytes an item"));
        Console.WriteLine(FormattableString.Invariant($"bare product          {items / bare.TotalSeconds:N0} items/s, without check, sentence or reasons"));
        return 0;
    }

    private static (TimeSpan Elapsed, long Bytes) Time(Action work)
    {
        GC.Collect();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        work();
        return (watch.Elapsed, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void GradeAll(List<Assessment[]> enterprises, GradingRules rules)
    {
        foreach (var items in enterprises)
        {
            if (Grader.Grade(items, declaresNil: false, rules).Grade is null)
                throw new InvalidOperationException("An item of the benchmark could not be graded.");
        }
    }

    private static void BareAll(List<Assessment[]> enterprises, RuleSet rules)
    {
        var lec = rules.Find(GradingMethod.Lec)!;
        var reds = 0;
        foreach (var items in enterprises)
        {
            foreach (var item in items)
            {
                if (lec.ColourOf((item.L ?? 1) * (item.E ?? 1) * (item.C ?? 1) * (item.S ?? 1)) == RiskColour.Red)
                    reds++;
            }
        }

        GC.KeepAlive(reds);
    }

    private static List<Assessment[]> Enterprises(RuleSet rules, int count)
    {
        var random = new Random(7);
        var methods = new[] { rules.Find(GradingMethod.Lec)!, rules.Find(GradingMethod.Ls)! };
        return Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, ItemsPerEnterprise).Select(_ =>
        {
            var method = methods[random.Next(methods.Length)];
            decimal? Step(string key) => method.Factors.FirstOrDefault(f => f.Key == key) is { } factor ? factor.Steps[random.Next(factor.Steps.Count)].Value : null;
            return new Assessment { Name = "喷漆房火灾", Method = method.Method, L = Step("L"), E = Step("E"), C = Step("C"), S = Step("S") };
        }).ToArray()).ToList();
    }

    private static int Usage()
    {
        Console.Error.WriteLine("usage: grade [--items N]");
        return 2;
    }
}
