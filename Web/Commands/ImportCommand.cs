using System.CommandLine;
using RiskReport.Data.Imports;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Imports;
using RiskReport.Domain.Reference;
using RiskReport.Reports.Xlsx;
using RiskReport.Web.Background;
using RiskReport.Web.Features.Imports;

namespace RiskReport.Web.Commands;

/// <summary>The bulk import without a browser: the same job, the same rules, run at once.</summary>
internal static class ImportCommand
{
    private const int AllTaken = 0;
    private const int SomeRefused = 1;

    public static Command Create(VerbHost host)
    {
        var file = new Argument<FileInfo[]>("FILE") { Description = "导入工作簿（.xlsx、.xlsm、.xls），或一至两个 .csv", Arity = new ArgumentArity(1, 2) };
        var region = new Option<string>("--region") { Description = "导入的地区代码（4、6 或 9 位）", Required = true };
        var year = new Option<int?>("--year") { Description = "报告年度，默认今年" };
        var dryRun = new Option<bool>("--dry-run") { Description = "只检查，不写入" };
        var accept = new Option<string>("--accept") { Description = "good：导入合格的企业（默认）；all：全部合格才导入", DefaultValueFactory = _ => "good" };
        accept.AcceptOnlyFromAmong("good", "all");
        var annotated = new Option<FileInfo?>("--annotated") { Description = "把标出问题的工作簿写到这个文件" };
        var json = new Option<bool>("--json") { Description = "以 JSON 输出结果" };
        var command = new Command("import", "批量导入企业和安全风险") { file, region, year, dryRun, accept, annotated, json };
        command.SetAction(async (parsed, ct) =>
        {
            var error = parsed.InvocationConfiguration.Error;
            var given = parsed.GetRequiredValue(file);
            if (Array.Find(given, f => !f.Exists) is { } missing)
                return await RefuseAsync(error, $"找不到文件 {missing.FullName}。");
            if (given.Sum(f => f.Length) > WorkbookLimits.Default.FileBytes)
                return await RefuseAsync(error, $"文件超过 {WorkbookLimits.Default.FileBytes >> 20} MB。");

            if (parsed.GetValue(annotated) is { } marked && Array.Exists(given, f => Real(f) == Real(marked)))
                return await RefuseAsync(error, $"--annotated 指向导入的文件 {marked.FullName} 本身，原文件会被覆盖；请另取文件名。");

            await using var app = await host.ReadyAsync(ct);
            var thisYear = ChinaTime.Today(app.Services.GetRequiredService<TimeProvider>()).Year;
            var reportYear = parsed.GetValue(year) ?? thisYear;
            var code = parsed.GetRequiredValue(region);
            if (app.Services.GetRequiredService<ReferenceData>().Regions.Find(code) is not { } office)
                return await RefuseAsync(error, $"没有代码为“{code}”的地区。");
            if (reportYear is < 2021 || reportYear > thisYear + 1)
                return await RefuseAsync(error, $"年度 {reportYear} 无效，应在 2021 至 {thisYear + 1} 之间。");

            var files = new List<StoredFile>();
            foreach (var one in given)
                files.Add(ImportFiles.Of(one.Name, await File.ReadAllBytesAsync(one.FullName, ct)));
            try
            {
                files.Open(office.Code).Dispose();
            }
            catch (WorkbookException e)
            {
                return await RefuseAsync(error, e.Message);
            }

            var job = await RunAsync(app.Services, files.ToImport(office.Code, reportYear, parsed.GetValue(dryRun) ? ImportStage.Check : ImportStage.Apply) with
            {
                AllOrNothing = parsed.GetValue(accept) == "all",
                Confirmation = "命令行导入时由操作人员确认",
            }, ct);
            if (job.Status == ImportStatus.Failed)
                return await RefuseAsync(error, job.Message ?? "文件无法使用。");

            var imports = app.Services.GetRequiredService<ImportQueries>();
            var scope = new Scope(office.Code);
            var summary = await imports.SummaryAsync(job.Id, scope, ct);
            if (parsed.GetValue(annotated) is { } target)
            {
                try
                {
                    // all of it first: half a workbook must not take the place of what the target held
                    using var output = new MemoryStream();
                    await app.Services.GetRequiredService<AnnotatedImport>().WriteAsync(job, files, scope, output, ct);
                    await File.WriteAllBytesAsync(target.FullName, output.ToArray(), ct);
                }
                catch (WorkbookException e)
                {
                    await error.WriteLineAsync(AnnotatedImport.WhyNot(e));
                }
            }

            await ImportAnswer.WriteAsync(
                parsed.InvocationConfiguration.Output, job, summary, warnings => imports.EachProblemAsync(job.Id, warnings, scope, ct), parsed.GetValue(json));
            return summary.Refused > 0 || (await imports.GroupsAsync(job.Id, scope, ct)).Any(g => g.Level == ProblemLevel.Fault) ? SomeRefused : AllTaken;
        });
        return command;
    }

    /// <summary>
    /// Works like a server until its own job is over, the oldest first: what a killed program has left behind must not overwrite later what
    /// is newer. A server on the same database may be quicker to take a job; then there is only the waiting.
    /// </summary>
    private static async Task<ImportJob> RunAsync(IServiceProvider services, NewImport import, CancellationToken ct)
    {
        var desk = services.GetRequiredService<ImportDesk>();
        var imports = services.GetRequiredService<ImportQueries>();
        var worker = services.GetRequiredService<ImportWorker>();
        var scope = new Scope(import.RegionCode);
        var actor = new Actor(Environment.UserName, "命令行", "命令行导入");
        var id = await desk.AddAsync(import, actor, ct);
        try
        {
            while (true)
            {
                var job = await imports.FindAsync(id, scope, ct);
                if (job!.IsOver)
                    return job;
                if (!await worker.RunOneAsync(ct))
                    await Task.Delay(TimeSpan.FromMilliseconds(200), ct);
            }
        }
        catch (OperationCanceledException)
        {
            // who stops the command does not want it to go on with the next one
            await desk.CancelAsync(id, scope, actor, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Whatever name or link leads to it.</summary>
    private static string Real(FileInfo file) => (file.Exists ? file.ResolveLinkTarget(returnFinalTarget: true) ?? file : file).FullName;

    private static async Task<int> RefuseAsync(TextWriter error, string message)
    {
        await error.WriteLineAsync(message);
        return CommandLine.BadArguments;
    }
}
