using System.CommandLine;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Reference;
using RiskReport.Web.Features.Roster;

namespace RiskReport.Web.Commands;

internal static class ExportRosterCommand
{
    public static Command Create(VerbHost host)
    {
        var @out = new Option<FileInfo>("--out") { Description = "输出文件，扩展名 .xlsx、.pdf 或 .csv", Required = true };
        var year = new Option<string?>("--year") { Description = "报告年度，默认今年" };
        var region = new Option<string?>("--region") { Description = "地区代码，默认全市" };
        var colour = new Option<string[]>("--colour") { Description = "企业风险等级：red、orange、yellow、blue、none，可用逗号分隔" };
        var scale = new Option<string?>("--scale") { Description = "规模：above（规上）或 below（规下）" };
        var status = new Option<string[]>("--status") { Description = "状态：notFiled、draft、submitted、returned、accepted、writtenOff，或中文" };
        var query = new Option<string?>("--query") { Description = "企业名称的一部分，或统一社会信用代码" };
        var command = new Command("roster", "导出名册") { @out, year, region, colour, scale, status, query };
        command.SetAction(async (parsed, ct) =>
        {
            var error = parsed.InvocationConfiguration.Error;
            var file = parsed.GetRequiredValue(@out);
            var format = file.Extension.TrimStart('.').ToLowerInvariant();
            await using var app = await host.ReadyAsync(ct);
            var reference = app.Services.GetRequiredService<ReferenceData>();
            var search = new RosterSearch
            {
                Year = parsed.GetValue(year),
                Region = parsed.GetValue(region) is { } code ? [code] : [],
                Colour = parsed.GetValue(colour) ?? [],
                Scale = parsed.GetValue(scale),
                Status = parsed.GetValue(status) ?? [],
                Q = parsed.GetValue(query),
            };
            var (request, problems) = search.Read(Scope.City, reference, ChinaTime.Today(app.Services.GetRequiredService<TimeProvider>()));
            if (!RosterExport.ContentTypes.ContainsKey(format))
                problems = [.. problems, $"不支持扩展名“{file.Extension}”，可用 .xlsx、.pdf、.csv。"];
            if (file.Directory is { Exists: false })
                problems = [.. problems, $"文件夹 {file.DirectoryName} 不存在。"];
            foreach (var problem in problems)
                await error.WriteLineAsync(problem);
            if (request is null || problems.Count > 0)
                return CommandLine.BadArguments;

            var actor = new Actor(Environment.UserName, "命令行", "导出名册");
            long rows;
            await using (var output = file.Create())
                rows = await app.Services.GetRequiredService<RosterExport>().WriteAsync(format, request, Scope.City, actor, reference, output, ct);
            await error.WriteLineAsync($"已导出 {rows} 家到 {file.FullName}。");
            return CommandLine.Good;
        });
        return command;
    }
}
