using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using RiskReport.Data.Imports;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Imports;
using RiskReport.Tests.Support;
using RiskReport.Web.Features.Imports;
using RiskReport.Web.Startup;

namespace RiskReport.Tests.Integration.Imports;

/// <summary>At midnight other rules may begin: an import that runs over it is planned anew, but was found all good once and for all.</summary>
[TestClass]
public sealed class ImportMidnightTests
{
    [TestMethod]
    public async Task All_or_nothing_is_not_asked_again_after_midnight_when_a_part_is_taken()
    {
        await using var app = await TestApp.StartAsync(configure: services =>
        {
            foreach (var worker in services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationFactory is not null).ToList())
                services.Remove(worker);
        });
        var services = app.Services;
        var file = new ImportFile();
        for (var i = 0; i < 220; i++)
            file.Enterprise(Enterprises.NewCreditCode());
        var id = await services.GetRequiredService<ImportDesk>().AddAsync(
            new[] { ImportFiles.Of("企业.xlsx", file.Bytes()) }.ToImport(TestApp.Kunshan, 2026, ImportStage.Apply) with { AllOrNothing = true },
            new Actor("office", "test", "test"), CancellationToken.None);
        var job = (await services.GetRequiredService<ImportQueue>().TakeAsync(id, CancellationToken.None))!;
        // asked for the day, before the first batch, before the second: by then it is tomorrow, and one of the first has been accepted otherwise
        var clock = new Midnight(app.Clock.GetUtcNow(), () =>
            app.Database.ScalarAsync<int>("UPDATE Declaration SET Status = 4, AcceptedVersion = 1 WHERE Id = 1; UPDATE Enterprise SET Employees = 5 WHERE Id = 1; SELECT 0").GetAwaiter().GetResult());
        var importer = new Importer(
            services.GetRequiredService<ImportQueue>(), services.GetRequiredService<ImportQueries>(), services.GetRequiredService<ApplyImport>(),
            services.GetRequiredService<UndoImport>(), services.GetRequiredService<ReferenceHolder>(), clock, NullLogger<Importer>.Instance);

        await importer.RunAsync(job, CancellationToken.None);

        Assert.IsTrue(clock.HasPassed);
        Assert.AreEqual("新增 220 家，变更 0 家，无变化 0 家，未导入 0 家。", await app.Database.ScalarAsync<string>("SELECT Message FROM ImportJob"));
        Assert.AreEqual(220, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM DeclarationVersion"));
    }

    private sealed class Midnight(DateTimeOffset today, Action passes) : TimeProvider
    {
        private int asked;

        public bool HasPassed => asked >= 3;

        public override DateTimeOffset GetUtcNow()
        {
            if (++asked == 3)
                passes();
            return HasPassed ? today.AddDays(1) : today;
        }
    }
}
