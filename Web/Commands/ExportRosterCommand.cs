using System.CommandLine;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Privacy;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;
using RiskReport.Web.Features.Roster;
using RiskReport.Web.Features.Shared;

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
        var view = new Option<string?>("--view") { Description = "每行是什么：enterprises（企业，默认）、items（风险）、statistics（统计表）" };
        var columns = new Option<string[]>("--column") { Description = "只要这些列，按此顺序，可用逗号分隔，默认全部" };
        var phones = new Option<string?>("--phones-for") { Description = "导出完整电话号码的用途，会被记录；不写则隐去部分号码" };
        var command = new Command("roster", "导出名册") { @out, year, region, colour, scale, status, query, view, columns, phones };
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
                View = parsed.GetValue(view),
                Column = parsed.GetValue(columns) ?? [],
            };
            var (request, problems) = search.Read(Scope.City, reference, ChinaTime.Today(app.Services.GetRequiredService<TimeProvider>()));
            if (!RosterExport.ContentTypes.ContainsKey(format))
                problems = [.. problems, $"不支持扩展名“{file.Extension}”，可用 .xlsx、.pdf、.csv。"];
            if (file.Directory is { Exists: false })
                problems = [.. problems, $"文件夹 {file.DirectoryName} 不存在。"];
            var verification = "";
            var order = request is null ? null : new ExportOrder
            {
                Format = format,
                Request = request,
                Scope = Scope.City,
                Actor = new Actor(Environment.UserName, "命令行", "导出名册"),
                Sight = Sight.Office,
                Site = PublicAddress.Configured(app.Services.GetRequiredService<IConfiguration>()),
                PhonesFor = parsed.GetValue(phones),
                Coded = made => verification = made,
            };
            problems = [.. problems, .. order?.Problems() ?? []];
            foreach (var problem in problems)
                await error.WriteLineAsync(problem);
            if (order is null || problems.Count > 0)
                return CommandLine.BadArguments;

            long rows;
            await using (var output = file.Create())
                rows = await app.Services.GetRequiredService<RosterExport>().WriteAsync(order, reference, output, ct);
            var unit = order.Request.Kind switch { RosterKind.Enterprises => "家", RosterKind.Items => "项风险", _ => "行" };
            await error.WriteLineAsync($"已导出 {rows} {unit}到 {file.FullName}，核验码 {verification}。");
            return CommandLine.Good;
        });
        return command;
    }
}
