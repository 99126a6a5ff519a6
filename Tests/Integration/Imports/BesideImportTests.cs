using Microsoft.Extensions.DependencyInjection;
using RiskReport.Data.Imports;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Imports;
using RiskReport.Domain.Reference;
using RiskReport.Tests.Support;
using RiskReport.Web.Features.Imports;

namespace RiskReport.Tests.Integration.Imports;

/// <summary>Nobody has to wait for an import to end.</summary>
[TestClass]
public sealed class BesideImportTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task A_report_is_filed_and_the_roster_answers_while_an_import_runs()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var office = await app.SignedInAsync(Role.Township);
        var form = (await ReportForm.OpenAsync(filer.Client)).Nil();
        using var begun = new SemaphoreSlim(0);
        using var answered = new ManualResetEventSlim();

        // the first batch waits until all is ready, the fifth until everybody has been answered: between them they contend
        var batches = 0;
        var import = Task.Run(() => ImportAsync(app, 1000, () =>
        {
            if (++batches == 1)
                begun.Release();
            return batches < 5 || answered.Wait(TimeSpan.FromSeconds(30));
        }), TestContext.CancellationToken);
        await begun.WaitAsync(TestContext.CancellationToken);
        await form.SubmitAsync(filer.Client);
        var roster = await office.PageAsync("/roster");
        answered.Set();

        Assert.IsNotNull(roster.QuerySelector("table"));
        Assert.AreEqual(ApplyEnd.Done, await import);
        Assert.AreEqual(1000, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Declaration WHERE Status = 2 AND Source = 2"));
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Declaration WHERE Status = 2 AND Source = 1"));
    }

    private static async Task<ApplyEnd> ImportAsync(TestApp app, int count, Func<bool> beforeBatch)
    {
        var services = app.Services;
        var file = new ImportFile();
        for (var i = 0; i < count; i++)
            file.Enterprise(Enterprises.NewCreditCode());
        StoredFile[] files = [ImportFiles.Of("企业.xlsx", file.Bytes())];
        var queue = services.GetRequiredService<ImportQueue>();
        var id = await services.GetRequiredService<ImportDesk>().AddAsync(
            files.ToImport(TestApp.Kunshan, ReportForm.Year, ImportStage.Apply), new Actor("office", "test", "test"), CancellationToken.None);
        var job = await queue.TakeAsync(id, CancellationToken.None) ?? throw new AssertFailedException("Somebody else has the import.");
        using var workbook = files.Open(TestApp.Kunshan);
        var rows = ImportRows.Read(workbook.Enterprises, workbook.Risks, CancellationToken.None);
        await queue.TotalsAsync(job, rows.Enterprises, rows.Risks, rows.Enterprises + rows.Risks, CancellationToken.None);
        var reference = services.GetRequiredService<ReferenceData>();
        var planner = new ImportPlanner(reference, reference.Rules(new DateOnly(2026, 11, 24))!, new Scope(TestApp.Kunshan), ReportForm.Year);
        return await services.GetRequiredService<ApplyImport>().RunAsync(job, rows, planner, [], beforeBatch, CancellationToken.None);
    }
}
