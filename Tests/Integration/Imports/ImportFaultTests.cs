using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using RiskReport.Data.Imports;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Imports;

/// <summary>The program is killed while it works on an import; another takes it up and comes to the same end as if nothing had been.</summary>
[TestClass]
public sealed class ImportFaultTests
{
    private const string Running = "SELECT COUNT(*) FROM ImportJob WHERE Id = 2 AND Status = 1";
    private const string Outcomes = "SELECT COUNT(*) FROM ImportOutcome WHERE ImportId = 2";
    private const string Undone = "SELECT COUNT(*) FROM ImportOutcome WHERE ImportId = 2 AND Undone IS NOT NULL";
    private const int Count = 800;

    private static readonly Actor Office = new("office", "test", "test");
    private static readonly Scope County = new(TestApp.Kunshan);

    /// <summary>A third of the enterprises are known, some of them unchanged, a tenth is refused, some have risks, and one risk belongs to nobody.</summary>
    private static readonly Lazy<(byte[] Known, byte[] File)> Files = new(MakeFiles);

    private static readonly Lazy<Task<(List<string> Imported, List<string> Undone)>> Undisturbed = new(RunUndisturbedAsync);

    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow(Running, 1)]
    [DataRow(Outcomes, 1)]
    [DataRow(Outcomes, 401)]
    public async Task An_import_killed_in_the_middle_ends_like_one_that_was_not(string progress, int enough)
    {
        await using var app = await StartAsync();
        await app.QueueImportAsync(Files.Value.File, Office);

        await KillAsync(app, progress, enough);
        var before = await app.Database.ScalarAsync<int>(Outcomes);
        await TakeUpAsync(app);

        Assert.IsLessThan(Count, before);
        Assert.IsNull(ImportedState.Difference((await Undisturbed.Value).Imported, await ImportedState.ReadAsync(app.Database.Database)));
    }

    [TestMethod]
    public async Task An_undo_killed_in_the_middle_ends_like_one_that_was_not()
    {
        await using var app = await StartAsync();
        await app.QueueImportAsync(Files.Value.File, Office);
        await app.RunImportAsync();
        await UndoAsync(app);

        await KillAsync(app, Undone, 1);
        var before = await app.Database.ScalarAsync<int>(Undone);
        await TakeUpAsync(app);

        Assert.IsLessThan(Count / 2, before);
        Assert.IsNull(ImportedState.Difference((await Undisturbed.Value).Undone, await ImportedState.ReadAsync(app.Database.Database)));
    }

    /// <summary>On the day of the real clock, which the killed program goes by, with the known enterprises on the roll and no worker of its own.</summary>
    private static async Task<TestApp> StartAsync()
    {
        var app = await TestApp.StartAsync(configure: services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new FakeTimeProvider(TimeProvider.System.GetUtcNow())));
            foreach (var worker in services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationFactory is not null).ToList())
                services.Remove(worker);
        });
        await app.QueueImportAsync(Files.Value.Known, Office);
        await app.RunImportAsync();
        return app;
    }

    private static async Task UndoAsync(TestApp app) =>
        Assert.IsTrue(await app.Services.GetRequiredService<ImportDesk>().UndoAsync(2, "错误的文件", County, Office, CancellationToken.None));

    private async Task KillAsync(TestApp app, string progress, int enough)
    {
        await using (ProgramProcess.Start(app.Database))
        {
            while (await app.Database.ScalarAsync<int>(progress) < enough)
                await Task.Delay(1, TestContext.CancellationToken);
        }

        Assert.AreEqual(1, await app.Database.ScalarAsync<int>(Running), "killed while it was at work");
    }

    /// <summary>When nothing has been heard of the killed one for long enough.</summary>
    private static async Task TakeUpAsync(TestApp app)
    {
        ((FakeTimeProvider)app.Services.GetRequiredService<TimeProvider>()).SetUtcNow(TimeProvider.System.GetUtcNow() + ImportQueue.Silence + TimeSpan.FromSeconds(1));
        await app.RunImportAsync();
        Assert.AreEqual(2, await app.Database.ScalarAsync<int>("SELECT Attempts - AttemptsBefore FROM ImportJob WHERE Id = 2"));
    }

    private static async Task<(List<string> Imported, List<string> Undone)> RunUndisturbedAsync()
    {
        await using var app = await StartAsync();
        await app.QueueImportAsync(Files.Value.File, Office);
        await app.RunImportAsync();
        var imported = await ImportedState.ReadAsync(app.Database.Database);
        await UndoAsync(app);
        await app.RunImportAsync();
        return (imported, await ImportedState.ReadAsync(app.Database.Database));
    }

    private static (byte[] Known, byte[] File) MakeFiles()
    {
        var (known, file) = (new ImportFile(), new ImportFile());
        for (var i = 0; i < Count; i++)
        {
            var code = Enterprises.NewCreditCode();
            var risky = i % 4 == 0;
            file.Enterprise(code, cells: [("从业人数", i % 10 == 3 ? "很多" : 20 + i), ("有无较大以上风险", risky ? "有" : "无")]);
            if (risky)
                file.Risk(code, ("C", 40)).Risk(code);
            if (i % 3 == 0)
                known.Enterprise(code, cells: ("从业人数", i % 2 == 0 ? 5 : 20 + i));
        }

        return (known.Bytes(), file.Risk(Enterprises.NewCreditCode()).Bytes());
    }
}
