using Microsoft.Data.Sqlite;
using RiskReport.Data;
using RiskReport.Data.Accounts;
using RiskReport.Data.Analysis;
using RiskReport.Data.Audit;
using RiskReport.Data.Backups;
using RiskReport.Data.Campaigns;
using RiskReport.Data.Changes;
using RiskReport.Data.Declarations;
using RiskReport.Data.Enterprises;
using RiskReport.Data.Grading;
using RiskReport.Data.Imports;
using RiskReport.Data.Inbox;
using RiskReport.Data.Maps;
using RiskReport.Data.Outputs;
using RiskReport.Data.Reference;
using RiskReport.Data.Regrading;
using RiskReport.Data.Reminders;
using RiskReport.Data.Roster;
using RiskReport.Data.Seeding;

namespace RiskReport.Web.Startup;

internal static class Storage
{
    /// <summary>Stores and queries of every feature are registered here.</summary>
    public static void AddStorage(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        var folder = Folder(configuration, environment);
        services.AddSingleton(Database.Create(
            configuration["Database:Provider"] ?? "sqlite",
            configuration.GetConnectionString("RiskReport") ?? DefaultFile(folder)));

        var (keys, suite) = (KeyFolder(configuration, environment), Cryptography.Suite(configuration));
        services.AddSealing(suite, keys);

        services.AddSingleton<AuditLog>();
        services.AddSingleton<AuditQueries>();
        services.AddSingleton<AuditVerifier>();
        services.AddSingleton<VersionVerifier>();
        services.AddSingleton<AuditCheckStore>();
        services.AddSingleton(new AuditAnchors(Path.Combine(folder, "anchors"), keys, suite));
        services.AddSingleton<ReportChanges>();
        services.AddSingleton<ChangeFeed>();
        services.AddSingleton(p => new BackupStore(p.GetRequiredService<Database>(), p.GetRequiredService<AuditLog>(), folder, p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new RestoreStore(p.GetRequiredService<Database>(), folder, p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ReferenceStore>();
        services.AddSingleton<ReferenceHolder>();
        services.AddTransient(p => p.GetRequiredService<ReferenceHolder>().Current);
        services.AddSingleton<RuleSetStore>();
        services.AddSingleton<CatalogueStore>();
        services.AddSingleton<CampaignStore>();
        services.AddSingleton<RolloutQueries>();
        services.AddSingleton<ManagementStore>();
        services.AddSingleton<RegradingQueue>();
        services.AddSingleton<RegradingQueries>();
        services.AddSingleton<RegradeReports>();
        services.AddSingleton<Regrader>();
        services.AddSingleton<RollLookup>();
        services.AddSingleton<MembershipStore>();
        services.AddSingleton<AccountChoiceStore>();
        services.AddSingleton<ActivationStore>();
        services.AddSingleton<AccountRequestStore>();
        services.AddSingleton<SessionStore>();
        services.AddSingleton<ProofStore>();
        services.AddSingleton<AttemptStore>();
        services.AddSingleton<SecondFactorStore>();
        services.AddSingleton<PasswordHistory>();
        services.AddSingleton<MailedCodeStore>();
        services.AddSingleton<ExternalIdentityStore>();
        services.AddSingleton<PeopleStore>();
        services.AddSingleton<Retention>();
        services.AddSingleton<EnterpriseStore>();
        services.AddSingleton<YearStore>();
        services.AddSingleton<CompanyFileQueries>();
        services.AddSingleton<PhoneShownStore>();
        services.AddSingleton<VersionStore>();
        services.AddSingleton<DeclarationStore>();
        services.AddSingleton<PendingStore>();
        services.AddSingleton<CommitLinkStore>();
        services.AddSingleton<ReviewStore>();
        services.AddSingleton<PlanStore>();
        services.AddSingleton<RosterPieces>();
        services.AddSingleton<RosterQueries>();
        services.AddSingleton<MapQueries>();
        services.AddSingleton<BoundaryStore>();
        services.AddSingleton<RiskRosterQueries>();
        services.AddSingleton<AnalysisQueries>();
        services.AddSingleton<RiskTraitsFill>();
        services.AddSingleton<ExportLog>();
        services.AddSingleton<RosterJobQueue>();
        services.AddSingleton<RosterJobDesk>();
        services.AddSingleton(new RosterFiles(Path.Combine(folder, "rosters")));
        services.AddSingleton<SavedViewStore>();
        services.AddSingleton<ScheduleQueue>();
        services.AddSingleton<InboxStore>();
        services.AddSingleton<ReportNotices>();
        services.AddSingleton<ReminderEntries>();
        services.AddSingleton<ReminderStore>();
        services.AddSingleton<ReminderMailQueue>();
        services.AddSingleton<ReminderTemplateStore>();
        services.AddSingleton<ImportQueue>();
        services.AddSingleton<ImportQueries>();
        services.AddSingleton<ImportDesk>();
        services.AddSingleton<KnownEnterprises>();
        services.AddSingleton<FileImported>();
        services.AddSingleton<ApplyImport>();
        services.AddSingleton<RemoveImported>();
        services.AddSingleton<RestoreReport>();
        services.AddSingleton<UndoImport>();
        services.AddSingleton<RollQueries>();
        services.AddSingleton<CitySeed>();
        services.AddHealthChecks().AddCheck<DatabaseReady>(nameof(DatabaseReady));
    }

    /// <summary>Of cookies and tokens alike; several instances share it.</summary>
    public static string KeyFolder(IConfiguration configuration, IHostEnvironment environment) =>
        Directory.CreateDirectory(Path.Combine(Folder(configuration, environment), "keys")).FullName;

    private static string Folder(IConfiguration configuration, IHostEnvironment environment) =>
        Path.GetFullPath(configuration["Storage:Folder"] ?? "App_Data", environment.ContentRootPath);

    private static string DefaultFile(string folder) =>
        new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "riskreport.db") }.ToString();
}
