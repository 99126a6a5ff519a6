using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RiskReport.Data.Audit;
using RiskReport.Data.Changes;
using RiskReport.Data.Declarations;
using RiskReport.Data.Enterprises;
using RiskReport.Data.Grading;
using RiskReport.Data.Reference;
using RiskReport.Data.Regrading;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Regrading;
using RiskReport.Web.Background;
using RiskReport.Web.Startup;

namespace RiskReport.Tests.Support;

/// <summary>One instance of the program as far as it grades again, without the host: nothing happens unless the test says so.</summary>
internal sealed class RegradingInstance
{
    public static readonly Actor Admin = new("管理员张三", "网页 10.0.0.1", "苏应急〔2026〕88号");

    private readonly TestDatabase test;

    private RegradingInstance(TestDatabase test, FakeTimeProvider clock, RuleSetStore ruleSets, ReferenceHolder references)
    {
        this.test = test;
        Clock = clock;
        RuleSets = ruleSets;
        References = references;
        Queue = new RegradingQueue(test.Database, clock);
        Worker = new RegradingWorker(Queue, RegraderBy(clock), references, clock, NullLogger<RegradingWorker>.Instance);
    }

    public FakeTimeProvider Clock { get; }

    public RegradingQueue Queue { get; }

    public RegradingQueries Runs => new(test.Database);

    public RegradeReports Reports => new(
        test.Database, new DeclarationStore(test.Database, new EnterpriseStore(test.Database, Clock), new VersionStore(test.Database), Changes, Clock), Clock);

    private ReportChanges Changes => new(test.Database, new AuditLog(test.Database, Clock), Clock);

    public RuleSetStore RuleSets { get; }

    public ReferenceHolder References { get; }

    public RegradingWorker Worker { get; }

    public static async Task<RegradingInstance> OnAsync(TestDatabase test, FakeTimeProvider? clock = null)
    {
        clock ??= new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 2, 0, 0, TimeSpan.Zero));
        var references = new ReferenceHolder(new ReferenceStore(test.Database));
        await references.RefreshAsync(CancellationToken.None);
        return new RegradingInstance(test, clock, new RuleSetStore(test.Database, new AuditLog(test.Database, clock), clock), references);
    }

    /// <summary>The running program's own rules and clock.</summary>
    public static RegradingInstance Of(TestApp app) => new(
        app.Database, app.Clock, app.Services.GetRequiredService<RuleSetStore>(), app.Services.GetRequiredService<ReferenceHolder>());

    /// <summary>A regrader whose clock tells the test how far it has come: it is asked once for every chunk.</summary>
    public Regrader RegraderBy(TimeProvider clock, RegradingQueue? queue = null) => new(test.Database, queue ?? Queue, Reports, Changes, clock);

    public GradingRules Rules(string name) => References.Current.Rules(DateOnly.FromDateTime(Clock.GetUtcNow().Date), name)!;

    public RunRules RunRules(string name) => new(Entry(name).Rules, References.Current);

    public RuleSetEntry Entry(string name) => References.Current.RuleSet(name)!;

    public Task<long> QueueAsync(string ruleSet, string region = TestApp.Kunshan) => Queue.SimulateAsync(
        Entry(ruleSet), new Scope(region), 2026, new Actor("test", "test", "test"), CancellationToken.None);

    /// <summary>Until nothing is queued.</summary>
    public async Task WorkAsync()
    {
        while (await Worker.RunOneAsync(CancellationToken.None))
            await Task.Yield();
    }

    /// <summary>Leaves the run running for ever: whoever else works on this database does not touch it.</summary>
    public async Task HoldAsync(long id)
    {
        while (!(await FindAsync(id)).IsOver)
            await WorkAsync();
        await test.ExecuteAsync("UPDATE RegradingRun SET Status = 1, FinishedAt = NULL, HeartbeatAt = @Now WHERE Id = @Id", new { Id = id, Now = Clock.GetUtcNow().UtcDateTime });
    }

    public async Task<RegradingRun> FindAsync(long id) => (await Runs.FindAsync(id, Scope.City, CancellationToken.None))!;

    public Task<RegradingCounts> CountsAsync(long id) => Runs.CountsAsync(id, Scope.City, CancellationToken.None);

    /// <summary>A copy of a set that ships, changed, as a draft.</summary>
    public async Task DraftAsync(string name, Func<RuleSet, RuleSet> change, string of = "2021-A")
    {
        var draft = References.Current.RuleSet(of)!.Rules with { Name = name };
        Assert.IsTrue(await RuleSets.CopyAsync(draft, Admin, CancellationToken.None));
        Assert.IsTrue(await RuleSets.SaveAsync(change(draft), 1, Admin, CancellationToken.None));
        await References.RefreshAsync(CancellationToken.None);
    }

    public async Task DecideAsync(string name, DateOnly day, int? regradeFromYear)
    {
        Assert.IsTrue(await RuleSets.DecideAsync(References.Current.RuleSet(name)!, day, regradeFromYear, Admin, CancellationToken.None));
        await References.RefreshAsync(CancellationToken.None);
    }
}

/// <summary>Changes to a rule set that a test puts together.</summary>
internal static class RuleChanges
{
    public static RuleSet Method(this RuleSet set, GradingMethod method, Func<ScoringMethod, ScoringMethod> change) =>
        set with { Methods = [.. set.Methods.Select(m => m.Method == method ? change(m) : m)] };

    public static ScoringMethod From(this ScoringMethod method, decimal red, decimal orange, decimal yellow) => method with
    {
        Red = method.Red with { From = red },
        Orange = method.Orange with { From = orange },
        Yellow = method.Yellow with { From = yellow },
    };

    /// <summary>LEC without C=15, which many stored items use, and with 16 in its place.</summary>
    public static RuleSet WithoutC15(this RuleSet set) => set.Method(GradingMethod.Lec, m => m with
    {
        Factors = [.. m.Factors.Select(f => f with { Steps = [.. f.Steps.Select(s => f.Key == FactorKey.C && s.Value == 15 ? s with { Value = 16 } : s)] })],
    });

    /// <summary>Milder by every method; fewer people in a dangerous place are enough for orange, but none for red, and a major hazard alone for nothing.</summary>
    public static RuleSet Milder(this RuleSet set) => set
        .Method(GradingMethod.Lec, m => m.From(400, 200, 100))
        .Method(GradingMethod.Ls, m => m.From(25, 16, 10))
        .Method(GradingMethod.Mes, m => m.From(200, 150, 50)) with
    {
        MajorHazard = set.MajorHazard with { Levels = [.. set.MajorHazard.Levels.Select(l => l with { Colour = l.Level == 1 ? RiskColour.Red : RiskColour.Yellow })] },
        Chemical = set.Chemical with { Yellow = set.Chemical.Yellow with { From = 70 } },
        Overrides = [.. set.Overrides.Where(o => o.Id != "OV-2").Select(o => o.Id == "OV-1" ? o with { AtLeast = 5, Colour = RiskColour.Orange } : o)],
    };
}
