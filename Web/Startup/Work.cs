using RiskReport.Web.Background;
using RiskReport.Web.Features.Analysis;
using RiskReport.Web.Features.Declarations;
using RiskReport.Web.Features.Enterprises;
using RiskReport.Web.Features.Imports;
using RiskReport.Web.Features.Maps;
using RiskReport.Web.Features.Outputs;
using RiskReport.Web.Features.Reminders;
using RiskReport.Web.Features.Roster;
using RiskReport.Web.Features.RosterJobs;
using RiskReport.Web.Features.SavedViews;
using RiskReport.Web.Features.Shared;
using RiskReport.Web.Identity;
using RiskReport.Web.Mail;

namespace RiskReport.Web.Startup;

internal static class Work
{
    /// <summary>What pages and verbs share, and what runs with nobody waiting; a verb does not start the latter.</summary>
    public static void AddWork(this IServiceCollection services)
    {
        services.AddSingleton<ReportReader>();
        services.AddSingleton<CompanyFileReader>();
        services.AddSingleton<DraftDesk>();
        services.AddSingleton<OutputReader>();
        services.AddSingleton<OutputFiles>();
        services.AddSingleton<Importer>();
        services.AddSingleton<ImportReader>();
        services.AddSingleton<AnnotatedImport>();
        services.AddSingleton<RosterExport>();
        services.AddSingleton<SealedDownloads>();
        services.AddSingleton<AnalysisReader>();
        services.AddSingleton<MapReader>();
        services.AddSingleton<OfficeAccounts>();
        services.AddSingleton<Mailer>();
        services.AddSingleton<LetterBox>();
        services.AddSingleton<AnchorLetters>();
        services.AddHostedService(p => p.GetRequiredService<LetterBox>());
        services.AddSingleton<RosterJobReader>();
        services.AddSingleton<RosterFileMaker>();
        services.AddSingleton<RosterScheduler>();
        services.AddSingleton<RosterColumnsChosen>();
        services.AddSingleton<ImportWorker>();
        services.AddHostedService(p => p.GetRequiredService<ImportWorker>());
        services.AddSingleton<RegradingWorker>();
        services.AddHostedService(p => p.GetRequiredService<RegradingWorker>());
        services.AddSingleton<RosterWorker>();
        services.AddHostedService(p => p.GetRequiredService<RosterWorker>());
        services.AddSingleton<AuditKeeper>();
        services.AddHostedService(p => p.GetRequiredService<AuditKeeper>());
        services.AddSingleton<Reminding>();
        services.AddSingleton<ReminderWorker>();
        services.AddHostedService(p => p.GetRequiredService<ReminderWorker>());
        services.AddHostedService<YearOpener>();
        services.AddSingleton<RetentionWorker>();
        services.AddHostedService(p => p.GetRequiredService<RetentionWorker>());
        services.AddHostedService<ReferenceRefresher>();
    }
}
