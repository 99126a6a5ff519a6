using Microsoft.Data.Sqlite;
using RiskReport.Data;
using RiskReport.Data.Audit;
using RiskReport.Data.Changes;
using RiskReport.Data.Declarations;
using RiskReport.Data.Enterprises;
using RiskReport.Data.Imports;
using RiskReport.Data.Inbox;
using RiskReport.Data.Reference;
using RiskReport.Data.Seeding;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Imports;
using RiskReport.Domain.Reference;
using RiskReport.Reports;
using RiskReport.Reports.Uploads;

namespace RiskReport.Tests.Benchmarks;

/// <summary>What an import works with on a SQLite file, without the program around it.</summary>
internal sealed class ImportRig
{
    public const int Year = 2026;
    public const int RisksPerEnterprise = 5;

    private readonly ApplyImport apply;
    private readonly UndoImport undo;

    public ImportRig(string file, TimeProvider clock)
    {
        Database = Database.Create("sqlite", $"Data Source={file}");
        Enterprises = new EnterpriseStore(Database, clock);
        var audit = new AuditLog(Database, clock);
        var changes = new ReportChanges(Database, audit, clock);
        Declarations = new DeclarationStore(Database, Enterprises, new VersionStore(Database), changes, clock);
        Queue = new ImportQueue(Database, new InboxStore(Database, clock), clock);
        var remove = new RemoveImported(Database);
        undo = new UndoImport(Database, remove, new RestoreReport(Database, Declarations, remove, clock), changes, Queue, clock);
        apply = new ApplyImport(Database, new KnownEnterprises(Database, Enterprises, Declarations), new FileImported(Database, Enterprises), changes, Queue, clock);
    }

    public Database Database { get; }

    public EnterpriseStore Enterprises { get; }

    public DeclarationStore Declarations { get; }

    public ImportQueue Queue { get; }

    /// <summary>A folder with a workbook, file.xlsx, and a database, empty.db, in whose queue it stands; the caller deletes it.</summary>
    /// <param name="known">How many of the enterprises are on the roll already, in every state a report can have, with fewer risks.</param>
    public static async Task<string> PrepareAsync(int enterprises, ImportStage stage, int known = 0)
    {
        var folder = Directory.CreateTempSubdirectory("riskreport-import-").FullName;
        var database = Database.Create("sqlite", $"Data Source={Path.Combine(folder, "empty.db")}");
        await Migrations.RunAsync(database);
        var reference = await new ReferenceStore(database).ReadAsync(CancellationToken.None);
        await new CitySeed(database, new ReferenceStore(database), new ReportChanges(database, new AuditLog(database, TimeProvider.System), TimeProvider.System), TimeProvider.System).AddAsync(known, RisksPerEnterprise - 1, Year, ImportFileMaker.Seed, _ => { }, CancellationToken.None);
        var file = ImportFileMaker.Make(reference, enterprises, RisksPerEnterprise, Year);
        await File.WriteAllBytesAsync(Path.Combine(folder, "file.xlsx"), file);
        await new ImportDesk(database, new AuditLog(database, TimeProvider.System), TimeProvider.System).AddAsync(new NewImport
        {
            FileName = "file.xlsx",
            FileSha256 = "",
            Files = [new StoredFile("file.xlsx", "", file)],
            RegionCode = "3205",
            Year = Year,
            Stage = stage,
        }, new Actor("benchmark", "benchmark", "benchmark"), CancellationToken.None);
        SqliteConnection.ClearAllPools();
        return folder;
    }

    /// <summary>A fresh copy of that database under this name.</summary>
    public static string Copy(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        foreach (var old in new[] { path, path + "-wal", path + "-shm" })
            File.Delete(old);
        File.Copy(Path.Combine(folder, "empty.db"), path);
        return path;
    }

    public Task<ReferenceData> ReferenceAsync() => new ReferenceStore(Database).ReadAsync(CancellationToken.None);

    /// <summary>Runs a job that has been taken, to its end.</summary>
    public async Task RunAsync(ImportJob job, ReferenceData reference)
    {
        var rows = await ReadAsync(job.Id);
        // as Importer does
        GC.Collect(2, GCCollectionMode.Forced, blocking: false);
        await Queue.TotalsAsync(job, rows.Enterprises, rows.Risks, rows.Enterprises + rows.Risks, CancellationToken.None);
        var planner = new ImportPlanner(reference, reference.Rules(new DateOnly(Year, 11, 1))!, Scope.City, Year);
        await apply.RunAsync(job, rows, planner, [], () => true, CancellationToken.None);
    }

    private async Task<ImportRows> ReadAsync(long id)
    {
        using var workbook = ImportWorkbook.Open((await Queue.FilesAsync(id, CancellationToken.None)).Select(f => new UploadedFile(f.Name, new MemoryStream(f.Content, writable: false))).ToList());
        return ImportRows.Read(workbook.Enterprises, workbook.Risks, CancellationToken.None);
    }

    /// <summary>Takes back a job that has been taken again for that.</summary>
    public Task UndoAsync(ImportJob job) => undo.RunAsync(job, CancellationToken.None);
}
