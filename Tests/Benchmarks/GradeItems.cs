using System.Diagnostics;
using RiskReport.Data.Reference;
using RiskReport.Domain.Grading;

namespace RiskReport.Tests.Benchmarks;

/// <summary>
/// <c>grade [--items N]</c>: LEC items decided per second on one core, against the bare products and comparisons; and whole
/// enterprises with every sentence.
/// </summary>
internal static class GradeItems
{
    private const int ItemsPerEnterprise = 8;
    private const int Runs = 7;
    private const double LeastPerSecond = 5_000_000;

    public static Task<int> RunAsync(string[] args) => Task.FromResult(args switch
    {
        [] => Compare(1_000_000),
        ["--items", var text] when int.TryParse(text, out var items) && items >= ItemsPerEnterprise => Compare(items),
        _ => Usage(),
    });

    private static int Compare(int count)
    {
        var rules = new GradingRules(Seed.RuleSets()[0].Rules, Catalogue.None);
        var enterprises = Enterprises(rules.RuleSet, count / ItemsPerEnterprise);
        var items = enterprises.SelectMany(e => e).ToArray();
        GradeAll(enterprises[..Math.Min(1_000, enterprises.Count)], rules);   // pays for compiling
        DecideAll(items, rules);
        BareAll(items, rules.RuleSet);

        var decided = Best(() => DecideAll(items, rules));
        var bare = Best(() => BareAll(items, rules.RuleSet));
        var graded = Best(() => GradeAll(enterprises, rules));

        var perSecond = items.Length / decided.Elapsed.TotalSeconds;
        var good = perSecond >= LeastPerSecond && decided.Bytes < items.Length;
        Console.WriteLine(FormattableString.Invariant($"items            {items.Length:N0} LEC items in {enterprises.Count:N0} enterprises, best of {Runs} runs"));
        Console.WriteLine(FormattableString.Invariant($"decide           {perSecond:N0} items/s (limit {LeastPerSecond:N0}), {decided.Bytes:N0} bytes allocated in all {(good ? "ok" : "NOT ENOUGH")}"));
        Console.WriteLine(FormattableString.Invariant($"bare product     {items.Length / bare.Elapsed.TotalSeconds:N0} items/s, without looking whether a value may be there"));
        Console.WriteLine(FormattableString.Invariant($"with sentences   {items.Length / graded.Elapsed.TotalSeconds:N0} items/s, {(double)graded.Bytes / items.Length:N0} bytes an item"));
        return good ? 0 : 1;
    }

    private static (TimeSpan Elapsed, long Bytes) Best(Action work) => Enumerable.Range(0, Runs).Select(_ => Time(work)).MinBy(t => t.Elapsed);

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

    private static void DecideAll(Assessment[] items, GradingRules rules)
    {
        var reds = 0;
        foreach (var item in items)
        {
            if (Grader.Decide(item, rules)!.Colour == RiskColour.Red)
                reds++;
        }

        GC.KeepAlive(reds == 0 ? "" : null);
    }

    private static void BareAll(Assessment[] items, RuleSet rules)
    {
        var lec = rules.Find(GradingMethod.Lec)!;
        var reds = 0;
        foreach (var item in items)
        {
            if (lec.ColourOf(item.L!.Value * item.E!.Value * item.C!.Value) == RiskColour.Red)
                reds++;
        }

        GC.KeepAlive(reds == 0 ? "" : null);
    }

    private static List<Assessment[]> Enterprises(RuleSet rules, int count)
    {
        var random = new Random(7);
        var lec = rules.Find(GradingMethod.Lec)!;
        decimal Step(FactorKey key)
        {
            var steps = lec.Factors.First(f => f.Key == key).Steps;
            return steps[random.Next(steps.Count)].Value;
        }

        return Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, ItemsPerEnterprise)
            .Select(_ => new Assessment { Name = "喷漆房火灾", Method = GradingMethod.Lec, L = Step(FactorKey.L), E = Step(FactorKey.E), C = Step(FactorKey.C) })
            .ToArray()).ToList();
    }

    private static int Usage()
    {
        Console.Error.WriteLine("usage: grade [--items N]");
        return 2;
    }
}
