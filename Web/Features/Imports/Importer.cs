using RiskReport.Data.Enterprises;
using RiskReport.Data.Imports;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Imports;
using RiskReport.Reports;
using RiskReport.Reports.Uploads;
using RiskReport.Reports.Xlsx;
using RiskReport.Web.Startup;

namespace RiskReport.Web.Features.Imports;

/// <summary>Runs one import job, for the background worker and for the command line alike.</summary>
public sealed class Importer(ImportQueue queue, ImportQueries imports, ApplyImport apply, EnterpriseStore enterprises, ReferenceHolder references, TimeProvider clock)
{
    public async Task RunAsync(ImportJob job, CancellationToken ct)
    {
        var content = await queue.ContentAsync(job.Id, ct);
        bool done;
        do
        {
            ImportPlan plan;
            var day = ChinaTime.Today(clock);
            try
            {
                using var workbook = ImportWorkbook.Open([new UploadedFile(job.FileName, new MemoryStream(content, writable: false))]);
                plan = await PlanAsync(workbook, job, day, ct);
            }
            catch (WorkbookException e)
            {
                await queue.FinishAsync(job.Id, ImportStatus.Failed, e.Message, ct);
                return;
            }

            await queue.TotalsAsync(job.Id, plan.Enterprises.Count, plan.RisksTotal, ct);
            // at midnight other rules may begin: what is not filed by then is planned anew
            done = await apply.RunAsync(job, plan, () => ChinaTime.Today(clock) == day, ct);
        }
        while (!done);

        var summary = await imports.SummaryAsync(job.Id, new Scope(job.RegionCode), ct);
        await queue.FinishAsync(job.Id, ImportStatus.Finished, Sentence(job, summary), ct);
    }

    private async Task<ImportPlan> PlanAsync(ImportWorkbook workbook, ImportJob job, DateOnly day, CancellationToken ct)
    {
        var reference = references.Current;
        var rules = reference.Rules(day) ?? throw new InvalidOperationException("No rule set is in force.");
        var region = new Scope(job.RegionCode);
        return ImportPlanner.Plan(workbook.Enterprises, workbook.Risks, workbook.Notices, reference, rules, await enterprises.ConditionsAsync(region, ct), region, job.Year);
    }

    /// <summary>Never "success" where nothing was written.</summary>
    private static string Sentence(ImportJob job, ImportSummary summary)
    {
        var taken = summary.New + summary.Changed;
        if (job.AllOrNothing && summary.Refused > 0)
            return "文件中有问题，而本次选择了“全部合格才导入”，因此没有导入任何企业。请更正后重新上传。";
        if (taken == 0 && summary.Refused == 0)
            return "文件内容与系统一致，没有任何变化。";
        if (taken == 0 && summary.Unchanged == 0)
            return "没有导入任何企业：所有企业都有问题，请按下列问题更正后重新上传。";
        var counts = $"新增 {summary.New} 家，变更 {summary.Changed} 家，无变化 {summary.Unchanged} 家，未导入 {summary.Refused} 家";
        return job.DryRun ? $"试运行结果（没有写入任何数据）：{counts}。"
            : taken == 0 ? $"没有写入任何变化：{counts}。"
            : $"{counts}。";
    }
}
